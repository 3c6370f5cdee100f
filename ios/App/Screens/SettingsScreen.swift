import Kit
import SharedTypes
import SwiftUI

struct SettingsScreen: View {
  let view: SettingsView
  let shell: Shell

  var body: some View {
    EmptyView()
  }
}
