package kangban.ui.parts

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.padding
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.unit.dp
import kangban.ui.theme.Space
import kangban.ui.theme.palette

/** What is wrong, where it is wrong; said at once. */
@Composable
fun Wrong(text: String, modifier: Modifier = Modifier) {
    if (text.isEmpty()) return
    Row(modifier.live(urgent = true), Arrangement.spacedBy(Space.s4)) {
        Glyph("warning", Modifier.padding(top = 2.dp), GlyphSize.Small, palette.urgent)
        Said(text, color = palette.urgent)
    }
}
