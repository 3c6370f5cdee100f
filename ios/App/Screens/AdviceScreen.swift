import Kit
import SharedTypes
import SwiftUI

struct AdviceScreen: View {
  let view: AdviceView
  let shell: Shell

  var body: some View {
    EmptyView()
  }
}
