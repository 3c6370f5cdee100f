package kangban.ui.screens

import androidx.compose.runtime.Composable
import kangban.types.FormResultView
import kangban.types.FormsEvent
import kangban.ui.Shell
import kangban.ui.chart.TrendWords
import kangban.ui.form.AnswerRows
import kangban.ui.form.FormHead
import kangban.ui.form.Score
import kangban.ui.form.Worded
import kangban.ui.form.forms
import kangban.ui.parts.Advised
import kangban.ui.parts.ButtonKind
import kangban.ui.parts.Calls
import kangban.ui.parts.Detail
import kangban.ui.parts.Facts
import kangban.ui.parts.Frame
import kangban.ui.parts.Press
import kangban.ui.parts.Said
import kangban.ui.parts.Section
import kangban.ui.parts.Trail

/** A finished form: what to do now, the scores, what comes next, where the answers are. */
@Composable
fun FormResultScreen(view: FormResultView, shell: Shell) {
    val words = TrendWords(view.chartLabel, view.tableLabel, view.stepper)
    Frame(
        shell,
        place = "FormResult ${view.id}",
        dock = { Worded(view.close, { shell.forms(FormsEvent.ResultClosed) }, kind = ButtonKind.Primary) },
    ) {
        FormHead(view.formTitle, "", shell)
        Said(view.done)
        view.cards.forEachIndexed { i, card -> Advised(card, shell, first = i == 0, more = "", holdsCalls = true) }
        if (view.calls.isNotEmpty()) Calls(view.calls, shell, open = true)
        for (score in view.scores) Score(score, words)
        if (view.next.isNotEmpty()) {
            Section(view.nextTitle) { Facts(view.next) }
        }
        Trail(view.trailTitle, view.trail)
        if (view.answersShow.isNotEmpty()) {
            Press(view.answersShow, { shell.forms(FormsEvent.AnswersPressed) }, icon = "table")
        }
        if (view.answers.isNotEmpty()) {
            Section(view.answersTitle) { AnswerRows(view.answers, view.earlierRows, view.laterRows, shell) }
        }
        Detail(view.disclaimer)
    }
}
