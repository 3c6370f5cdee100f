import Kit
import SwiftUI

/// What there is to read on the screen in front, in its order.
extension EnvironmentValues {
  var aloud: String {
    get { self[Aloud.self] }
    set { self[Aloud.self] = newValue }
  }
}
struct Aloud: EnvironmentKey {
  static let defaultValue = ""
}

/// The button that reads the screen aloud.
struct ReadAloud: View {
  let shell: Shell
  @Environment(\.aloud) private var aloud

  var body: some View {
    IconButton(name: shell.chrome.readAloud, icon: "speak") {
      shell.device.speak(shell.chrome.language, aloud)
    }
  }
}
