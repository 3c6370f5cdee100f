import Kit
import SharedTypes
import SwiftUI

struct MeasureScreen: View {
  let view: MeasureView
  let shell: Shell

  var body: some View {
    EmptyView()
  }
}
