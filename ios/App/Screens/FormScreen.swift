import Kit
import SharedTypes
import SwiftUI

struct FormScreen: View {
  let view: FormView
  let shell: Shell

  var body: some View {
    EmptyView()
  }
}
