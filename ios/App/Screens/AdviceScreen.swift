import Kit
import SharedTypes
import SwiftUI

/// A rule fired: whom to call, then why, then what else.
struct AdviceScreen: View {
  static let place = "advice"
  let view: AdviceView
  let shell: Shell

  var body: some View {
    Frame(shell, place: Self.place) {
      ForEach(Array(view.cards.enumerated()), id: \.offset) { place, card in
        AdviceCardView(card: card, shell: shell, first: place == 0, more: place == 0 ? view.more : "")
      }
      Trail(title: view.trailTitle, steps: view.trail)
      Words.detail(view.disclaimer)
    } dock: {
      if !shell.chrome.elders {
        Calls(calls: shell.chrome.calls, shell: shell, kind: .primary)
      }
    }
  }
}
