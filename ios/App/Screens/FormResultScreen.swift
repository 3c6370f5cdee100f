import Kit
import SharedTypes
import SwiftUI

struct FormResultScreen: View {
  let view: FormResultView
  let shell: Shell

  var body: some View {
    EmptyView()
  }
}
