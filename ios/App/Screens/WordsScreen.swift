import Kit
import SwiftUI

/// What is shown while the core cannot speak: it is being opened, it has stopped, or its view is of a version that this
/// shell does not know. The sentences are the core's, asked for beforehand.
public struct WordsScreen: View {
  let title: String
  let text: String
  let again: String
  let call: String
  let onAgain: @MainActor () -> Void
  let onCall: @MainActor () -> Void

  /// While the core is being opened.
  public static func opening(_ words: NativeWords) -> WordsScreen {
    WordsScreen(title: words.opening, text: "", again: "", call: "", onAgain: {}, onCall: {})
  }
  /// The core has stopped: `onAgain` opens it again, `onCall` gets the number to call.
  public static func stopped(
    _ words: NativeWords, onAgain: @escaping @MainActor () -> Void,
    onCall: @escaping @MainActor (String) -> Void
  ) -> WordsScreen {
    WordsScreen(
      title: words.stopped, text: words.stoppedText, again: words.again, call: words.call, onAgain: onAgain,
      onCall: { onCall(words.emergency) })
  }
  /// The view cannot be read by this shell: `onCall` gets the number to call.
  public static func newer(
    _ words: NativeWords, onCall: @escaping @MainActor (String) -> Void
  ) -> WordsScreen {
    WordsScreen(
      title: words.newer, text: words.newerText, again: "", call: words.call, onAgain: {},
      onCall: { onCall(words.emergency) })
  }

  public var body: some View {
    ScrollView {
      VStack(alignment: .leading, spacing: 16) {
        Words(title, font: .title2.weight(.semibold)).accessibilityAddTraits(.isHeader)
        Words(text)
        ActionButton(label: again, icon: "refresh", kind: .primary, pressed: onAgain)
        ActionButton(label: call, icon: "call", kind: .dangerLine, pressed: onCall)
      }
      .padding(24)
      .frame(maxWidth: 640, alignment: .leading)
      .frame(maxWidth: .infinity)
    }
    .background(Paint.ground, ignoresSafeAreaEdges: .all)
  }
}
