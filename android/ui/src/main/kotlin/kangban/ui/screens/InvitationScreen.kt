package kangban.ui.screens

import androidx.compose.runtime.Composable
import kangban.types.InvitationView
import kangban.types.LockEvent
import kangban.types.Tap
import kangban.ui.Shell
import kangban.ui.parts.ButtonKind
import kangban.ui.parts.Calls
import kangban.ui.parts.Frame
import kangban.ui.parts.Press
import kangban.ui.parts.Said
import kangban.ui.parts.TextEntry

/** The code on the invitation. */
@Composable
fun InvitationScreen(view: InvitationView, shell: Shell) {
    val submit = { shell.send(Tap.Lock(LockEvent.CodeSubmitted)) }
    Frame(
        shell,
        place = "Invitation",
        beside = {
            Press(view.otherLanguage, { shell.send(Tap.Lock(LockEvent.LanguageSwitched)) }, compact = true)
        },
        dock = if (shell.chrome.calls.isEmpty()) null else ({ Calls(shell.chrome.calls, shell, open = false) })
    ) {
        Said(view.intro)
        TextEntry(
            view.code,
            shell,
            { shell.send(Tap.Lock(LockEvent.CodeTyped(it))) },
            onSubmit = { if (!view.busy) submit() },
            code = true
        )
        Press(view.submit, submit, kind = ButtonKind.Primary, busy = view.busy)
    }
}
