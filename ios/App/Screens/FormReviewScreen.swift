import Kit
import SharedTypes
import SwiftUI

struct FormReviewScreen: View {
  let view: FormReviewView
  let shell: Shell

  var body: some View {
    EmptyView()
  }
}
