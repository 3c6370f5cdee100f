package kangban.ui.screens

import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.size
import androidx.compose.material3.MaterialTheme
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.dp
import kangban.types.LockEvent
import kangban.types.LockView
import kangban.types.Role
import kangban.types.Tap
import kangban.ui.Shell
import kangban.ui.parts.ButtonKind
import kangban.ui.parts.Calls
import kangban.ui.parts.Frame
import kangban.ui.parts.Glyph
import kangban.ui.parts.GlyphSize
import kangban.ui.parts.Panel
import kangban.ui.parts.PinPad
import kangban.ui.parts.Press
import kangban.ui.parts.Said
import kangban.ui.parts.live
import kangban.ui.parts.pinKeys
import kangban.ui.theme.Type
import kangban.ui.theme.palette

/** Locked: the PIN, a finger or a face, or a call without opening. */
@Composable
fun LockScreen(view: LockView, shell: Shell) = Frame(
    shell,
    place = "Lock",
    centred = true,
    keys = pinKeys(shell),
    dock = if (shell.chrome.calls.isEmpty()) null else ({ Calls(shell.chrome.calls, shell, open = false) })
) {
    // Large keys need its room: all of them stay in view above the calls.
    if (!shell.chrome.elders) Brand()
    Said(view.greeting, style = Type.title, align = TextAlign.Center)
    if (view.wait.isNotEmpty()) Panel(Modifier.live(), Role.INFO) { Said(view.wait) }
    Quick(view, shell)
    PinPad(view.pad, shell)
    Press(view.forgot, { shell.send(Tap.Lock(LockEvent.ForgotPressed)) }, kind = ButtonKind.Text, compact = true)
    Box(Modifier.live()) { Said(view.forgotText, align = TextAlign.Center) }
}

/** A finger or a face, and what became of that. */
@Composable
private fun ColumnScope.Quick(view: LockView, shell: Shell) {
    view.quick?.let {
        Press(
            it.label,
            { shell.send(Tap.Lock(LockEvent.QuickPressed)) },
            detail = it.detail,
            icon = it.icon,
            busy = view.busy
        )
    }
    Box(Modifier.align(Alignment.CenterHorizontally).live()) { Said(view.quickText, align = TextAlign.Center) }
}

/** The app's mark: a heart with a tick. */
@Composable
private fun Brand() {
    Box(
        Modifier.size(64.dp).background(palette.brand, MaterialTheme.shapes.medium),
        Alignment.Center
    ) { Glyph("heart", size = GlyphSize.Large, tint = palette.onBrand) }
}
