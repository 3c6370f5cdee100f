package kangban.ui.parts

import androidx.compose.foundation.BorderStroke
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.sizeIn
import androidx.compose.material3.Button
import androidx.compose.material3.ButtonColors
import androidx.compose.material3.ButtonDefaults
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.alpha
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.disabled
import androidx.compose.ui.semantics.role
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.dp
import kangban.ui.theme.Space
import kangban.ui.theme.Type
import kangban.ui.theme.look
import kangban.ui.theme.palette

/** What a button is for: one [Primary] a screen, [Danger] only to confirm what cannot be undone. */
enum class ButtonKind { Primary, Second, Text, Danger, DangerLine }

private const val BUSY = 0.75f

/**
 * A button that says its result.
 *
 * @param compact As wide as its words; else as wide as there is room.
 * @param busy What it started is under way: it stays, and does nothing.
 * @param name What is heard, when that is more than what is seen; it holds what is seen.
 * @param upright The icon stands above the words.
 */
@Composable
fun Press(
    label: String,
    onPress: () -> Unit,
    modifier: Modifier = Modifier,
    kind: ButtonKind = ButtonKind.Second,
    detail: String = "",
    icon: String = "",
    compact: Boolean = false,
    busy: Boolean = false,
    name: String = "",
    upright: Boolean = false
) {
    val large = kind == ButtonKind.Primary || kind == ButtonKind.Danger || kind == ButtonKind.DangerLine
    Button(
        onClick = { if (!busy) onPress() },
        modifier = modifier
            .then(if (compact) Modifier else Modifier.fillMaxWidth())
            .heightIn(min = if (large) look.primary else look.target)
            .alpha(if (busy) BUSY else 1f)
            .semantics { if (busy) disabled() },
        shape = MaterialTheme.shapes.small,
        colors = colors(kind),
        border = edge(kind)?.let { BorderStroke(1.5.dp, it) },
        contentPadding = PaddingValues(horizontal = if (compact) Space.s12 else Space.s16, vertical = Space.s8)
    ) {
        // Inside the button: what is cleared around it would take its action along.
        val heard = if (name.isEmpty()) Modifier else Modifier.inOneBreath(name)
        val words = if (look.elders && large) Type.title else Type.strong
        val inside: @Composable () -> Unit = {
            if (icon.isNotEmpty()) Glyph(icon)
            Column(horizontalAlignment = Alignment.CenterHorizontally) {
                Said(label, style = words, align = TextAlign.Center)
                Said(detail, style = Type.caption, align = TextAlign.Center)
            }
        }
        if (upright) {
            Column(
                modifier = heard,
                horizontalAlignment = Alignment.CenterHorizontally,
                verticalArrangement = Arrangement.spacedBy(Space.s4)
            ) { inside() }
        } else {
            Row(
                modifier = heard,
                verticalAlignment = Alignment.CenterVertically,
                horizontalArrangement = Arrangement.spacedBy(Space.s8)
            ) { inside() }
        }
    }
}

@Composable
private fun colors(kind: ButtonKind): ButtonColors = when (kind) {
    ButtonKind.Primary -> ButtonDefaults.buttonColors(palette.brand, palette.onBrand)
    ButtonKind.Second -> ButtonDefaults.buttonColors(palette.surface, palette.ink)
    ButtonKind.Text -> ButtonDefaults.buttonColors(Color.Transparent, palette.brandStrong)
    ButtonKind.Danger -> ButtonDefaults.buttonColors(palette.urgent, palette.onUrgent)
    ButtonKind.DangerLine -> ButtonDefaults.buttonColors(palette.surface, palette.urgent)
}

@Composable
private fun edge(kind: ButtonKind): Color? = when (kind) {
    ButtonKind.Second -> palette.lineStrong
    ButtonKind.DangerLine -> palette.urgent
    ButtonKind.Primary, ButtonKind.Text, ButtonKind.Danger -> null
}

/** A button with only an icon to see, and its name to hear. */
@Composable
fun IconPress(
    name: String,
    icon: String,
    onPress: () -> Unit,
    modifier: Modifier = Modifier,
    edged: Boolean = false,
    solid: Boolean = false,
    tint: Color = Color.Unspecified
) {
    val fill = if (solid) {
        palette.brand
    } else if (edged) {
        palette.surface
    } else {
        Color.Transparent
    }
    val ink = if (solid) palette.onBrand else palette.ink
    Surface(
        onClick = onPress,
        modifier = modifier.semantics { role = Role.Button },
        shape = MaterialTheme.shapes.small,
        color = fill,
        contentColor = if (tint == Color.Unspecified) ink else tint,
        border = if (edged) BorderStroke(1.5.dp, palette.lineStrong) else null
    ) {
        Box(
            Modifier.inOneBreath(name).sizeIn(minWidth = look.target, minHeight = look.target),
            Alignment.Center
        ) { Glyph(icon) }
    }
}
