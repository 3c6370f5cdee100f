import Kit
import SharedTypes
import SwiftUI

/// Me.
struct SettingsScreen: View {
  let view: SettingsView
  let shell: Shell

  var body: some View {
    Frame(shell, place: "settings") {
      Card {
        Words(view.name, font: .body.weight(.semibold))
        Words.detail(view.hospital)
      }
      .privacySensitive()
      SyncRow(line: view.sync) { tell(.syncPressed) }
      Card {
        SwitchLine(
          label: view.elders.label, detail: view.elders.detail, icon: view.elders.icon,
          known: view.elders.chosen
        ) { tell(.eldersToggled) }
      }
      looks
      device
      ActionButton(label: view.lock, icon: "lock") { tell(.lockPressed) }
      ActionButton(label: view.changePin, icon: "edit") { tell(.changePinPressed) }
      Words.detail(view.about)
    }
  }

  @ViewBuilder private var looks: some View {
    Choice(name: view.languageTitle, shown: true, form: .rows, options: view.languages) {
      tell(.languageChosen($0))
    }
    Choice(name: view.themeTitle, shown: true, form: .rows, options: view.themes) { tell(.themeChosen($0)) }
  }

  @ViewBuilder private var device: some View {
    if !view.switches.isEmpty {
      Block(view.deviceTitle) {
        Card {
          ForEach(view.switches, id: \.id) { row in
            DeviceSwitch(
              row: row, toggled: { tell(.switchToggled(row.id)) }, fixed: { tell(.fixPressed(row.id)) })
          }
        }
      }
    }
  }

  private func tell(_ event: SettingsEvent) { shell.send(.settings(event)) }
}

/// A switch of this device; where it does not work as it should, why, and the button that helps.
struct DeviceSwitch: View {
  let row: SwitchRow
  let toggled: @MainActor () -> Void
  let fixed: @MainActor () -> Void

  var body: some View {
    VStack(alignment: .leading, spacing: 8) {
      SwitchLine(label: row.label, detail: row.detail, icon: row.icon, known: row.on, toggled: toggled)
      Wrong(text: row.problem)
      ActionButton(label: row.fix, compact: true, pressed: fixed)
    }
  }
}

/// On or off, as a whole row. The core has the last word: what it says is shown, whatever was touched here.
struct SwitchLine: View {
  let label: String
  let detail: String
  let icon: String
  let known: Bool
  let toggled: @MainActor () -> Void
  @State private var on = false

  var body: some View {
    Toggle(isOn: $on) {
      HStack(spacing: 12) {
        Icon(name: icon, scale: .medium).foregroundStyle(Paint.brand)
        VStack(alignment: .leading, spacing: 2) {
          Words(label)
          Words.detail(detail)
        }
      }
    }
    .tint(Paint.brand)
    .onChange(of: known, initial: true) { _, new in on = new }
    .onChange(of: on) { _, new in
      guard new != known else { return }
      toggled()
      on = known
    }
  }
}
