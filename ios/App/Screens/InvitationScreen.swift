import Kit
import SharedTypes
import SwiftUI

struct InvitationScreen: View {
  let view: InvitationView
  let shell: Shell

  var body: some View {
    EmptyView()
  }
}
