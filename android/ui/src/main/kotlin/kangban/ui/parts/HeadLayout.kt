package kangban.ui.parts

import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.layout.IntrinsicMeasurable
import androidx.compose.ui.layout.Layout
import androidx.compose.ui.layout.Measurable
import androidx.compose.ui.unit.Constraints
import androidx.compose.ui.unit.Dp
import kangban.ui.theme.Space

/**
 * A heading and what stands around it, in one line where the heading has room enough; else the heading has a line of
 * its own, below [before] and [after] where there are any, and [beside] comes below it.
 *
 * @param inset How far from the edge the lines below the first one begin.
 * @param most How many times as high as in a line of its own the heading may get beside the others.
 */
@Composable
internal fun HeadLayout(
    modifier: Modifier,
    inset: Dp,
    most: Float,
    titles: @Composable () -> Unit,
    before: @Composable () -> Unit,
    beside: @Composable () -> Unit,
    after: @Composable () -> Unit
) = Layout(listOf(before, titles, beside, after), modifier) { (front, head, side, back), constraints ->
    val gap = Space.s12.roundToPx()
    val width = constraints.maxWidth
    val title = head.single()

    fun taken(parts: List<Measurable>) = parts.sumOf { it.maxIntrinsicWidth(Constraints.Infinity) + gap }

    val beyond = width - taken(front) - taken(side) - taken(back)
    val close = title.fits(beyond, width, most)
    val line = if (close) front + title + side + back else front + back
    val own = width - taken(front) - taken(back)
    // Below what stands beside it, the heading may still have room beside the rest.
    val shared = !close && side.isNotEmpty() && title.fits(own, width, most)
    val order = when {
        close -> listOf(line)
        shared -> listOf(front + title + back, side)
        else -> listOf(line, listOf(title), side)
    }.filter { it.isNotEmpty() }
    val margin = inset.roundToPx()
    val rows = order.mapIndexed { i, row ->
        val room = width - if (i == 0) 0 else margin
        val others = row.filter { it != title }.associateWith { it.measure(Constraints(maxWidth = room)) }
        val left = room - others.values.sumOf { it.width + gap }
        row.map { others[it] ?: it.measure(Constraints.fixedWidth(left.coerceAtLeast(0))) }
    }
    val heights = rows.map { row -> row.maxOf { it.height } }
    val between = Space.s8.roundToPx()
    val height = (heights.sum() + between * (rows.size - 1)).coerceAtLeast(constraints.minHeight)
    layout(width, height) {
        var y = if (rows.size == 1) (height - heights.first()) / 2 else 0
        rows.forEachIndexed { i, row ->
            // With nothing in between, the last stands at the far end.
            val spread = row.size > 1 && title !in order[i]
            var x = if (i == 0) 0 else margin
            row.forEachIndexed { j, part ->
                if (spread && j == row.lastIndex) x = width - part.width
                part.placeRelative(x, y + (heights[i] - part.height) / 2)
                x += part.width + gap
            }
            y += heights[i] + between
        }
    }
}

private fun IntrinsicMeasurable.fits(room: Int, whole: Int, most: Float) =
    room >= minIntrinsicWidth(Constraints.Infinity) && maxIntrinsicHeight(room) <= maxIntrinsicHeight(whole) * most
