import SharedTypes
import SwiftUI

/// Entries, one below the other; each is read in one breath. One without an id leads nowhere.
struct Timeline: View {
  let rows: [TimelineRow]
  let opened: @MainActor (String) -> Void

  var body: some View {
    if !rows.isEmpty {
      Card {
        ForEach(Array(rows.enumerated()), id: \.offset) { _, row in
          TimelineEntry(row: row, opened: opened)
        }
      }
      .privacySensitive()
    }
  }
}

struct TimelineEntry: View {
  let row: TimelineRow
  let opened: @MainActor (String) -> Void

  var body: some View {
    if row.id.isEmpty {
      TimelineWords(row: row)
        .accessibilityElement(children: .ignore)
        .accessibilityLabel(row.a11y)
    } else {
      Door(pressed: { opened(row.id) }) { TimelineWords(row: row) }
        .accessibilityLabel(row.a11y)
        .accessibilityInputLabels([row.title, row.a11y])
    }
  }
}

struct TimelineWords: View {
  let row: TimelineRow

  var body: some View {
    HStack(alignment: .top, spacing: 12) {
      Disc(icon: row.icon, ink: row.role.ink, soft: row.role.soft)
      VStack(alignment: .leading, spacing: 4) {
        if !row.time.isEmpty {
          Text(row.time).font(.subheadline.monospacedDigit()).foregroundStyle(Paint.inkSoft)
        }
        Words(row.title, font: .body.weight(.semibold))
        Words.detail(row.detail)
        Mark(mark: row.mark)
      }
    }
  }
}
