import Kit
import SharedTypes
import SwiftUI

struct EntryScreen: View {
  let view: EntryView
  let shell: Shell

  var body: some View {
    EmptyView()
  }
}
