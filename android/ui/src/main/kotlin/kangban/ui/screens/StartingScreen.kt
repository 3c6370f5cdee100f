package kangban.ui.screens

import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.height
import androidx.compose.material3.MaterialTheme
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.unit.dp
import kangban.ui.Shell
import kangban.ui.parts.Frame
import kangban.ui.theme.palette
import kotlinx.coroutines.delay

/** After this, in milliseconds, somebody would wonder. */
private const val MOMENT = 300L

private const val BLOCKS = 3

/** Nothing is known yet. Blocks appear only after a moment, because mostly there is nothing to wait for. */
@Composable
fun StartingScreen(shell: Shell) = Frame(shell, place = "Starting", centred = true) {
    var waiting by remember { mutableStateOf(false) }
    LaunchedEffect(Unit) {
        delay(MOMENT)
        waiting = true
    }
    val block = Modifier.fillMaxWidth().height(64.dp)
    repeat(BLOCKS) {
        Box(if (waiting) block.background(palette.line, MaterialTheme.shapes.medium) else block)
    }
}
