import Kit
import SharedTypes
import SwiftUI

struct ChoosePinScreen: View {
  let view: ChoosePinView
  let shell: Shell

  var body: some View {
    EmptyView()
  }
}
