import Kit
import SharedTypes
import SwiftUI

/// What was answered, before the form is finished.
struct FormReviewScreen: View {
  let view: FormReviewView
  let shell: Shell

  var body: some View {
    Frame(shell, place: "form-review") {
      FormHead(title: view.formTitle, notice: view.notice, shell: shell)
      Words(view.intro)
      FormErrors(title: view.errorsTitle, rows: view.errors, tell: tell)
      AnswerRows(rows: view.rows, earlier: view.earlierRows, later: view.laterRows, tell: tell)
      FormLeaving(later: view.later, otherLanguage: view.otherLanguage, tell: tell)
    } below: {
      FormProgress(progress: view.progress, mark: view.mark)
    } dock: {
      FormSteps(previous: view.previous, next: view.finish, busy: view.busy, error: view.error, tell: tell) {
        tell(.finishPressed)
      }
    }
  }

  private func tell(_ event: FormsEvent) { shell.send(.forms(event)) }
}
