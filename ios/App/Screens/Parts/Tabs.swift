import Kit
import SharedTypes
import SwiftUI

/// The four tabs: a bar at the bottom, or a rail beside the screen where there is room. The system's own bar keeps its
/// letters small whatever the text size, so that these are ours.
struct Tabs: View {
  let shell: Shell
  let upright: Bool

  var body: some View {
    Group {
      if upright {
        VStack(spacing: 8) {
          items
          Spacer()
        }
        .padding(12)
      } else {
        HStack(spacing: 4) { items }.padding(.horizontal, 8)
      }
    }
    .background(Paint.surface, ignoresSafeAreaEdges: .all)
    .accessibilityElement(children: .contain)
    .accessibilityAddTraits(.isTabBar)
    .accessibilityLabel(shell.chrome.tabsLabel)
  }

  private var items: some View {
    ForEach(shell.chrome.tabs, id: \.tab) { item in
      TabButton(item: item) { shell.send(.tabChosen(item.tab)) }
    }
  }
}

struct TabButton: View {
  let item: TabItem
  let pressed: @MainActor () -> Void
  @ScaledMetric private var height: CGFloat = 56

  var body: some View {
    Button(action: pressed) {
      VStack(spacing: 2) {
        Icon(name: item.icon).overlay(alignment: .topTrailing) { badge }
        Text(item.label).font(.footnote.weight(item.current ? .semibold : .regular))
      }
      .foregroundStyle(item.current ? Paint.brand : .inkSoft)
      .padding(.vertical, 4)
      .frame(maxWidth: .infinity, minHeight: height)
      .background(item.current ? Paint.brandSoft : .surface, in: .rect(cornerRadius: 12))
      .contentShape(.rect(cornerRadius: 12))
    }
    .buttonStyle(.plain)
    .accessibilityLabel(item.a11y)
    .accessibilityInputLabels([item.label])
    .accessibilityAddTraits(item.current ? .isSelected : [])
  }

  @ViewBuilder private var badge: some View {
    if item.unread > 0 {
      Text(String(item.unread))
        .font(.caption2.weight(.semibold))
        .foregroundStyle(Paint.onUrgent)
        .padding(4)
        .background(Paint.urgent, in: .capsule)
    }
  }
}
