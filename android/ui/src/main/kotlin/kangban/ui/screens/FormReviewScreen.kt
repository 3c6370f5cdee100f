package kangban.ui.screens

import androidx.compose.runtime.Composable
import kangban.types.FormReviewView
import kangban.types.FormsEvent
import kangban.ui.Shell
import kangban.ui.form.AnswerRows
import kangban.ui.form.Errors
import kangban.ui.form.FormHead
import kangban.ui.form.Leaving
import kangban.ui.form.Progress
import kangban.ui.form.Steps
import kangban.ui.form.forms
import kangban.ui.parts.Frame
import kangban.ui.parts.Said
import kangban.ui.parts.Wrong

/** What was answered, before the form is finished. */
@Composable
fun FormReviewScreen(view: FormReviewView, shell: Shell) {
    Frame(
        shell,
        place = "FormReview",
        notice = { Progress(view.progress, view.mark) },
        dock = {
            Wrong(view.error)
            Steps(view.previous, view.finish, view.busy, shell) { shell.forms(FormsEvent.FinishPressed) }
        },
    ) {
        FormHead(view.formTitle, view.notice, shell)
        Said(view.intro)
        Errors(view.errorsTitle, view.errors, shell)
        AnswerRows(view.rows, view.earlierRows, view.laterRows, shell)
        Leaving(view.later, view.otherLanguage, shell)
    }
}
