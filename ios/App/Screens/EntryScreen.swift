import Kit
import SharedTypes
import SwiftUI

/// One entry. The core knows which: its id comes back with the screen's own buttons.
struct EntryScreen: View {
  let view: EntryView
  let shell: Shell
  @State private var asking = false

  var body: some View {
    Frame(shell, place: "entry \(view.id)") {
      Facts(rows: view.rows)
      if !view.note.isEmpty {
        Card { Words(view.note) }.privacySensitive()
      }
      photo
      ActionButton(label: view.advice, icon: "info") { tell(.advicePressed(view.id)) }
      Trail(title: view.trailTitle, steps: view.trail)
      ActionButton(label: view.correct, icon: "edit") { tell(.correctPressed(view.id)) }
      ActionButton(label: view.withdraw, kind: .text) { tell(.withdrawPressed(view.id)) }
    }
    .onChange(of: view.confirm, initial: true) { _, new in asking = !new.isEmpty }
    .confirmationDialog(view.confirm, isPresented: $asking, titleVisibility: .visible) { answers }
  }

  @ViewBuilder private var photo: some View {
    if !view.photoBytes.isEmpty {
      PhotoPicture(bytes: view.photoBytes, name: view.photoA11y)
    } else if !view.photo.isEmpty {
      ActionButton(label: view.photoShow, icon: "camera") { tell(.photoWanted(view.photo)) }
    }
  }

  @ViewBuilder private var answers: some View {
    Button(view.confirmYes, role: .destructive) { tell(.withdrawConfirmed(view.id)) }
    Button(view.confirmNo, role: .cancel) { tell(.withdrawCancelled) }
  }

  private func tell(_ event: DiaryEvent) { shell.send(.diary(event)) }
}
