package kangban.ui.parts

import androidx.compose.foundation.BorderStroke
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.layout.Layout
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.collapse
import androidx.compose.ui.semantics.expand
import androidx.compose.ui.semantics.role
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.Constraints
import androidx.compose.ui.unit.Dp
import androidx.compose.ui.unit.dp
import kangban.types.DetailRow
import kangban.ui.theme.Space
import kangban.ui.theme.Type
import kangban.ui.theme.palette
import kotlin.math.roundToInt

/**
 * Tiles side by side, as many as there is room for, all in a row equally high.
 *
 * @param least How wide a tile is at least, at usual text; it grows with the text.
 * @param most How many stand side by side at most.
 * @param stretch The last ones fill their row.
 */
@Composable
fun <T> Grid(
    items: List<T>,
    least: Dp,
    modifier: Modifier = Modifier,
    most: Int = Int.MAX_VALUE,
    gap: Dp = Space.s8,
    stretch: Boolean = false,
    tile: @Composable (T, Modifier) -> Unit
) {
    if (items.isEmpty()) return
    Layout({ items.forEach { tile(it, Modifier) } }, modifier.fillMaxWidth()) { tiles, constraints ->
        val width = constraints.maxWidth
        val between = gap.roundToPx()
        // No word is broken so that one more tile fits.
        val word = tiles.maxOf { it.minIntrinsicWidth(Constraints.Infinity) }
        val room = (width + between) / (maxOf((least.toPx() * fontScale).roundToInt(), word) + between)
        val fit = room.coerceIn(1, minOf(most, tiles.size))
        // As many rows as that takes, and in those as few side by side as there can be: 2 and 2, not 3 and 1.
        val lines = (tiles.size + fit - 1) / fit
        val columns = (tiles.size + lines - 1) / lines
        val rows = tiles.chunked(columns).map { row ->
            val cell = (width - between * (columns - 1)) / columns
            val own = if (stretch) (width - between * (row.size - 1)) / row.size else cell
            val height = row.maxOf { it.maxIntrinsicHeight(own) }
            row.map { it.measure(Constraints.fixed(own, height)) }
        }
        val height = rows.sumOf { it.first().height } + between * (rows.size - 1)
        layout(width, height) {
            var y = 0
            for (row in rows) {
                row.forEachIndexed { i, it -> it.placeRelative(i * (it.width + between), y) }
                y += row.first().height + between
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
