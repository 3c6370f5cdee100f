import Kit
import Screens
import SwiftUI

@main struct KangbanApp: App {
  @State private var session = KangbanApp.opened()
  @Environment(\.scenePhase) private var phase

  var body: some Scene {
    WindowGroup {
      Front(session: session)
        .onChange(of: phase, initial: true) { _, now in
          switch now {
          case .active: session.cameToFront()
          case .background: session.wentToBack()
          default: break
          }
        }
    }
  }

  private static func opened() -> AppSession {
    do {
      return try AppSession.live()
    } catch {
      // Without a folder of its own an app can keep nothing.
      fatalError("no folder for the app: \(error)")
    }
  }
}

/// What is in front: the core's screen, or the few words for when it has none.
struct Front: View {
  let session: AppSession

  var body: some View {
    switch session.store.state {
    case .opening: WordsScreen.opening(session.store.words)
    case .showing(let view): RootView(view: view, device: session.device, send: session.store.send)
    case .newer: WordsScreen.newer(session.store.words, onCall: { session.device.dial($0) })
    case .stopped:
      WordsScreen.stopped(
        session.store.words, onAgain: { Task { await session.startAgain() } },
        onCall: { session.device.dial($0) })
    }
  }
}
