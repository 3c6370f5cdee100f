import Kit
import SharedTypes
import SwiftUI

/// The invitation code.
struct InvitationScreen: View {
  let view: InvitationView
  let shell: Shell

  var body: some View {
    Frame(shell, place: "invitation") {
      Words(view.intro)
      Entry(
        field: view.code, shell: shell, code: true, typed: { shell.send(.lock(.codeTyped($0))) },
        submitted: submit)
      ActionButton(label: view.submit, kind: .primary, busy: view.busy, pressed: submit)
    } beside: {
      ActionButton(label: view.otherLanguage, compact: true) { shell.send(.lock(.languageSwitched)) }
    } dock: {
      Calls(calls: shell.chrome.calls, shell: shell, open: false)
    }
  }

  private func submit() {
    if !view.busy { shell.send(.lock(.codeSubmitted)) }
  }
}
