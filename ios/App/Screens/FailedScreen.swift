import Kit
import SharedTypes
import SwiftUI

/// The device cannot be used as it is: what is wrong, that the records are safe, what to do.
struct FailedScreen: View {
  let view: FailedView
  let shell: Shell

  var body: some View {
    Frame(shell, place: "failed") {
      Titled(icon: view.icon, title: view.title, role: .caution)
      Words(view.text)
    } dock: {
      ActionButton(label: view.action, kind: .primary) { shell.send(.lock(.retryPressed)) }
      Calls(calls: shell.chrome.calls, shell: shell, open: false)
    }
  }
}
