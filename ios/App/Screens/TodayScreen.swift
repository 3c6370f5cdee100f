import Kit
import SharedTypes
import SwiftUI

struct TodayScreen: View {
  let view: TodayView
  let shell: Shell

  var body: some View {
    EmptyView()
  }
}
