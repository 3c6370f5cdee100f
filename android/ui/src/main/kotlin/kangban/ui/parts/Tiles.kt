package kangban.ui.parts

import androidx.compose.foundation.BorderStroke
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.BoxWithConstraints
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.IntrinsicSize
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.Spacer
import androidx.compose.foundation.layout.fillMaxHeight
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.height
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.collapse
import androidx.compose.ui.semantics.expand
import androidx.compose.ui.semantics.role
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.Dp
import androidx.compose.ui.unit.dp
import kangban.types.DetailRow
import kangban.ui.theme.Space
import kangban.ui.theme.Type
import kangban.ui.theme.palette

/**
 * Tiles side by side, as many as there is room for, all in a row equally high.
 *
 * @param least How wide a tile is at least, at usual text; it grows with the text.
 * @param most How many stand side by side at most.
 */
@Composable
fun <T> Grid(
    items: List<T>,
    least: Dp,
    modifier: Modifier = Modifier,
    most: Int = Int.MAX_VALUE,
    gap: Dp = Space.s8,
    tile: @Composable (T, Modifier) -> Unit
) {
    if (items.isEmpty()) return
    BoxWithConstraints(modifier.fillMaxWidth()) {
        val room = ((maxWidth + gap) / (least * LocalDensity.current.fontScale + gap)).toInt()
        val columns = room.coerceIn(1, minOf(most, items.size))
        Column(verticalArrangement = Arrangement.spacedBy(gap)) {
            items.chunked(columns).forEach { row ->
                Row(Modifier.height(IntrinsicSize.Max), Arrangement.spacedBy(gap)) {
                    row.forEach { tile(it, Modifier.weight(1f).fillMaxHeight()) }
                    repeat(columns - row.size) { Spacer(Modifier.weight(1f)) }
                }
            }
        }
    }
}

/** A small tile that leads to a detail and says what that is now; where it opens one right here, [open] says whether. */
@Composable
fun DetailTile(row: DetailRow, onPress: () -> Unit, modifier: Modifier = Modifier, open: Boolean? = null) {
    Surface(
        onClick = onPress,
        modifier = modifier.fillMaxWidth().semantics {
            role = Role.Button
            when (open) {
                null -> Unit

                true -> collapse {
                    onPress()
                    true
                }

                false -> expand {
                    onPress()
                    true
                }
            }
        },
        shape = MaterialTheme.shapes.small,
        color = palette.surface,
        contentColor = palette.ink,
        border = BorderStroke(1.dp, palette.lineStrong)
    ) {
        Row(
            Modifier.heightIn(min = 56.dp).padding(horizontal = Space.s12, vertical = Space.s4),
            verticalAlignment = Alignment.CenterVertically,
            horizontalArrangement = Arrangement.spacedBy(Space.s8)
        ) {
            Glyph(row.icon, tint = palette.ink2)
            Column(Modifier.weight(1f)) {
                Said(row.label, style = Type.body)
                Detail(row.value)
            }
        }
    }
}
