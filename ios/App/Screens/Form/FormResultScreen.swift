import Kit
import SharedTypes
import SwiftUI

/// A finished form: what to do now, the scores, what comes next, where the answers are.
struct FormResultScreen: View {
  let view: FormResultView
  let shell: Shell

  private var words: TrendWords {
    TrendWords(chart: view.chartLabel, table: view.tableLabel, stepper: view.stepper)
  }

  var body: some View {
    Frame(shell, place: "form-result \(view.id)") {
      FormHead(title: view.formTitle, notice: "", shell: shell)
      Words(view.done)
      ForEach(Array(view.cards.enumerated()), id: \.offset) { place, card in
        AdviceCardView(card: card, shell: shell, first: place == 0, holdsCalls: true)
      }
      if !view.calls.isEmpty { Calls(calls: view.calls, shell: shell) }
      ForEach(view.scores, id: \.title) { score in
        ScorePart(score: score, words: words)
      }
      if !view.next.isEmpty { Block(view.nextTitle) { Facts(rows: view.next) } }
      Trail(title: view.trailTitle, steps: view.trail)
      ActionButton(label: view.answersShow, icon: "table") { tell(.answersPressed) }
      if !view.answers.isEmpty {
        Block(view.answersTitle) {
          AnswerRows(rows: view.answers, earlier: view.earlierRows, later: view.laterRows, tell: tell)
        }
      }
      Words.detail(view.disclaimer)
    } dock: {
      ActionButton(label: view.close.label, detail: view.close.detail, icon: view.close.icon, kind: .primary)
      {
        tell(.resultClosed)
      }
    }
  }

  private func tell(_ event: FormsEvent) { shell.send(.forms(event)) }
}
