import Kit
import SharedTypes
import SwiftUI

/// Locked: open with the PIN, with a finger or a face, or call without opening.
struct LockScreen: View {
  let view: LockView
  let shell: Shell

  var body: some View {
    Frame(shell, place: "lock") {
      Words(view.greeting, font: .title3)
      if !view.wait.isEmpty {
        Card(.infoSoft) { Words(view.wait) }
      }
      PinPadView(pad: view.pad, shell: shell)
      quick
      ActionButton(label: view.forgot, kind: .text) { shell.send(.lock(.forgotPressed)) }
      Words(view.forgotText)
    } dock: {
      Calls(calls: shell.chrome.calls, shell: shell, open: false)
    }
  }

  @ViewBuilder private var quick: some View {
    if let button = view.quick {
      ActionButton(label: button.label, detail: button.detail, icon: button.icon, busy: view.busy) {
        shell.send(.lock(.quickPressed))
      }
    }
    Words(view.quickText)
  }
}
