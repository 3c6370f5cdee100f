package kangban.ui.screens

import androidx.compose.runtime.Composable
import androidx.compose.ui.text.style.TextAlign
import kangban.types.FailedView
import kangban.types.LockEvent
import kangban.types.Role
import kangban.types.Tap
import kangban.ui.Shell
import kangban.ui.parts.ButtonKind
import kangban.ui.parts.Calls
import kangban.ui.parts.Disc
import kangban.ui.parts.Frame
import kangban.ui.parts.Press
import kangban.ui.parts.Said

/** The device cannot be used as it is: what is wrong and what to do. */
@Composable
fun FailedScreen(view: FailedView, shell: Shell) = Frame(
    shell,
    place = "Failed",
    centred = true,
    dock = {
        if (view.action.isNotEmpty()) {
            Press(view.action, { shell.send(Tap.Lock(LockEvent.RetryPressed)) }, kind = ButtonKind.Primary)
        }
        Calls(shell.chrome.calls, shell, open = false)
    }
) {
    Disc(view.icon, Role.CAUTION)
    Said(view.text, align = TextAlign.Center)
}
