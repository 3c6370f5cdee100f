import Kit
import SharedTypes
import SwiftUI

/// What a device read.
struct MeasureScreen: View {
  let view: MeasureView
  let shell: Shell

  var body: some View {
    Frame(shell, place: "measure") {
      if !view.kinds.isEmpty {
        Choice(name: view.kindsTitle, shown: true, form: .tiles, options: view.kinds) {
          tell(.kindChosen($0))
        }
      }
      ForEach(view.fields, id: \.id) { field in
        Entry(
          field: field, shell: shell,
          typed: { tell(.fieldTyped(TypedField(id: field.id, text: $0))) }, submitted: save)
      }
      When(when: view.when) { tell(.whenChanged($0)) }
    } dock: {
      SaveDock(
        error: view.error, confirm: view.confirm, save: view.save, detail: view.saveDetail, busy: view.busy,
        pressed: save)
    }
  }

  private func save() {
    if !view.busy { tell(.savePressed) }
  }
  private func tell(_ event: MeasuresEvent) { shell.send(.measures(event)) }
}
