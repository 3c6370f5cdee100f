import SharedTypes
import SwiftUI

/// How far an entry or a message has come, in words beside an icon.
struct Mark: View {
  let mark: DeliveryMark

  var body: some View {
    if !mark.text.isEmpty {
      HStack(spacing: 4) {
        Icon(name: icon, scale: .small)
        Text(mark.text)
      }
      .font(.subheadline)
      .foregroundStyle(mark.state == .refused ? Paint.caution : .inkSoft)
      .accessibilityElement(children: .combine)
    }
  }

  private var icon: String {
    switch mark.state {
    case .none: ""
    case .saved: "device"
    case .received: "done"
    case .seen: "seen"
    case .refused: "warning"
    }
  }
}

/// The line that says where the entries are; it leads to more about that.
struct SyncRow: View {
  let line: SyncLine
  let pressed: @MainActor () -> Void
  @ScaledMetric private var height: CGFloat = 48

  var body: some View {
    Button(action: pressed) {
      HStack(spacing: 12) {
        Icon(name: line.icon, scale: .medium)
        Text(line.text).frame(maxWidth: .infinity, alignment: .leading)
        Icon(name: "next", scale: .small)
      }
      .foregroundStyle(line.state.ink)
      .frame(minHeight: height)
      .contentShape(.rect(cornerRadius: 12))
    }
    .buttonStyle(.plain)
  }
}

extension SyncState {
  var ink: Paint {
    switch self {
    case .saved, .waiting: .inkSoft
    case .received: .good
    case .attention: .caution
    }
  }
}

/// A row that leads somewhere: as high as a finger, with an arrow.
struct Door<Content: View>: View {
  let pressed: @MainActor () -> Void
  let content: Content
  @ScaledMetric private var height: CGFloat = 48

  init(pressed: @escaping @MainActor () -> Void, @ViewBuilder content: () -> Content) {
    self.pressed = pressed
    self.content = content()
  }

  var body: some View {
    Button(action: pressed) {
      HStack(spacing: 12) {
        content.frame(maxWidth: .infinity, alignment: .leading)
        Icon(name: "next", scale: .small).foregroundStyle(Paint.inkFaint)
      }
      .frame(minHeight: height)
      .contentShape(.rect(cornerRadius: 12))
    }
    .buttonStyle(.plain)
  }
}

/// Things to choose from that lead somewhere at once.
struct DoorRows: View {
  let rows: [ChoiceRow]
  let pressed: @MainActor (String) -> Void

  var body: some View {
    if !rows.isEmpty {
      Card {
        ForEach(rows, id: \.id) { row in
          Door(pressed: { pressed(row.id) }) {
            Titled(icon: row.icon, title: row.label, detail: row.detail)
          }
        }
      }
    }
  }
}

/// A small tile that leads to a detail and says what that is now.
struct DetailTile: View {
  let row: DetailRow
  let pressed: @MainActor () -> Void
  @ScaledMetric private var height: CGFloat = 56

  var body: some View {
    Button(action: pressed) {
      HStack(spacing: 12) {
        Icon(name: row.icon, scale: .medium).foregroundStyle(Paint.brand)
        VStack(alignment: .leading, spacing: 2) {
          Words(row.label, font: .body.weight(.semibold))
          Words.detail(row.value)
        }
      }
      .padding(12)
      .frame(maxWidth: .infinity, minHeight: height, alignment: .leading)
      .background(Paint.surface, in: .rect(cornerRadius: 12))
      .overlay { RoundedRectangle(cornerRadius: 12).strokeBorder(Paint.lineStrong, lineWidth: 1) }
      .contentShape(.rect(cornerRadius: 12))
    }
    .buttonStyle(.plain)
  }
}

/// Facts, one a row, each read in one breath.
struct Facts: View {
  let rows: [DetailRow]

  var body: some View {
    if !rows.isEmpty {
      Card {
        ForEach(Array(rows.enumerated()), id: \.offset) { _, row in
          Pair {
            Icon(name: row.icon, scale: .medium).foregroundStyle(Paint.inkSoft)
            Words(row.label, paint: .inkSoft)
            Words(row.value, font: .body.weight(.semibold))
          }
          .accessibilityElement(children: .combine)
        }
      }
    }
  }
}

/// Where the record of an entry has got to.
struct Trail: View {
  let title: String
  let steps: [TrailStep]

  var body: some View {
    if !steps.isEmpty {
      Block(title) {
        ForEach(Array(steps.enumerated()), id: \.offset) { _, step in
          HStack(alignment: .top, spacing: 12) {
            Icon(name: step.icon, scale: .medium).foregroundStyle(step.done ? Paint.good : .inkFaint)
            VStack(alignment: .leading, spacing: 2) {
              Words(step.text, paint: step.done ? .ink : .inkSoft)
              Words.detail(step.detail)
            }
          }
          .accessibilityElement(children: .combine)
        }
      }
    }
  }
}
