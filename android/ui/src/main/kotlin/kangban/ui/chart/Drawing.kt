package kangban.ui.chart

import androidx.compose.ui.geometry.Offset
import androidx.compose.ui.geometry.Rect
import androidx.compose.ui.geometry.Size
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.Path
import androidx.compose.ui.graphics.PathEffect
import androidx.compose.ui.graphics.StrokeCap
import androidx.compose.ui.graphics.StrokeJoin
import androidx.compose.ui.graphics.drawscope.DrawScope
import androidx.compose.ui.graphics.drawscope.Fill
import androidx.compose.ui.graphics.drawscope.Stroke
import androidx.compose.ui.text.TextLayoutResult
import androidx.compose.ui.text.TextMeasurer
import androidx.compose.ui.text.TextStyle
import androidx.compose.ui.text.drawText
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.unit.dp
import kangban.types.Point
import kangban.types.TrendChart

/** The colours that a chart is drawn in. */
data class ChartInk(
    val brand: Color,
    val brandSoft: Color,
    val caution: Color,
    val ink: Color,
    val quiet: Color,
    val line: Color,
    val ground: Color,
)

/** Draws one chart into a canvas: a grid, limits, the line, a mark for each reading, a few values. */
class Drawing(
    private val scope: DrawScope,
    private val chart: TrendChart,
    private val plot: Plot,
    private val ink: ChartInk,
    private val measurer: TextMeasurer,
    private val style: TextStyle,
) {
    /** Draws all of it; the reading at [selected] stands on a soft band. */
    fun draw(selected: Int) {
        chart.points.getOrNull(selected)?.let(::band)
        grid()
        chart.limits.forEach { limitLine(it.valueMilli) }
        line()
        chart.points.forEachIndexed { i, point -> mark(point, i == selected) }
        if (!Plot.crowded(chart)) chart.limits.forEach { limitWords(it.valueMilli, it.label) }
        values()
    }

    private fun band(point: Point) = with(scope) {
        val half = 10.dp.toPx()
        drawRect(ink.brandSoft, Offset(plot.place(point).x - half, plot.area.top), Size(half * 2, plot.area.height))
    }

    private fun grid() = with(scope) {
        val height = measured(Plot.number(chart.lowMilli), false).size.height
        val most = (plot.area.height / (height * 1.6f)).toInt()
        for (milli in plot.grid(most)) {
            val y = plot.y(milli)
            drawLine(ink.line, Offset(plot.area.left, y), Offset(plot.area.right, y), 1.dp.toPx())
            val words = measured(Plot.number(milli), false)
            drawText(
                words,
                ink.quiet,
                Offset(
                    plot.area.left - words.size.width - 6.dp.toPx(),
                    y - words.size.height / 2f
                )
            )
        }
    }

    private fun limitLine(milli: Int) = with(scope) {
        if (milli !in chart.lowMilli..chart.highMilli) return@with
        val y = plot.y(milli)
        val dashes = PathEffect.dashPathEffect(floatArrayOf(6.dp.toPx(), 4.dp.toPx()))
        drawLine(ink.caution, Offset(plot.area.left, y), Offset(plot.area.right, y), 1.5.dp.toPx(), pathEffect = dashes)
    }

    private fun limitWords(milli: Int, label: String) {
        if (milli !in chart.lowMilli..chart.highMilli) return
        val words = measured(label, true)
        val y = plot.y(milli)
        val left = if (freeOnRight(y, words)) plot.area.right - words.size.width else plot.area.left
        write(words, Offset(left, y - words.size.height), ink.caution)
    }

    /** Whether words above [y] at the right end would cover no reading. */
    private fun freeOnRight(y: Float, words: TextLayoutResult): Boolean {
        val from = plot.area.right - words.size.width
        return chart.points.map(plot::place).none {
            it.x >= from && it.y < y + 4 && it.y > y - words.size.height * 1.6f
        }
    }

    private fun line() = with(scope) {
        for (run in plot.runs()) {
            val path = Path()
            run.forEachIndexed { i, at -> if (i == 0) path.moveTo(at.x, at.y) else path.lineTo(at.x, at.y) }
            drawPath(path, ink.brand, style = Stroke(2.5.dp.toPx(), cap = StrokeCap.Round, join = StrokeJoin.Round))
        }
    }

    /** Beyond a limit the shape is another one, not only the colour. */
    private fun mark(point: Point, selected: Boolean) = with(scope) {
        val at = plot.place(point)
        val radius = (if (point.beyond) 7.dp else 4.5.dp).toPx() * if (selected) 1.3f else 1f
        val shape = Path().apply {
            if (point.beyond) {
                moveTo(at.x, at.y - radius)
                lineTo(at.x + radius, at.y)
                lineTo(at.x, at.y + radius)
                lineTo(at.x - radius, at.y)
                close()
            } else {
                addOval(Rect(at, radius))
            }
        }
        drawPath(shape, ink.ground, style = Stroke(3.dp.toPx()))
        drawPath(shape, if (point.beyond) ink.caution else ink.brand, style = Fill)
    }

    /** The first, the last and every value beyond a limit stand beside their mark, where the line does not go. */
    private fun values() {
        val last = chart.points.lastIndex
        chart.points.forEachIndexed { i, point ->
            if (!point.beyond && i != 0 && i != last) return@forEachIndexed
            val beside = chart.points.getOrNull(if (i == 0) 1 else i - 1)
            val below = !point.beyond && beside != null && beside.valueMilli > point.valueMilli
            val words = measured(Plot.number(point.valueMilli), true)
            val at = plot.place(point)
            val away = with(scope) { 9.dp.toPx() }
            val x = (at.x - words.size.width / 2f).coerceIn(plot.area.left, plot.area.right - words.size.width)
            write(words, Offset(x, if (below) at.y + away else at.y - away - words.size.height), ink.ink)
        }
    }

    /** Text with an edge in the colour of the ground, so that a line behind it does not run into it. */
    private fun write(words: TextLayoutResult, at: Offset, color: Color) = with(scope) {
        drawText(words, ink.ground, at, drawStyle = Stroke(4.dp.toPx(), join = StrokeJoin.Round))
        drawText(words, color, at, drawStyle = Fill)
    }

    private fun measured(text: String, strong: Boolean) =
        measurer.measure(text, style.copy(fontWeight = if (strong) FontWeight.SemiBold else FontWeight.Normal))
}
