package kangban.ui.parts

import androidx.compose.foundation.BorderStroke
import androidx.compose.foundation.background
import androidx.compose.foundation.border
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.Spacer
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.layout.widthIn
import androidx.compose.foundation.shape.CircleShape
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.input.key.Key
import androidx.compose.ui.input.key.KeyEvent
import androidx.compose.ui.input.key.KeyEventType
import androidx.compose.ui.input.key.isAltPressed
import androidx.compose.ui.input.key.isCtrlPressed
import androidx.compose.ui.input.key.isMetaPressed
import androidx.compose.ui.input.key.key
import androidx.compose.ui.input.key.type
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.role
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.dp
import kangban.types.LockEvent
import kangban.types.PinPad
import kangban.types.Tap
import kangban.ui.Shell
import kangban.ui.theme.Space
import kangban.ui.theme.Type
import kangban.ui.theme.look
import kangban.ui.theme.palette

private val keys = listOf(listOf(1, 2, 3), listOf(4, 5, 6), listOf(7, 8, 9))

/** The keys of a PIN. Digits are never spoken back: only how many there are. */
@Composable
fun PinPad(pad: PinPad, shell: Shell, modifier: Modifier = Modifier) {
    Column(modifier, Arrangement.spacedBy(Space.s16), Alignment.CenterHorizontally) {
        Row(horizontalArrangement = Arrangement.spacedBy(Space.s16)) {
            repeat(pad.length.toInt()) { Dot(it < pad.filled.toInt()) }
        }
        Announced(pad.progress)
        Box(Modifier.heightIn(min = 26.dp).live(urgent = true)) {
            Said(pad.error, color = palette.urgent, align = TextAlign.Center)
        }
        Column(Modifier.widthIn(max = 288.dp), Arrangement.spacedBy(Space.s12)) {
            keys.forEach { row ->
                KeyRow { row.forEach { Digit(it, pad.ready, shell, Modifier.weight(1f)) } }
            }
            KeyRow {
                Spacer(Modifier.weight(1f))
                Digit(0, pad.ready, shell, Modifier.weight(1f))
                Box(Modifier.weight(1f), Alignment.Center) {
                    val tint = if (pad.ready) palette.ink else palette.ink3
                    IconPress(pad.backspace, "backspace", { if (pad.ready) shell.erase() }, tint = tint)
                }
            }
        }
    }
}

private fun Shell.type(digit: Int) = send(Tap.Lock(LockEvent.Digit(digit.toUByte())))

private fun Shell.erase() = send(Tap.Lock(LockEvent.Erased))

@Composable
private fun KeyRow(content: @Composable androidx.compose.foundation.layout.RowScope.() -> Unit) = Row(
    Modifier.fillMaxWidth(),
    Arrangement.spacedBy(Space.s16),
    Alignment.CenterVertically,
    content
)

@Composable
private fun Dot(on: Boolean) {
    val edge = if (on) palette.brand else palette.lineStrong
    Box(
        Modifier.size(16.dp).background(if (on) palette.brand else Color.Transparent, CircleShape)
            .border(2.dp, edge, CircleShape)
    )
}

@Composable
private fun Digit(digit: Int, ready: Boolean, shell: Shell, modifier: Modifier) {
    Surface(
        onClick = { shell.type(digit) },
        modifier = modifier.heightIn(min = if (look.elders) 72.dp else 64.dp).semantics { role = Role.Button },
        enabled = ready,
        shape = MaterialTheme.shapes.medium,
        color = if (ready) palette.surface else palette.ground,
        contentColor = if (ready) palette.ink else palette.ink3,
        border = BorderStroke(1.dp, if (ready) palette.lineStrong else palette.line)
    ) {
        Box(contentAlignment = Alignment.Center) {
            androidx.compose.material3.Text(digit.toString(), style = Type.heading)
        }
    }
}

/** A keyboard types the PIN too, wherever the focus is. */
fun pinKeys(shell: Shell): (KeyEvent) -> Boolean = keys@{ event ->
    if (event.isCtrlPressed || event.isMetaPressed || event.isAltPressed) return@keys false
    val digit = digits[event.key]
    if (digit == null && event.key != Key.Backspace) return@keys false
    if (event.type == KeyEventType.KeyDown) if (digit == null) shell.erase() else shell.type(digit)
    true
}

private val digits = mapOf(
    Key.Zero to 0, Key.One to 1, Key.Two to 2, Key.Three to 3, Key.Four to 4,
    Key.Five to 5, Key.Six to 6, Key.Seven to 7, Key.Eight to 8, Key.Nine to 9,
    Key.NumPad0 to 0, Key.NumPad1 to 1, Key.NumPad2 to 2, Key.NumPad3 to 3, Key.NumPad4 to 4,
    Key.NumPad5 to 5, Key.NumPad6 to 6, Key.NumPad7 to 7, Key.NumPad8 to 8, Key.NumPad9 to 9
)
