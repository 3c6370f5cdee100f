import Kit
import SharedTypes
import SwiftUI

struct LockScreen: View {
  let view: LockView
  let shell: Shell

  var body: some View {
    EmptyView()
  }
}
