package kangban.ui.chart

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.material3.HorizontalDivider
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.CollectionInfo
import androidx.compose.ui.semantics.CollectionItemInfo
import androidx.compose.ui.semantics.collectionInfo
import androidx.compose.ui.semantics.collectionItemInfo
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.semantics
import kangban.types.TableRow
import kangban.ui.theme.Space
import kangban.ui.theme.Type
import kangban.ui.theme.palette

/** The same numbers as a chart, newest first. A screen reader knows how large it is, and reads a row in one breath. */
@Composable
fun DataTable(headings: List<String>, rows: List<TableRow>) {
    val size = CollectionInfo(rowCount = rows.size, columnCount = 1)
    Column(Modifier.semantics { collectionInfo = size }) {
        Cells(headings, Modifier.semantics(mergeDescendants = true) { heading() }, strong = true)
        rows.forEachIndexed { i, row ->
            HorizontalDivider(color = palette.line)
            val place = CollectionItemInfo(rowIndex = i, rowSpan = 1, columnIndex = 0, columnSpan = 1)
            Cells(row.cells, Modifier.semantics(mergeDescendants = true) { collectionItemInfo = place }, strong = false)
        }
    }
}

@Composable
private fun Cells(cells: List<String>, modifier: Modifier, strong: Boolean) {
    Row(modifier.fillMaxWidth().padding(vertical = Space.s8), Arrangement.spacedBy(Space.s8)) {
        for (cell in cells) Text(cell, Modifier.weight(1f), style = if (strong) Type.strong else Type.body)
    }
}
