package kangban.ui.parts

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.drawBehind
import androidx.compose.ui.geometry.Offset
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import kangban.types.TrailStep
import kangban.ui.theme.Space
import kangban.ui.theme.look
import kangban.ui.theme.palette

/** Where the record of an entry has got to. */
@Composable
fun Trail(title: String, steps: List<TrailStep>, modifier: Modifier = Modifier) {
    if (steps.isEmpty()) return
    Section(title, modifier) {
        Column { steps.forEachIndexed { i, step -> Step(step, last = i == steps.lastIndex) } }
    }
}

@Composable
private fun Step(step: TrailStep, last: Boolean) {
    val line = palette.lineStrong
    val icon = look.icon
    Row(
        Modifier.fillMaxWidth().semantics(mergeDescendants = true) {}
            .drawBehind {
                if (last) return@drawBehind
                val x = icon.toPx() / 2
                drawLine(line, Offset(x, (icon + 2.dp).toPx()), Offset(x, size.height), 2.dp.toPx())
            }
            .padding(bottom = if (last) 0.dp else Space.s12),
        horizontalArrangement = Arrangement.spacedBy(Space.s12)
    ) {
        Glyph(step.icon, tint = if (step.done) palette.good else palette.ink3)
        Column(Modifier.weight(1f)) {
            Said(step.text)
            Detail(step.detail)
        }
    }
}
