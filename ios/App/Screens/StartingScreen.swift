import Kit
import SwiftUI

/// Nothing is known yet. Blocks appear only after a moment, because mostly there is nothing to wait for.
struct StartingScreen: View {
  let shell: Shell
  @State private var waited = false
  @ScaledMetric private var height: CGFloat = 56

  private static let moment = Duration.milliseconds(300)

  var body: some View {
    Frame(shell, place: "starting") {
      VStack(spacing: 12) {
        ForEach(0..<3, id: \.self) { _ in
          RoundedRectangle(cornerRadius: 16).fill(Paint.line).frame(height: height)
        }
      }
      .opacity(waited ? 1 : 0)
      .accessibilityHidden(true)
    }
    .task(id: shell.chrome.language) {
      try? await Task.sleep(for: Self.moment)
      waited = true
    }
  }
}
