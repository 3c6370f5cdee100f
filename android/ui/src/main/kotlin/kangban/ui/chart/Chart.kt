package kangban.ui.chart

import androidx.compose.foundation.Canvas
import androidx.compose.foundation.gestures.detectHorizontalDragGestures
import androidx.compose.foundation.gestures.detectTapGestures
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.height
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableIntStateOf
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.geometry.Rect
import androidx.compose.ui.input.key.Key
import androidx.compose.ui.input.key.KeyEventType
import androidx.compose.ui.input.key.key
import androidx.compose.ui.input.key.onKeyEvent
import androidx.compose.ui.input.key.type
import androidx.compose.ui.input.pointer.pointerInput
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.clearAndSetSemantics
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.TextMeasurer
import androidx.compose.ui.text.TextStyle
import androidx.compose.ui.text.rememberTextMeasurer
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.Density
import androidx.compose.ui.unit.dp
import kangban.types.TrendChart
import kangban.ui.parts.IconPress
import kangban.ui.theme.Space
import kangban.ui.theme.Type
import kangban.ui.theme.palette

/**
 * A chart of one measurement. A stepper, the arrow keys and a finger move the readout above it. The drawing is hidden
 * from a screen reader: the sentence, the readout and the table say the same.
 */
@Composable
fun Chart(chart: TrendChart, stepper: List<String>) {
    val last = chart.points.lastIndex
    var chosen by rememberSaveable(chart.title, last) { mutableIntStateOf(last) }
    val choose = { index: Int -> chosen = index.coerceIn(0, last.coerceAtLeast(0)) }
    Column(verticalArrangement = Arrangement.spacedBy(Space.s8)) {
        Row(horizontalArrangement = Arrangement.spacedBy(Space.s8), verticalAlignment = Alignment.CenterVertically) {
            Text(chart.title, style = Type.strong)
            if (chart.unit.isNotEmpty()) Text(chart.unit, style = Type.caption, color = palette.ink2)
        }
        Stepper(chart, chosen, stepper, choose)
        Picture(chart, chosen, choose)
        Ends(chart)
        if (Plot.crowded(chart)) {
            chart.limits.forEach { Text(it.label, style = Type.caption, color = palette.caution) }
        }
    }
}

@Composable
private fun Stepper(chart: TrendChart, chosen: Int, names: List<String>, choose: (Int) -> Unit) {
    val keys = Modifier.onKeyEvent { event ->
        val by = when (event.key) {
            Key.DirectionLeft -> -1
            Key.DirectionRight -> 1
            else -> 0
        }
        if (by != 0 && event.type == KeyEventType.KeyDown) choose(chosen + by)
        by != 0
    }
    Row(keys.fillMaxWidth(), verticalAlignment = Alignment.CenterVertically) {
        IconPress(names.getOrElse(0) { "" }, "back", { choose(chosen - 1) })
        Column(
            Modifier.weight(1f).semantics(mergeDescendants = true) { liveRegion = LiveRegionMode.Polite },
            horizontalAlignment = Alignment.CenterHorizontally,
        ) {
            val point = chart.points.getOrNull(chosen)
            Text(point?.label.orEmpty(), style = Type.strong, textAlign = TextAlign.Center)
            Text(point?.`when`.orEmpty(), style = Type.caption, color = palette.ink2, textAlign = TextAlign.Center)
        }
        IconPress(names.getOrElse(1) { "" }, "next", { choose(chosen + 1) })
    }
}

@Composable
private fun Picture(chart: TrendChart, chosen: Int, choose: (Int) -> Unit) {
    val style = Type.caption
    val measurer = rememberTextMeasurer()
    val density = LocalDensity.current
    val height = with(density) { (style.fontSize * LINES).toDp() }.coerceAtLeast(180.dp)
    val ink = with(palette) { ChartInk(brand, brandSoft, caution, ink, ink2, line, surface) }
    fun plot(width: Float, height: Float) = Plot(chart, area(chart, width, height, measurer, style, density))
    Canvas(
        Modifier
            .fillMaxWidth()
            .height(height)
            .clearAndSetSemantics {}
            .pointerInput(chart) {
                detectTapGestures { at -> plot(size.width.toFloat(), size.height.toFloat()).nearest(at.x)?.let(choose) }
            }
            .pointerInput(chart) {
                detectHorizontalDragGestures { change, _ ->
                    plot(size.width.toFloat(), size.height.toFloat()).nearest(change.position.x)?.let(choose)
                }
            },
    ) {
        Drawing(this, chart, plot(size.width, size.height), ink, measurer, style).draw(chosen)
    }
}

/** Where readings are drawn: right of the numbers of the grid, with room for words above and below. */
private fun area(
    chart: TrendChart,
    width: Float,
    height: Float,
    measurer: TextMeasurer,
    style: TextStyle,
    density: Density,
): Rect {
    val bare = Plot(chart, Rect(0f, 0f, width, height))
    val numbers = bare.grid(GRID).maxOfOrNull { measurer.measure(Plot.number(it), style).size.width } ?: 0
    val line = measurer.measure(Plot.number(chart.lowMilli), style).size.height
    return with(density) { Rect(numbers + 10.dp.toPx(), line.toFloat(), width - 4.dp.toPx(), height - line * 0.6f) }
}

/** When the first and the last reading were. */
@Composable
private fun Ends(chart: TrendChart) {
    Row(Modifier.fillMaxWidth().clearAndSetSemantics {}, horizontalArrangement = Arrangement.SpaceBetween) {
        Text(chart.points.firstOrNull()?.`when`.orEmpty(), style = Type.caption, color = palette.ink2)
        if (chart.points.size > 1) {
            Text(chart.points.last().`when`, style = Type.caption, color = palette.ink2, textAlign = TextAlign.End)
        }
    }
}

/** How many lines of text a chart is high. */
private const val LINES = 13

/** How many lines the grid has to measure its numbers by. */
private const val GRID = 6
