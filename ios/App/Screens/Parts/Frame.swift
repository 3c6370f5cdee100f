import Kit
import SharedTypes
import SwiftUI

/// What is around a screen: its heading, a way back, a notice, and what is docked at the bottom, in reach of a thumb
/// whatever the length of the rest.
struct Frame<Content: View, Beside: View, Below: View, Dock: View>: View {
  let shell: Shell
  /// Which screen this is: a screen reader goes to its heading when that or the title changes.
  let place: String
  var under = ""
  /// Whether the newest is at the end, as in a thread.
  var fromEnd = false
  let content: Content
  let beside: Beside
  let below: Below
  let dock: Dock
  @Environment(\.dynamicTypeSize) private var typeSize

  init(
    _ shell: Shell, place: String, under: String = "", fromEnd: Bool = false,
    @ViewBuilder content: () -> Content, @ViewBuilder beside: () -> Beside = { EmptyView() },
    @ViewBuilder below: () -> Below = { EmptyView() }, @ViewBuilder dock: () -> Dock = { EmptyView() }
  ) {
    self.shell = shell
    self.place = place
    self.under = under
    self.fromEnd = fromEnd
    self.content = content()
    self.beside = beside()
    self.below = below()
    self.dock = dock()
  }

  var body: some View {
    ScrollView { page }
      .defaultScrollAnchor(fromEnd ? .bottom : nil)
      .scrollDismissesKeyboard(.interactively)
      .id(place)
      .safeAreaInset(edge: .bottom, spacing: 0) { foot }
      .background(Paint.ground, ignoresSafeAreaEdges: .all)
      .modifier(Leaving(shell: shell))
  }

  private var page: some View {
    VStack(alignment: .leading, spacing: 24) {
      Head(shell: shell, place: place, under: under, beside: beside)
      below
      if inline { notice }
      content
      if !docks { dock }
    }
    .padding(16)
    .frame(maxWidth: 640, alignment: .leading)
    .frame(maxWidth: .infinity)
  }

  private var foot: some View {
    VStack(spacing: 8) {
      if !inline { notice }
      if docks { dock.frame(maxWidth: 640).padding(.horizontal, 16).padding(.bottom, 8) }
    }
    .background(Paint.ground, ignoresSafeAreaEdges: .all)
  }

  @ViewBuilder private var notice: some View {
    if let toast = shell.chrome.toast { NoticeBar(toast: toast, shell: shell) }
  }

  /// A notice that stays must not lie over anything; on advice every line is needed at once.
  private var inline: Bool { shell.chrome.elders || place == AdviceScreen.place }
  /// With the largest letters what is docked would cover the screen: then it stands at the end.
  private var docks: Bool { !typeSize.isAccessibilitySize }
}

/// Title, way back, what is beside it, read aloud.
struct Head<Beside: View>: View {
  let shell: Shell
  let place: String
  let under: String
  let beside: Beside
  @AccessibilityFocusState private var focused: Bool

  var body: some View {
    Pair {
      Back(shell: shell)
      VStack(alignment: .leading, spacing: 4) {
        Words(shell.chrome.title, font: .title2.weight(.semibold))
          .accessibilityAddTraits(.isHeader)
          .accessibilityFocused($focused)
        Words.detail(under)
      }
      .frame(maxWidth: .infinity, alignment: .leading)
      beside
      ReadAloud(shell: shell)
    }
    .onChange(of: [place, shell.chrome.title], initial: true) { _, _ in
      focused = true
      shell.device.hush()
    }
  }
}

/// Leaves a task and keeps what was entered. In elders' mode it says so in a word.
struct Back: View {
  let shell: Shell

  var body: some View {
    if shell.chrome.elders {
      ActionButton(label: shell.chrome.back, icon: "back", compact: true, pressed: back)
    } else {
      IconButton(name: shell.chrome.back, icon: "back", pressed: back)
    }
  }

  private func back() { shell.send(.back) }
}

/// The system's ways back: a swipe from the edge, and VoiceOver's scrub.
struct Leaving: ViewModifier {
  let shell: Shell
  private static let edge: CGFloat = 24
  private static let far: CGFloat = 80

  @ViewBuilder func body(content: Content) -> some View {
    if shell.chrome.back.isEmpty {
      content
    } else {
      content
        .accessibilityAction(.escape) { shell.send(.back) }
        .simultaneousGesture(
          DragGesture(minimumDistance: Self.edge).onEnded { drag in
            if drag.startLocation.x < Self.edge && drag.translation.width > Self.far { shell.send(.back) }
          })
    }
  }
}
