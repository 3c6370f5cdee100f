package kangban.ui.parts

import androidx.compose.foundation.background
import androidx.compose.foundation.border
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.IntrinsicSize
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.Spacer
import androidx.compose.foundation.layout.fillMaxHeight
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.height
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.widthIn
import androidx.compose.foundation.layout.wrapContentWidth
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

/** How wide the trunk is beside an arm, and how wide all of it gets. */
private const val TRUNK = 2.6f
private val figure = 400.dp
private const val HEAD = 0.5f

/** The middle of the figure from top to bottom, above the arms, between them and below them. */
private val above = listOf(listOf("head"), listOf("throat"), listOf("neck"), listOf("shoulder"))
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
    ((above + between + below).flatten() + arms.toList()).toSet()

/** A figure, seen from the front or from behind, whose regions are the places: one can be chosen. */
@Composable
internal fun BodyFigure(places: List<ChoiceRow>, onChosen: (String) -> Unit) {
    val byId = places.associateBy { it.id }
    Column(Modifier.fillMaxWidth().wrapContentWidth().widthIn(max = figure).selectableGroup(), spaced) {
        Middle { Lines(above, byId, onChosen) }
        Row(Modifier.height(IntrinsicSize.Max), spaced) {
            val limb = Modifier.weight(1f).fillMaxHeight()
            Limb(byId[arms.first], onChosen, limb)
            Column(Modifier.weight(TRUNK), spaced) { Lines(between, byId, onChosen) }
            Limb(byId[arms.second], onChosen, limb)
        }
        Middle { Lines(below, byId, onChosen) }
    }
}

private val spaced = Arrangement.spacedBy(Space.s4)

@Composable
private fun Limb(place: ChoiceRow?, onChosen: (String) -> Unit, modifier: Modifier) =
    if (place == null) Spacer(modifier) else Region(place, onChosen, modifier)

@Composable
private fun Middle(content: @Composable ColumnScope.() -> Unit) = Row {
    Spacer(Modifier.weight(1f))
    Column(Modifier.weight(TRUNK).padding(horizontal = Space.s4), spaced, content = content)
    Spacer(Modifier.weight(1f))
}

@Composable
private fun ColumnScope.Lines(lines: List<List<String>>, places: Map<String, ChoiceRow>, onChosen: (String) -> Unit) {
    lines.map { it.mapNotNull(places::get) }.filter { it.isNotEmpty() }.forEach { line ->
        Row(Modifier.align(Alignment.CenterHorizontally).height(IntrinsicSize.Max), spaced) {
            line.forEach {
                val wide = if (it.id == "head") Modifier.fillMaxWidth(HEAD) else Modifier.weight(1f)
                Region(it, onChosen, wide.fillMaxHeight())
            }
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
