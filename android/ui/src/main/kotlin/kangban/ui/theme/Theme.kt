package kangban.ui.theme

import androidx.compose.foundation.isSystemInDarkTheme
import androidx.compose.foundation.shape.RoundedCornerShape
import androidx.compose.material3.ColorScheme
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Shapes
import androidx.compose.material3.darkColorScheme
import androidx.compose.material3.lightColorScheme
import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.runtime.remember
import androidx.compose.ui.unit.dp

private val control = RoundedCornerShape(12.dp)
private val card = RoundedCornerShape(16.dp)
private val shapes = Shapes(extraSmall = control, small = control, medium = card, large = card, extraLarge = card)

/**
 * The design tokens as a Material theme.
 *
 * @param theme `light`, `dark`, or anything else for what the system has.
 * @param elders Larger text and targets.
 * @param language BCP 47, of the text that is drawn; empty where it is not known.
 */
@Composable
fun KangbanTheme(theme: String, elders: Boolean, language: String, content: @Composable () -> Unit) {
    val dark = when (theme) {
        "light" -> false
        "dark" -> true
        else -> isSystemInDarkTheme()
    }
    val palette = if (dark) darkPalette else lightPalette
    CompositionLocalProvider(LocalLook provides remember(palette, elders) { Look(palette, elders) }) {
        MaterialTheme(
            colorScheme = remember(palette) { scheme(palette, dark) },
            typography = remember(elders, language) { typography(elders, language) },
            shapes = shapes,
            content = content,
        )
    }
}

private fun scheme(palette: Palette, dark: Boolean): ColorScheme = with(palette) {
    (if (dark) darkColorScheme() else lightColorScheme()).copy(
        primary = brand,
        onPrimary = onBrand,
        primaryContainer = brandSoft,
        onPrimaryContainer = brandStrong,
        secondary = brand,
        onSecondary = onBrand,
        secondaryContainer = brandSoft,
        onSecondaryContainer = brandStrong,
        tertiary = info,
        onTertiary = surface,
        tertiaryContainer = infoSoft,
        onTertiaryContainer = info,
        background = ground,
        onBackground = ink,
        surface = surface,
        onSurface = ink,
        surfaceVariant = surface,
        onSurfaceVariant = ink2,
        surfaceTint = surface,
        surfaceContainerLowest = surface,
        surfaceContainerLow = surface,
        surfaceContainer = surface,
        surfaceContainerHigh = raised,
        surfaceContainerHighest = raised,
        inverseSurface = ink,
        inverseOnSurface = surface,
        error = urgent,
        onError = onUrgent,
        errorContainer = urgentSoft,
        onErrorContainer = urgent,
        outline = lineStrong,
        outlineVariant = line,
        scrim = scrim,
    )
}
