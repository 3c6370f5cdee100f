package kangban.ui.screens

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.runtime.Composable
import androidx.compose.runtime.key
import kangban.types.FormView
import kangban.types.FormsEvent
import kangban.ui.Shell
import kangban.ui.form.Control
import kangban.ui.form.Errors
import kangban.ui.form.FormHead
import kangban.ui.form.Leaving
import kangban.ui.form.Progress
import kangban.ui.form.Rich
import kangban.ui.form.Steps
import kangban.ui.form.forms
import kangban.ui.parts.Frame
import kangban.ui.parts.Title
import kangban.ui.parts.Wrong
import kangban.ui.theme.Space

/** One page of a form. */
@Composable
fun FormScreen(view: FormView, shell: Shell) {
    Frame(
        shell,
        place = "Form ${view.page}",
        notice = { Progress(view.progress, view.mark) },
        dock = {
            Wrong(view.error)
            Steps(view.previous, view.next, view.busy, shell) { shell.forms(FormsEvent.NextPressed) }
        },
    ) {
        FormHead(view.formTitle, view.notice, shell)
        if (view.intro.isNotEmpty()) Rich(view.intro, shell.device)
        if (view.pageTitle != shell.chrome.title) Title(view.pageTitle)
        Errors(view.errorsTitle, view.errors, shell)
        Column(verticalArrangement = Arrangement.spacedBy(Space.s24)) {
            for (control in view.controls) {
                key(control.kind, control.path) { Control(control, control.path == view.focus, shell) }
            }
        }
        Leaving(view.later, view.otherLanguage, shell)
    }
}
