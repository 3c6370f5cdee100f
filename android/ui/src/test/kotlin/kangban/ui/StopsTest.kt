package kangban.ui

import kangban.ui.form.Stops
import org.junit.Assert.assertEquals
import org.junit.Test

class StopsTest {
    @Test
    fun everyStopIsAnExactDecimal() {
        val stops = Stops("0", "1", "0.1")
        assertEquals(10, stops.steps)
        assertEquals(listOf("0", "0.1", "0.3", "0.7", "1"), listOf(0, 1, 3, 7, 10).map(stops::text))
    }

    @Test
    fun aNumberBetweenTwoStopsGoesToTheNearest() {
        val stops = Stops("-2", "10", "2")
        assertEquals(listOf(0, 1, 1, 6), listOf("-2", "-1", "0.9", "10").map(stops::index))
        assertEquals(listOf("-2", "10"), listOf(-5, 99).map(stops::text))
        assertEquals(6, stops.index("400"))
    }

    @Test
    fun withoutAStepItGoesByOne() {
        assertEquals(listOf("1", "2", "3"), Stops("1", "3", "").let { (0..it.steps).map(it::text) })
        assertEquals(listOf("1", "2", "3"), Stops("1", "3", "0").let { (0..it.steps).map(it::text) })
    }

    @Test
    fun whatIsNoNumberIsNotChosen() {
        assertEquals(listOf(null, null), listOf("", "two").map(Stops("0", "10", "1")::index))
        assertEquals(0, Stops("x", "", "1").steps)
    }
}
