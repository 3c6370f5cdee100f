package kangban.ui.chart

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import kangban.types.ChoiceRow
import kangban.types.Role
import kangban.types.TrendChart
import kangban.ui.parts.Choice
import kangban.ui.parts.ChoiceForm
import kangban.ui.parts.Panel
import kangban.ui.parts.Said
import kangban.ui.parts.Title
import kangban.ui.theme.Space

/**
 * The words around every chart of a screen.
 *
 * @property chart The name of the drawing.
 * @property table The name of the same numbers as a table.
 * @property stepper The names of the buttons to the reading before and after.
 */
data class TrendWords(val chart: String, val table: String, val stepper: List<String>)

/** A chart with its sentence first, or the same as a table. */
@Composable
fun Trend(chart: TrendChart, words: TrendWords) {
    var table by rememberSaveable(chart.title) { mutableStateOf(false) }
    Column(verticalArrangement = Arrangement.spacedBy(Space.s12)) {
        Panel(role = Role.NEUTRAL) {
            Title(chart.title)
            Said(chart.sentence)
        }
        Choice(
            listOf(
                ChoiceRow(CHART, words.chart, "", CHART, !table),
                ChoiceRow(TABLE, words.table, "", TABLE, table),
            ),
            ChoiceForm.Segments,
            onChosen = { table = it == TABLE },
        )
        Panel {
            if (table) DataTable(chart.headings, chart.rows) else Chart(chart, words.stepper)
        }
    }
}

private const val CHART = "chart"
private const val TABLE = "table"
