import Kit
import SharedTypes
import SwiftUI

/// Where the entries are; one that the hospital refused in plain words, with what can be done about it.
struct SyncScreen: View {
  let view: SyncView
  let shell: Shell

  var body: some View {
    Frame(shell, place: "sync") {
      Card {
        HStack(alignment: .top, spacing: 12) {
          Disc(icon: view.line.icon, ink: view.line.state.ink)
          VStack(alignment: .leading, spacing: 4) {
            Words(view.line.text, font: .body.weight(.semibold))
            Words.detail(view.last)
          }
        }
        .accessibilityElement(children: .combine)
      }
      ActionButton(label: view.retry, icon: "refresh") { shell.send(.sync(.retryPressed)) }
      refused
      waiting
    }
  }

  @ViewBuilder private var refused: some View {
    if !view.refused.isEmpty {
      Block(view.refusedTitle) {
        ForEach(view.refused, id: \.id) { RefusedCard(row: $0, shell: shell) }
      }
    }
  }

  @ViewBuilder private var waiting: some View {
    if !view.waiting.isEmpty {
      Block(view.waitingTitle) {
        Timeline(rows: view.waiting) { shell.send(.today(.entryOpened($0))) }
      }
    }
  }
}

struct RefusedCard: View {
  let row: RefusedRow
  let shell: Shell

  var body: some View {
    Card {
      HStack(alignment: .top, spacing: 12) {
        Disc(icon: "warning", ink: .caution, soft: .cautionSoft)
        VStack(alignment: .leading, spacing: 4) {
          Words(row.title, font: .body.weight(.semibold)).accessibilityAddTraits(.isHeader)
          Words(row.reason)
        }
      }
      ActionButton(label: row.correct, icon: "edit", kind: .primary) { tell(.correctPressed(row.id)) }
      Pair {
        ActionButton(label: row.retry, icon: "refresh") { tell(.requeuePressed(row.id)) }
        ActionButton(label: row.exportCopy, icon: "export") { tell(.exportPressed(row.id)) }
      }
    }
    .privacySensitive()
  }

  private func tell(_ event: SyncEvent) { shell.send(.sync(event)) }
}
