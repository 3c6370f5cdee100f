import Screens
import SwiftUI

@main struct KangbanApp: App {
  var body: some Scene {
    WindowGroup {
      EmptyView()
    }
  }
}
