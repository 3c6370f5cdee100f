import Kit
import SharedTypes
import SwiftUI

/// Choosing a PIN, or changing it.
struct ChoosePinScreen: View {
  let view: ChoosePinView
  let shell: Shell

  var body: some View {
    Frame(shell, place: "choose-pin") {
      Words(view.intro)
      PinPadView(pad: view.pad, shell: shell)
      if view.busy { Words.detail(view.busyText).accessibilityAddTraits(.updatesFrequently) }
    }
  }
}
