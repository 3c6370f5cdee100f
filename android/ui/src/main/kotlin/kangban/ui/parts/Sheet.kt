package kangban.ui.parts

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.widthIn
import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.verticalScroll
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.paneTitle
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import androidx.compose.ui.window.Dialog
import androidx.compose.ui.window.DialogProperties
import kangban.ui.theme.Space
import kangban.ui.theme.Type
import kangban.ui.theme.palette

/** A question over the screen. Back, Escape and a press outside close it, and the focus goes back to where it was. */
@Composable
fun Sheet(title: String, onClosed: () -> Unit, content: @Composable ColumnScope.() -> Unit) {
    Dialog(onClosed, DialogProperties(usePlatformDefaultWidth = false)) {
        Surface(
            Modifier.padding(Space.s16).widthIn(max = 480.dp).semantics { paneTitle = title },
            shape = MaterialTheme.shapes.large,
            color = palette.raised,
            contentColor = palette.ink
        ) {
            Column(
                Modifier.verticalScroll(rememberScrollState()).padding(Space.s16, Space.s24),
                Arrangement.spacedBy(Space.s16)
            ) {
                Title(title, style = Type.heading)
                content()
            }
        }
    }
}
