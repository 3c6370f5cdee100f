import Kit
import SharedTypes
import SwiftUI

struct BodySiteScreen: View {
  let view: BodySiteView
  let shell: Shell

  var body: some View {
    EmptyView()
  }
}
