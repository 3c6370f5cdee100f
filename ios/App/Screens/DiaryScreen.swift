import Kit
import SharedTypes
import SwiftUI

struct DiaryScreen: View {
  let view: DiaryView
  let shell: Shell

  var body: some View {
    EmptyView()
  }
}
