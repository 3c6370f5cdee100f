package kangban.ui.screens

import androidx.compose.runtime.Composable
import kangban.types.AdviceView
import kangban.ui.Shell
import kangban.ui.parts.Advised
import kangban.ui.parts.Calls
import kangban.ui.parts.Detail
import kangban.ui.parts.Frame
import kangban.ui.parts.Trail

/** A rule fired: whom to call, then why, then what else. */
@Composable
fun AdviceScreen(view: AdviceView, shell: Shell) {
    val calls = shell.chrome.calls
    Frame(
        shell,
        place = "Advice",
        // Every line is needed at once: a notice must not lie over one.
        inline = true,
        dock = if (shell.chrome.elders || calls.isEmpty()) {
            null
        } else {
            { Calls(calls, shell, open = true, solid = true) }
        }
    ) {
        view.cards.forEachIndexed { i, card ->
            Advised(card, shell, first = i == 0, more = if (i == 0) view.more else "")
        }
        Trail(view.trailTitle, view.trail)
        Detail(view.disclaimer)
    }
}
