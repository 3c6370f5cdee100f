package kangban.ui.chart

import androidx.compose.ui.geometry.Offset
import androidx.compose.ui.geometry.Rect
import kangban.types.Point
import kangban.types.TrendChart
import kotlin.math.abs
import kotlin.math.ceil
import kotlin.math.log10
import kotlin.math.pow

/** Where the readings of [chart] stand inside [area], in pixels. */
class Plot(private val chart: TrendChart, val area: Rect) {
    private val from = (chart.points.firstOrNull()?.at?.toLong() ?: 0L) - MARGIN
    private val to = (chart.points.lastOrNull()?.at?.toLong() ?: 0L) + MARGIN

    /** The place of a reading. */
    fun place(point: Point) = Offset(x(point.at.toLong()), y(point.valueMilli))

    /** The height of a value, in thousandths. */
    fun y(milli: Int): Float {
        val share = (milli - chart.lowMilli).toFloat() / (chart.highMilli - chart.lowMilli).coerceAtLeast(1)
        return area.bottom - share * area.height
    }

    private fun x(at: Long) = area.left + (at - from).toFloat() / (to - from) * area.width

    /** The readings in runs without a gap. A gap stays a gap: no line is drawn over it. */
    fun runs(): List<List<Offset>> {
        val runs = mutableListOf<MutableList<Offset>>()
        var before: Point? = null
        for (point in chart.points) {
            val last = before
            if (last == null || point.at.toLong() - last.at.toLong() > GAP) runs += mutableListOf<Offset>()
            runs.last() += place(point)
            before = point
        }
        return runs
    }

    /** The reading that is nearest to a touch, by time. */
    fun nearest(touch: Float): Int? = chart.points.indices.minByOrNull { abs(place(chart.points[it]).x - touch) }

    /** The values of the grid, in thousandths: round numbers, at most about [most] of them. */
    fun grid(most: Int): List<Int> {
        val span = (chart.highMilli - chart.lowMilli).coerceAtLeast(1)
        val rough = span.toDouble() / most.coerceAtLeast(1)
        val decade = 10.0.pow(ceil(log10(rough)) - 1)
        val step = listOf(1, 2, 5, 10).map { (it * decade).toInt() }.first { it >= rough }.coerceAtLeast(1)
        val first = Math.floorDiv(chart.lowMilli + step - 1, step) * step
        return (first..chart.highMilli step step).toList()
    }

    companion object {
        /** Readings further apart than this, in seconds, are not joined: a day and a half. */
        private const val GAP = 36 * 3600L

        /** Room before the first and after the last reading, in seconds: half a day. */
        private const val MARGIN = 12 * 3600L

        /** Limits closer than this share of the height have words that would lie over each other. */
        private const val CLOSE = 0.16f

        /** Whether the words of the limits have to stand below the drawing. */
        fun crowded(chart: TrendChart): Boolean {
            val room = (chart.highMilli - chart.lowMilli) * CLOSE
            return chart.limits.map { it.valueMilli }.sorted().zipWithNext().any { (one, next) -> next - one < room }
        }

        /** Thousandths as a number on an axis. */
        fun number(milli: Int): String = milli.toBigDecimal().movePointLeft(3).stripTrailingZeros().toPlainString()
    }
}
