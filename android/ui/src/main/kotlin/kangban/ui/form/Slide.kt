package kangban.ui.form

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.material3.Slider
import androidx.compose.material3.SliderDefaults
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.semantics.stateDescription
import androidx.compose.ui.text.style.TextAlign
import kangban.types.FormControl
import kangban.types.FormText
import kangban.types.FormsEvent
import kangban.ui.Shell
import kangban.ui.theme.Space
import kangban.ui.theme.Type
import kangban.ui.theme.palette
import java.math.BigDecimal
import java.math.RoundingMode

/** The numbers that a slider stops at, as the exact decimals of the form. */
class Stops(low: String, high: String, step: String) {
    private val low = low.toBigDecimalOrNull() ?: BigDecimal.ZERO
    private val high = (high.toBigDecimalOrNull() ?: this.low).max(this.low)
    private val step = step.toBigDecimalOrNull()?.takeIf { it.signum() > 0 } ?: BigDecimal.ONE

    /** How many steps there are from the lowest to the highest. */
    val steps: Int = (this.high - this.low).divide(this.step, 0, RoundingMode.FLOOR).toInt()

    /** The number at a step, as text. */
    fun text(index: Int): String =
        (low + step * BigDecimal(index.coerceIn(0, steps))).stripTrailingZeros().toPlainString()

    /** The number at a step, for a slider. */
    fun number(index: Int): Float = text(index).toFloat()

    /** The step that is nearest to a number; null when it is none. */
    fun index(text: String): Int? = text.toBigDecimalOrNull()
        ?.let { (it - low).divide(step, 0, RoundingMode.HALF_UP).toInt().coerceIn(0, steps) }
}

/**
 * A number between two ends. Until one is chosen the thumb stands at the lower end, drawn as not chosen; letting go of
 * it there chooses it.
 */
@Composable
internal fun Slide(control: FormControl, shell: Shell) {
    val stops = remember(control.low, control.high, control.step) { Stops(control.low, control.high, control.step) }
    var moving by remember { mutableStateOf<Int?>(null) }
    val at = moving ?: stops.index(control.value)
    val words = at?.let { listOf(stops.text(it), control.unit).filter(String::isNotEmpty).joinToString(" ") }
    val said = words ?: control.placeholder
    Column(verticalArrangement = Arrangement.spacedBy(Space.s4)) {
        Text(
            said,
            Modifier.fillMaxWidth(),
            style = if (words == null) Type.body else Type.title,
            color = if (words == null) palette.ink2 else palette.ink,
            textAlign = TextAlign.Center,
        )
        val ink = if (at == null) palette.lineStrong else palette.brand
        Slider(
            value = stops.number(at ?: 0),
            onValueChange = { moving = stops.index(it.toString()) },
            onValueChangeFinished = {
                val chosen = stops.text(moving ?: at ?: 0)
                moving = null
                shell.forms(FormsEvent.Typed(FormText(control.path, chosen)))
            },
            modifier = Modifier.semantics {
                contentDescription = control.plain
                stateDescription = said
            },
            enabled = !control.readOnly,
            valueRange = stops.number(0)..stops.number(stops.steps),
            steps = (stops.steps - 1).coerceAtLeast(0),
            colors = SliderDefaults.colors(
                thumbColor = ink,
                activeTrackColor = ink,
                inactiveTrackColor = palette.line,
                activeTickColor = palette.surface,
                inactiveTickColor = palette.lineStrong,
            ),
        )
        Row(Modifier.fillMaxWidth(), Arrangement.spacedBy(Space.s8)) {
            End(stops.text(0), control.lowLabel, TextAlign.Start, Modifier.weight(1f))
            End(stops.text(stops.steps), control.highLabel, TextAlign.End, Modifier.weight(1f))
        }
    }
}

@Composable
private fun End(number: String, label: String, align: TextAlign, modifier: Modifier) {
    val words = listOf(number, label).filter(String::isNotEmpty).joinToString(" · ")
    Text(words, modifier, style = Type.caption, color = palette.ink2, textAlign = align)
}
