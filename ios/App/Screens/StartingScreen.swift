import Kit
import SharedTypes
import SwiftUI

struct StartingScreen: View {
  let shell: Shell

  var body: some View {
    EmptyView()
  }
}
