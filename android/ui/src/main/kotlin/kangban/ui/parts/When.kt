package kangban.ui.parts

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.unit.dp
import kangban.types.WhenRow
import kangban.ui.Shell
import kangban.ui.theme.Space

/** A tile of a grid: given a modifier, it draws itself. */
typealias TileOf = @Composable (Modifier) -> Unit

/**
 * When something was: a tile with what it says in words, and behind it the platform's own picker.
 *
 * @param onChanged The new time, local: `2026-11-22T16:05`.
 * @param beside Tiles in the same grid.
 */
@Composable
fun When(time: WhenRow, shell: Shell, onChanged: (String) -> Unit, beside: List<TileOf> = emptyList()) {
    var open by rememberSaveable { mutableStateOf(false) }
    val own: TileOf = { DetailTile(time.row, { open = true }, it) }
    Column(Modifier.fillMaxWidth(), Arrangement.spacedBy(Space.s8)) {
        Grid(listOf(own) + beside, least = 150.dp, most = 2) { tile, cell -> tile(cell) }
        Wrong(time.error)
    }
    if (open) {
        WhenPicker(WhenKind.DateTime, time.row.label, time.input, time.latest, shell, onChanged) { open = false }
    }
}
