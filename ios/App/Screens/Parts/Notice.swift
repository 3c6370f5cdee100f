import Kit
import SharedTypes
import SwiftUI

/// A short notice after an action. It leaves by itself, but not in elders' mode and not while a screen reader is on.
struct NoticeBar: View {
  let toast: Toast
  let shell: Shell
  @Environment(\.accessibilityVoiceOverEnabled) private var voiceOver

  private static let stays = Duration.seconds(6)

  var body: some View {
    HStack(alignment: .center, spacing: 12) {
      VStack(alignment: .leading, spacing: 2) {
        Words(toast.text, font: .body.weight(.semibold), paint: .surface)
        Words(toast.detail, font: .subheadline, paint: .surface)
      }
      .frame(maxWidth: .infinity, alignment: .leading)
      .accessibilityElement(children: .combine)
      action
      IconButton(name: shell.chrome.dismiss, icon: "close") { shell.send(.toastDismissed) }
    }
    .padding(12)
    .background(Paint.ink, in: .rect(cornerRadius: 12))
    .padding(.horizontal, 16)
    .padding(.bottom, 8)
    .accessibilitySortPriority(1)
    .sensoryFeedback(.success, trigger: toast)
    .task(id: toast) { await leave() }
    .onChange(of: toast, initial: true) { _, new in AccessibilityNotification.Announcement(new.text).post() }
  }

  @ViewBuilder private var action: some View {
    if !toast.action.isEmpty {
      Button(toast.action) { shell.send(.toastAction) }
        .buttonStyle(Solid(kind: .second, compact: true))
    }
  }

  private func leave() async {
    guard !shell.chrome.elders, !voiceOver, (try? await Task.sleep(for: Self.stays)) != nil else { return }
    shell.send(.toastDismissed)
  }
}
