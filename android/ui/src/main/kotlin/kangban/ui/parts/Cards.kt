package kangban.ui.parts

import androidx.compose.foundation.BorderStroke
import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.shape.CircleShape
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.runtime.Composable
import androidx.compose.runtime.ReadOnlyComposable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.unit.Dp
import androidx.compose.ui.unit.dp
import kangban.types.Role
import kangban.ui.theme.Space
import kangban.ui.theme.look
import kangban.ui.theme.palette

/** The soft fill of a role. */
@Composable
@ReadOnlyComposable
fun Role.fill(): Color = when (this) {
    Role.URGENT -> palette.urgentSoft
    Role.CAUTION -> palette.cautionSoft
    Role.INFO -> palette.infoSoft
    Role.GOOD -> palette.goodSoft
    Role.NEUTRAL -> palette.brandSoft
}

/** The colour of a role's words and icons, on its own fill and on a card. */
@Composable
@ReadOnlyComposable
fun Role.ink(): Color = when (this) {
    Role.URGENT -> palette.urgent
    Role.CAUTION -> palette.caution
    Role.INFO -> palette.info
    Role.GOOD -> palette.good
    Role.NEUTRAL -> palette.brandStrong
}

/** A card: with an edge, or filled with the colour of its [role]. */
@Composable
fun Panel(
    modifier: Modifier = Modifier,
    role: Role? = null,
    padding: Dp = Space.s16,
    content: @Composable ColumnScope.() -> Unit
) {
    Surface(
        modifier.fillMaxWidth(),
        shape = MaterialTheme.shapes.medium,
        color = role?.fill() ?: palette.surface,
        contentColor = palette.ink,
        border = if (role == null) BorderStroke(1.dp, palette.line) else null
    ) {
        Column(
            Modifier.padding(padding),
            Arrangement.spacedBy(
                if (padding ==
                    0.dp
                ) {
                    0.dp
                } else {
                    Space.s8
                }
            ),
            content = content
        )
    }
}

/** An icon in a disc of its role's colour; a white one on a filled card. */
@Composable
fun Disc(icon: String, role: Role = Role.NEUTRAL, small: Boolean = false, onFill: Boolean = false) {
    Box(
        Modifier.size(if (small) 40.dp else look.target)
            .background(if (onFill) palette.surface else role.fill(), CircleShape),
        Alignment.Center
    ) { Glyph(icon, size = if (small) GlyphSize.Small else GlyphSize.Medium, tint = role.ink()) }
}

/** A part of a screen: its heading, and what belongs to it. */
@Composable
fun Section(title: String, modifier: Modifier = Modifier, content: @Composable ColumnScope.() -> Unit) {
    Column(modifier.fillMaxWidth(), Arrangement.spacedBy(Space.s8)) {
        Title(title)
        content()
    }
}
