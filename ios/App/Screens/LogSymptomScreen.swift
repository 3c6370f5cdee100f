import Kit
import SharedTypes
import SwiftUI

struct LogSymptomScreen: View {
  let view: LogSymptomView
  let shell: Shell

  var body: some View {
    EmptyView()
  }
}
