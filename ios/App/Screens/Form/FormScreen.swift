import Kit
import SharedTypes
import SwiftUI

/// One page of a form.
struct FormScreen: View {
  let view: FormView
  let shell: Shell

  var body: some View {
    ScrollViewReader { scroll in
      Frame(shell, place: "form \(view.page)") {
        FormHead(title: view.formTitle, notice: view.notice, shell: shell)
        Rich(blocks: view.intro, shell: shell)
        if view.pageTitle != shell.chrome.title { Heading(text: view.pageTitle) }
        FormErrors(title: view.errorsTitle, rows: view.errors, tell: tell)
        ForEach(view.controls, id: \.key) { control in
          FormPart(control: control, shell: shell).id(control.path)
        }
        FormLeaving(later: view.later, otherLanguage: view.otherLanguage, tell: tell)
      } below: {
        FormProgress(progress: view.progress, mark: view.mark)
      } dock: {
        FormSteps(previous: view.previous, next: view.next, busy: view.busy, error: view.error, tell: tell) {
          tell(.nextPressed)
        }
      }
      .onChange(of: [view.page, view.focus], initial: true) { _, _ in
        if !view.focus.isEmpty { scroll.scrollTo(view.focus, anchor: .center) }
      }
    }
  }

  private func tell(_ event: FormsEvent) { shell.send(.forms(event)) }
}

extension FormControl {
  /// The same place may hold a question and the button that adds one more.
  var key: String { "\(kind) \(path)" }
}
