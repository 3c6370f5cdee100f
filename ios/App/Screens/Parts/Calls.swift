import Kit
import SharedTypes
import SwiftUI

/// A way to a person: the phone's own dialler, without a network and without a PIN.
struct Call: View {
  let call: CallButton
  let shell: Shell
  var kind = ButtonKind.second
  var short = false
  /// Whether a vault is open, so that the core can be told.
  var open = true

  var body: some View {
    ActionButton(
      label: call.label, detail: short ? "" : call.detail, icon: "call",
      kind: call.emergency ? .dangerLine : kind, compact: short
    ) {
      shell.device.dial(call.number)
      if open { shell.send(.today(.callPressed)) }
    }
    .accessibilityLabel(call.a11y)
    .accessibilityInputLabels([call.label, call.a11y])
  }
}

/// All the ways to a person.
struct Calls: View {
  let calls: [CallButton]
  let shell: Shell
  var kind = ButtonKind.second
  var open = true

  var body: some View {
    Pair {
      ForEach(calls, id: \.number) { call in
        Call(call: call, shell: shell, kind: kind, open: open)
      }
    }
  }
}
