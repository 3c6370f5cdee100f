package kangban.ui.theme

import androidx.compose.runtime.Composable
import androidx.compose.runtime.Immutable
import androidx.compose.runtime.ReadOnlyComposable
import androidx.compose.runtime.staticCompositionLocalOf
import androidx.compose.ui.unit.Dp
import androidx.compose.ui.unit.dp

/** The distances of the design tokens. */
object Space {
    val s2 = 2.dp
    val s4 = 4.dp
    val s6 = 6.dp
    val s8 = 8.dp
    val s12 = 12.dp
    val s16 = 16.dp
    val s24 = 24.dp
    val s32 = 32.dp
    val s48 = 48.dp
}

/**
 * What Material's own theme has no place for.
 *
 * @property target The least height and width of what can be pressed.
 * @property primary The least height of a screen's one solid button.
 * @property icon The edge of an icon's grid.
 * @property stroke The width of its strokes on that grid.
 */
@Immutable
class Look(
    val palette: Palette,
    val elders: Boolean,
    val target: Dp = if (elders) 60.dp else 48.dp,
    val primary: Dp = if (elders) 68.dp else 56.dp,
    val icon: Dp = if (elders) 28.dp else 24.dp,
    val stroke: Float = if (elders) 2f else 1.75f,
)

internal val LocalLook = staticCompositionLocalOf { Look(lightPalette, elders = false) }

/** The look in force. */
val look: Look
    @Composable @ReadOnlyComposable
    get() = LocalLook.current

/** The colours in force. */
val palette: Palette
    @Composable @ReadOnlyComposable
    get() = LocalLook.current.palette
