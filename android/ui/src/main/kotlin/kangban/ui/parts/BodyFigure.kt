package kangban.ui.parts

import androidx.compose.foundation.background
import androidx.compose.foundation.border
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.IntrinsicSize
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxHeight
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.height
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.width
import androidx.compose.foundation.layout.widthIn
import androidx.compose.foundation.selection.selectable
import androidx.compose.foundation.selection.selectableGroup
import androidx.compose.foundation.shape.CircleShape
import androidx.compose.material3.MaterialTheme
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.Dp
import androidx.compose.ui.unit.dp
import kangban.types.ChoiceRow
import kangban.ui.theme.Space
import kangban.ui.theme.Type
import kangban.ui.theme.palette

private val limb = 72.dp
private val trunk = 184.dp

/** The middle of the figure from top to bottom, above the arms, between them and below them. */
private val above = listOf("head", "throat", "neck", "shoulder")
private val between = listOf(
    listOf("chest"),
    listOf("belly-upper-right", "belly-upper"),
    listOf("navel"),
    listOf("belly-lower"),
    listOf("back-upper"),
    listOf("back-lower")
)
private val arms = "arm-right" to "arm-left"
private val below = listOf(listOf("groin"), listOf("leg-right", "leg-left"))

/** What is higher than a target: the body is no ladder. */
private val heights = mapOf(
    "head" to 64,
    "chest" to 64,
    "leg-right" to 112,
    "leg-left" to 112,
    "back-upper" to 96,
    "back-lower" to 80
)

/** The places that the figure has a region for. Any other needs a list. */
internal val figurePlaces: Set<String> =
    (above + between.flatten() + arms.toList() + below.flatten()).toSet()

/** A figure, seen from the front or from behind, whose regions are the places: one can be chosen. */
@Composable
internal fun BodyFigure(places: List<ChoiceRow>, onChosen: (String) -> Unit) {
    val byId = places.associateBy { it.id }
    Column(
        Modifier.fillMaxWidth().selectableGroup(),
        Arrangement.spacedBy(Space.s4),
        Alignment.CenterHorizontally
    ) {
        above.mapNotNull(byId::get).forEach {
            Region(
                it,
                onChosen,
                Modifier.width(
                    if (it.id ==
                        "head"
                    ) {
                        trunk / 2
                    } else {
                        trunk
                    }
                )
            )
        }
        Row(Modifier.height(IntrinsicSize.Max), Arrangement.spacedBy(Space.s4)) {
            byId[arms.first]?.let { Region(it, onChosen, Modifier.width(limb).fillMaxHeight()) }
            Column(Modifier.width(trunk), Arrangement.spacedBy(Space.s4)) { Lines(between, byId, onChosen) }
            byId[arms.second]?.let { Region(it, onChosen, Modifier.width(limb).fillMaxHeight()) }
        }
        Column(Modifier.width(trunk), Arrangement.spacedBy(Space.s4)) { Lines(below, byId, onChosen) }
    }
}

@Composable
private fun ColumnScope.Lines(lines: List<List<String>>, places: Map<String, ChoiceRow>, onChosen: (String) -> Unit) {
    lines.map { it.mapNotNull(places::get) }.filter { it.isNotEmpty() }.forEach { line ->
        Row(Modifier.align(Alignment.CenterHorizontally).height(IntrinsicSize.Max), Arrangement.spacedBy(Space.s4)) {
            line.forEach { Region(it, onChosen, Modifier.weight(1f).fillMaxHeight()) }
        }
    }
}

@Composable
private fun Region(place: ChoiceRow, onChosen: (String) -> Unit, modifier: Modifier) {
    val shape = if (place.id == "head") CircleShape else MaterialTheme.shapes.small
    val ink = if (place.chosen) palette.onBrand else palette.ink
    val height: Dp = (heights[place.id] ?: 48).dp
    Box(
        modifier.clip(shape)
            .selectable(place.chosen, role = Role.RadioButton) { onChosen(place.id) }
            .background(if (place.chosen) palette.brand else palette.surface)
            .border(1.5.dp, if (place.chosen) palette.brand else palette.lineStrong, shape)
            .heightIn(min = height).widthIn(min = 48.dp).padding(Space.s4),
        Alignment.Center
    ) {
        Column(horizontalAlignment = Alignment.CenterHorizontally) {
            if (place.chosen) Glyph("check", size = GlyphSize.Small, tint = ink)
            val weight = if (place.chosen) FontWeight.SemiBold else FontWeight.Normal
            Said(place.label, style = Type.caption.copy(fontWeight = weight), color = ink, align = TextAlign.Center)
        }
    }
}
