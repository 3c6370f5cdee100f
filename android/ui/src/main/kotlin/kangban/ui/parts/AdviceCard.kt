package kangban.ui.parts

import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.sizeIn
import androidx.compose.foundation.shape.CircleShape
import androidx.compose.foundation.text.BasicText
import androidx.compose.foundation.text.TextAutoSize
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.semantics.clearAndSetSemantics
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import kangban.types.AdviceCard
import kangban.types.DiaryEvent
import kangban.types.Role
import kangban.types.Tap
import kangban.ui.Shell
import kangban.ui.theme.Space
import kangban.ui.theme.Type
import kangban.ui.theme.palette

/**
 * What to do and whom to call.
 *
 * @param first The first card of the screen: it holds the calls in elders' mode, and where [holdsCalls] says that
 *   nothing else on the screen does.
 * @param more The label of the button that shows what else to do; empty when that is shown.
 */
@Composable
fun Advised(card: AdviceCard, shell: Shell, first: Boolean, more: String, holdsCalls: Boolean = false) {
    val here = if ((shell.chrome.elders || holdsCalls) && first) shell.chrome.calls else emptyList()
    val (emergency, others) = here.partition { it.emergency && card.emergency.isNotEmpty() }
    Column(Modifier.fillMaxWidth(), Arrangement.spacedBy(Space.s16)) {
        Panel(Modifier.live(urgent = true), card.role) {
            Reading(card)
            Title(card.title)
            Said(card.why)
        }
        others.forEach { Call(it, shell, open = true, solid = true) }
        if (more.isEmpty()) {
            Steps(card)
        } else {
            Press(more, { shell.send(Tap.Diary(DiaryEvent.AdviceMorePressed)) }, icon = "down")
        }
        if (card.emergency.isNotEmpty()) {
            Panel(role = Role.URGENT) {
                Title(card.emergencyTitle, style = Type.strong, color = palette.urgent)
                Said(card.emergency)
                emergency.forEach { Call(it, shell, open = true) }
            }
        }
        Detail(card.source)
    }
}

@Composable
private fun Reading(card: AdviceCard) {
    Row(verticalAlignment = Alignment.CenterVertically, horizontalArrangement = Arrangement.spacedBy(Space.s12)) {
        Disc(card.icon, card.role, onFill = true)
        Column(Modifier.weight(1f)) {
            Said(card.tag, style = Type.strong, color = card.role.ink())
            Value(card.value)
            Detail(card.`when`)
        }
    }
}

/** A value and its unit stay on one line: how long they are decides how large they can be. Large text gives that up. */
@Composable
private fun Value(value: String) = when {
    value.isEmpty() -> Unit

    LocalDensity.current.fontScale > LARGE -> Said(value, style = Type.title)

    else -> BasicText(
        value,
        Modifier.readAs(value),
        style = Type.figure.copy(color = palette.ink),
        maxLines = 1,
        autoSize = TextAutoSize.StepBased(minFontSize = Type.caption.fontSize, maxFontSize = Type.figure.fontSize)
    )
}

@Composable
private fun Steps(card: AdviceCard) {
    if (card.steps.isEmpty()) return
    Section(card.stepsTitle) {
        card.steps.forEachIndexed { i, step ->
            Row(
                Modifier.semantics(mergeDescendants = true) {}.padding(vertical = Space.s4),
                verticalAlignment = Alignment.CenterVertically,
                horizontalArrangement = Arrangement.spacedBy(Space.s12)
            ) {
                Box(
                    Modifier.clearAndSetSemantics {}.sizeIn(minWidth = 32.dp, minHeight = 32.dp)
                        .background(palette.brandSoft, CircleShape),
                    Alignment.Center
                ) { Text((i + 1).toString(), style = Type.strong, color = palette.brandStrong) }
                Said(step, Modifier.weight(1f))
            }
        }
    }
}
