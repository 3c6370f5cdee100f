package kangban.ui.form

import androidx.compose.foundation.BorderStroke
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.SemanticsPropertyReceiver
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.error
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.semantics.stateDescription
import androidx.compose.ui.unit.dp
import kangban.types.FormControl
import kangban.ui.parts.Glyph
import kangban.ui.theme.Space
import kangban.ui.theme.Type
import kangban.ui.theme.look
import kangban.ui.theme.palette

/**
 * A field that is not typed into but opens something.
 *
 * @param words What stands in it; with none the placeholder does.
 * @param about What else a screen reader has to know.
 */
@Composable
internal fun Opening(
    control: FormControl,
    words: String,
    icon: String,
    about: SemanticsPropertyReceiver.() -> Unit = {},
    open: () -> Unit,
) {
    val shown = words.ifEmpty { control.placeholder }
    Surface(
        onClick = open,
        modifier = Modifier.fillMaxWidth().semantics {
            contentDescription = control.plain
            stateDescription = shown
            if (control.error.isNotEmpty()) error(control.error)
            about()
        },
        enabled = !control.readOnly,
        shape = MaterialTheme.shapes.small,
        color = palette.surface,
        border = BorderStroke(1.5.dp, if (control.error.isEmpty()) palette.lineStrong else palette.caution),
    ) {
        Row(
            Modifier.heightIn(min = look.target).padding(horizontal = Space.s16, vertical = Space.s8),
            horizontalArrangement = Arrangement.spacedBy(Space.s8),
            verticalAlignment = Alignment.CenterVertically,
        ) {
            Text(
                shown,
                Modifier.weight(1f),
                style = Type.body,
                color = if (words.isEmpty()) palette.ink2 else palette.ink,
            )
            Glyph(icon)
        }
    }
}
