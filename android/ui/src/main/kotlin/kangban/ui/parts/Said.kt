package kangban.ui.parts

import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.size
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.clearAndSetSemantics
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.TextStyle
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.dp
import kangban.ui.theme.Type
import kangban.ui.theme.palette

/** Text that is seen, and read aloud with the screen. Nothing when it is empty. */
@Composable
fun Said(
    text: String,
    modifier: Modifier = Modifier,
    style: TextStyle = Type.body,
    color: Color = Color.Unspecified,
    align: TextAlign? = null
) {
    if (text.isEmpty()) return
    Text(text, modifier.readAs(text), color = color, textAlign = align, style = style)
}

/** A second, smaller line. */
@Composable
fun Detail(text: String, modifier: Modifier = Modifier, align: TextAlign? = null) =
    Said(text, modifier, Type.caption, palette.ink2, align)

/** The heading of a part of a screen. */
@Composable
fun Title(
    text: String,
    modifier: Modifier = Modifier,
    style: TextStyle = Type.title,
    color: Color = Color.Unspecified,
    align: TextAlign? = null
) =
    Said(text, modifier.semantics { heading() }, style, color, align)

/** A name that holds all that stands inside, for whoever listens: one thing, in one breath. */
fun Modifier.inOneBreath(text: String): Modifier =
    readAs(text).clearAndSetSemantics { contentDescription = text }

/** A sentence for a screen reader alone, said when it changes. */
@Composable
fun Announced(text: String) {
    if (text.isEmpty()) return
    Box(
        Modifier.size(1.dp).clearAndSetSemantics {
            contentDescription = text
            liveRegion = LiveRegionMode.Polite
        }
    )
}

/** Says a text when it changes: at once when it is [urgent], else when there is time. */
fun Modifier.live(urgent: Boolean = false): Modifier =
    semantics { liveRegion = if (urgent) LiveRegionMode.Assertive else LiveRegionMode.Polite }
