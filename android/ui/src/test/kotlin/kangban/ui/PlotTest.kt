package kangban.ui

import androidx.compose.ui.geometry.Offset
import androidx.compose.ui.geometry.Rect
import kangban.types.LimitLine
import kangban.types.Point
import kangban.types.TrendChart
import kangban.ui.chart.Plot
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test

class PlotTest {
    @Test
    fun aLineIsNotDrawnOverDaysWithoutAReading() {
        val plot = Plot(chart(0 to 36_500, 24 to 37_000, 72 to 38_000), AREA)
        assertEquals(listOf(2, 1), plot.runs().map { it.size })
    }

    @Test
    fun aReadingStandsWhereItsTimeAndValueSay() {
        val plot = Plot(chart(0 to 36_000, 24 to 40_000), AREA)
        assertEquals(listOf(listOf(Offset(25f, 100f), Offset(75f, 0f))), plot.runs())
    }

    @Test
    fun aTouchFindsTheNearestReading() {
        val plot = Plot(chart(0 to 36_000, 24 to 40_000), AREA)
        assertEquals(listOf(0, 0, 1, 1), listOf(0f, 49f, 51f, 100f).map(plot::nearest))
        assertEquals(null, Plot(chart(), AREA).nearest(10f))
    }

    @Test
    fun theGridStandsAtRoundNumbers() {
        assertEquals(listOf("36", "37", "38", "39", "40"), grid(36_000, 40_000, 4))
        assertEquals(listOf("0", "5", "10", "15", "20", "25"), grid(0, 27_000, 6))
        assertEquals(listOf("36.5", "37"), grid(36_300, 37_100, 3))
        assertEquals(listOf("5"), grid(5_000, 5_000, 3))
    }

    @Test
    fun limitsThatLieCloseHaveTheirWordsBelow() {
        assertTrue(Plot.crowded(chart().copy(limits = limits(38_000, 38_500))))
        assertFalse(Plot.crowded(chart().copy(limits = limits(36_000, 38_500))))
        assertFalse(Plot.crowded(chart().copy(limits = limits(38_500))))
    }

    private fun grid(low: Int, high: Int, most: Int) =
        Plot(chart().copy(lowMilli = low, highMilli = high), AREA).grid(most).map(Plot::number)

    private fun limits(vararg values: Int) = values.map { LimitLine(it, "limit") }

    private fun chart(vararg points: Pair<Int, Int>) = TrendChart(
        title = "Temperature",
        unit = "°C",
        sentence = "",
        points = points.map { (hour, milli) -> Point((hour * 3600).toUInt(), milli, false, "", "") },
        limits = emptyList(),
        lowMilli = 36_000,
        highMilli = 40_000,
        rows = emptyList(),
        headings = emptyList(),
    )

    private companion object {
        val AREA = Rect(0f, 0f, 100f, 100f)
    }
}
