import Kit
import SharedTypes
import SwiftUI

struct SyncScreen: View {
  let view: SyncView
  let shell: Shell

  var body: some View {
    EmptyView()
  }
}
