import Kit
import SharedTypes
import SwiftUI

/// A usual entry in three taps: symptom, number, save. In elders' mode the first step asks what, the second how much.
struct LogSymptomScreen: View {
  let view: LogSymptomView
  let shell: Shell

  /// The steps as the core counts them; 0 is both at once.
  nonisolated static let what: UInt8 = 1
  nonisolated static let howMuch: UInt8 = 2

  var body: some View {
    Frame(shell, place: "log-symptom \(view.step)") {
      if view.step != Self.howMuch {
        Choice(name: view.symptomsTitle, shown: true, form: .tiles, options: view.symptoms) {
          tell(.symptomChosen($0))
        }
      }
      if view.step != Self.what {
        ScaleControl(scale: view.scale) { tell(.scoreChosen($0)) }
        details
      }
    } dock: {
      SaveDock(error: view.error, save: view.save, detail: view.saveDetail, busy: view.busy) {
        tell(view.step == Self.what ? .stepPressed : .savePressed)
      }
    }
  }

  private var details: some View {
    VStack(alignment: .leading, spacing: 8) {
      When(when: view.when) { tell(.whenChanged($0)) }
      DetailTile(row: view.site) { tell(.sitePressed) }
      Photo(
        photo: view.photo, shell: shell, picked: { tell(.photoChosen($0)) }, removed: { tell(.photoRemoved) })
      DetailTile(row: view.noteRow) { tell(.notePressed) }
      if view.noteOpen {
        Entry(field: view.note, shell: shell, typed: { tell(.noteTyped($0)) })
      }
    }
  }

  private func tell(_ event: DiaryEvent) { shell.send(.diary(event)) }
}

/// What is missing or unusual, the solid button, and a line below it.
struct SaveDock: View {
  let error: String
  var confirm = ""
  let save: String
  let detail: String
  let busy: Bool
  let pressed: @MainActor () -> Void

  var body: some View {
    VStack(spacing: 8) {
      Wrong(text: error)
      if !confirm.isEmpty {
        Card(.cautionSoft) { Words(confirm, paint: .caution) }
          .onChange(of: confirm, initial: true) { _, new in
            AccessibilityNotification.Announcement(new).post()
          }
      }
      ActionButton(label: save, kind: .primary, busy: busy, pressed: pressed)
      Words.detail(detail)
    }
  }
}
