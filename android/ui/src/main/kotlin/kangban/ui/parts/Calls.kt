package kangban.ui.parts

import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.unit.dp
import kangban.types.CallButton
import kangban.types.Tap
import kangban.types.TodayEvent
import kangban.ui.Shell

/**
 * A way to a person: the phone's own dialler, without a network and without a PIN.
 *
 * @param open The vault is open, and the core hears of it.
 * @param solid The screen's one solid button, unless it is 120.
 * @param short Only whom, as wide as that.
 */
@Composable
fun Call(
    call: CallButton,
    shell: Shell,
    open: Boolean,
    modifier: Modifier = Modifier,
    solid: Boolean = false,
    short: Boolean = false,
    upright: Boolean = false
) {
    Press(
        label = call.label,
        onPress = {
            shell.device.dial(call.number)
            if (open) shell.send(Tap.Today(TodayEvent.CallPressed))
        },
        modifier = modifier,
        kind = when {
            call.emergency -> ButtonKind.DangerLine
            solid -> ButtonKind.Primary
            else -> ButtonKind.Second
        },
        detail = if (short || upright) "" else call.detail,
        icon = "call",
        compact = short,
        name = spoken(call),
        upright = upright
    )
}

/** What is heard holds what is seen, so that it can be pressed by saying it. */
private fun spoken(call: CallButton) =
    if (call.label in call.a11y) call.a11y else listOf(call.label, call.a11y).joinToString(" · ")

/** All the ways to a person, side by side where there is room. */
@Composable
fun Calls(calls: List<CallButton>, shell: Shell, open: Boolean, modifier: Modifier = Modifier, solid: Boolean = false) =
    Grid(calls, least = 140.dp, modifier) { call, cell -> Call(call, shell, open, cell, solid) }
