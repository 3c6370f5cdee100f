import Foundation
import Kit
import SharedTypes
import SwiftUI

/// The whole app: the one screen that is in front, with what the patient chose of language, theme and size around it.
public struct RootView: View {
  let view: ViewModel
  let shell: Shell
  @Environment(\.horizontalSizeClass) private var width
  @Environment(\.scenePhase) private var phase

  /// Draws `view`, asks `device` for its services, and tells `send` what a person did.
  public init(view: ViewModel, device: any Device, send: @escaping @MainActor (Tap) -> Void) {
    self.view = view
    shell = Shell(chrome: view.chrome, device: device, send: send)
  }

  public var body: some View {
    InFront(screen: view.screen, shell: shell)
      .safeAreaInset(edge: .leading, spacing: 0) { tabs(upright: true) }
      .safeAreaInset(edge: .bottom, spacing: 0) { tabs(upright: false) }
      .overlay { if covered { Cover() } }
      .environment(\.aloud, view.aloud)
      .modifier(Chosen(chrome: view.chrome))
      .onChange(of: view.chrome.announcement) { _, new in announce(new) }
  }

  @ViewBuilder private func tabs(upright: Bool) -> some View {
    if !view.chrome.tabs.isEmpty && upright == (width == .regular) {
      Tabs(shell: shell, upright: upright)
    }
  }

  /// What is on the screen is never for the list of recent apps. Screenshots no app can prevent here, so the core is not
  /// told that this device could (`chrome.covered`).
  private var covered: Bool { phase != .active }

  private func announce(_ news: String) {
    if !news.isEmpty { AccessibilityNotification.Announcement(news).post() }
  }
}

/// One view a screen. No `default`: a new screen of the core does not compile until it is drawn here.
struct InFront: View {
  let screen: Screen
  let shell: Shell

  var body: some View {
    switch screen {
    case .starting: StartingScreen(shell: shell)
    case .failed(let view): FailedScreen(view: view, shell: shell)
    case .invitation(let view): InvitationScreen(view: view, shell: shell)
    case .choosePin(let view): ChoosePinScreen(view: view, shell: shell)
    case .lock(let view): LockScreen(view: view, shell: shell)
    case .today(let view): TodayScreen(view: view, shell: shell)
    case .diary(let view): DiaryScreen(view: view, shell: shell)
    case .logSymptom(let view): LogSymptomScreen(view: view, shell: shell)
    case .bodySite(let view): BodySiteScreen(view: view, shell: shell)
    case .measure(let view): MeasureScreen(view: view, shell: shell)
    case .advice(let view): AdviceScreen(view: view, shell: shell)
    case .entry(let view): EntryScreen(view: view, shell: shell)
    case .messages(let view): MessagesScreen(view: view, shell: shell)
    case .sync(let view): SyncScreen(view: view, shell: shell)
    case .settings(let view): SettingsScreen(view: view, shell: shell)
    case .form(let view): FormScreen(view: view, shell: shell)
    case .formReview(let view): FormReviewScreen(view: view, shell: shell)
    case .formResult(let view): FormResultScreen(view: view, shell: shell)
    }
  }
}

/// What the patient chose: language, theme, elders' mode. The system's own text size still counts in both modes; elders'
/// mode never goes below a large one.
struct Chosen: ViewModifier {
  let chrome: Chrome

  func body(content: Content) -> some View {
    content
      .environment(\.locale, Locale(identifier: chrome.language))
      .preferredColorScheme(scheme)
      .dynamicTypeSize((chrome.elders ? DynamicTypeSize.xxxLarge : .xSmall)...)
  }

  private var scheme: ColorScheme? {
    switch chrome.theme {
    case "light": .light
    case "dark": .dark
    default: nil
    }
  }
}

/// What stands over the screen while the app is not in front: the app's mark and nothing else.
struct Cover: View {
  @ScaledMetric private var size: CGFloat = 64

  var body: some View {
    ZStack {
      Rectangle().fill(Paint.ground).ignoresSafeArea()
      Icon(name: "heart")
        .foregroundStyle(Paint.brand)
        .frame(minWidth: size, minHeight: size)
        .background(Paint.brandSoft, in: .circle)
    }
    .accessibilityHidden(true)
  }
}
