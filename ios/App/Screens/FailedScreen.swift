import Kit
import SharedTypes
import SwiftUI

struct FailedScreen: View {
  let view: FailedView
  let shell: Shell

  var body: some View {
    EmptyView()
  }
}
