import Kit
import SharedTypes
import SwiftUI

struct MessagesScreen: View {
  let view: MessagesView
  let shell: Shell

  var body: some View {
    EmptyView()
  }
}
