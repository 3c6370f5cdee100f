import Kit
import SharedTypes
import SwiftUI

/// What now, then what later.
struct TodayScreen: View {
  let view: TodayView
  let shell: Shell

  private var elders: Bool { shell.chrome.elders }
  private var wards: [CallButton] { shell.chrome.calls.filter { !$0.emergency } }

  var body: some View {
    Frame(shell, place: "today", under: view.date) {
      if !elders { sync }
      NextCardView(card: view.next, shell: shell)
      if elders { doors } else { tiles }
      if !view.entries.isEmpty {
        Block(view.entriesTitle) {
          Timeline(rows: view.entries) { shell.send(.today(.entryOpened($0))) }
        }
      }
      if elders { sync }
    } beside: {
      if !elders { ward(short: true) }
    }
  }

  private var sync: some View {
    SyncRow(line: view.sync) { shell.send(.today(.syncPressed)) }
  }

  private func ward(short: Bool) -> some View {
    ForEach(wards, id: \.number) { call in
      Call(call: call, shell: shell, short: short)
    }
  }

  private var doors: some View {
    VStack(spacing: 12) {
      ForEach(view.quick, id: \.id) { QuickTile(item: $0, shell: shell) }
      ward(short: false)
    }
  }

  private var tiles: some View {
    Block(view.quickTitle) { QuickGrid(items: view.quick, shell: shell) }
  }
}

struct QuickGrid: View {
  let items: [QuickItem]
  let shell: Shell
  @ScaledMetric private var narrow: CGFloat = 76

  var body: some View {
    LazyVGrid(columns: [GridItem(.adaptive(minimum: narrow))], spacing: 8) {
      ForEach(items, id: \.id) { QuickTile(item: $0, shell: shell) }
    }
  }
}

/// What can be recorded with one tap.
struct QuickTile: View {
  let item: QuickItem
  let shell: Shell
  @ScaledMetric private var height: CGFloat = 72

  var body: some View {
    Button {
      shell.send(.today(.quickPressed(item.id)))
    } label: {
      VStack(spacing: 6) {
        Icon(name: item.icon).foregroundStyle(Paint.brand)
        Text(item.label).multilineTextAlignment(.center)
      }
      .padding(8)
      .frame(maxWidth: .infinity, minHeight: height)
      .background(Paint.surface, in: .rect(cornerRadius: 16))
      .overlay { RoundedRectangle(cornerRadius: 16).strokeBorder(Paint.lineStrong, lineWidth: 1) }
      .contentShape(.rect(cornerRadius: 16))
    }
    .buttonStyle(.plain)
    .accessibilityLabel(item.a11y)
    .accessibilityInputLabels([item.label, item.a11y])
  }
}

/// The one thing to do next.
struct NextCardView: View {
  let card: NextCard
  let shell: Shell

  var body: some View {
    Card {
      if !card.when.isEmpty {
        HStack(spacing: 6) {
          Icon(name: "clock", scale: .small)
          Text(card.when).font(.subheadline.weight(.semibold))
        }
        .foregroundStyle(Paint.brand)
        .accessibilityElement(children: .combine)
      }
      HStack(alignment: .top, spacing: 12) {
        Disc(icon: card.icon)
        VStack(alignment: .leading, spacing: 4) {
          Heading(text: card.title)
          Words.detail(card.detail)
        }
      }
      if let action = card.action {
        ActionButton(label: action.label, detail: action.detail, icon: action.icon, kind: .primary) {
          shell.send(.today(.nextPressed(action.id)))
        }
      }
    }
    .accessibilityElement(children: .contain)
  }
}
