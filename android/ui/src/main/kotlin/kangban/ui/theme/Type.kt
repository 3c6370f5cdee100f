package kangban.ui.theme

import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Typography
import androidx.compose.runtime.Composable
import androidx.compose.runtime.ReadOnlyComposable
import androidx.compose.ui.text.TextStyle
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.text.intl.LocaleList
import androidx.compose.ui.text.style.LineBreak
import androidx.compose.ui.unit.em
import androidx.compose.ui.unit.sp

private const val LEADING = 1.5f
private const val TIGHT = 1.3f

/** Five sizes, two weights; a language, so that Chinese is drawn and read as Chinese. */
internal fun typography(elders: Boolean, language: String): Typography {
    fun style(size: Int, leading: Float, strong: Boolean) = TextStyle(
        fontSize = size.sp,
        lineHeight = leading.em,
        fontWeight = if (strong) FontWeight.SemiBold else FontWeight.Normal,
        // What is short is broken into lines of equal length: no character stands alone.
        lineBreak = if (leading == TIGHT) LineBreak.Heading else LineBreak.Paragraph,
        localeList = language.takeIf { it.isNotEmpty() }?.let { LocaleList(it) },
    )

    val caption = style(if (elders) 18 else 14, LEADING, strong = false)
    val body = style(if (elders) 22 else 17, LEADING, strong = false)
    val strong = style(if (elders) 22 else 17, TIGHT, strong = true)
    val title = style(if (elders) 26 else 20, TIGHT, strong = true)
    val heading = style(if (elders) 30 else 24, TIGHT, strong = true)
    val figure = style(if (elders) 44 else 34, TIGHT, strong = true)
    return Typography(
        displayLarge = figure,
        displayMedium = figure,
        displaySmall = figure,
        headlineLarge = heading,
        headlineMedium = heading,
        headlineSmall = heading,
        titleLarge = title,
        titleMedium = strong,
        titleSmall = strong,
        bodyLarge = body,
        bodyMedium = caption,
        bodySmall = caption,
        labelLarge = strong,
        labelMedium = caption,
        labelSmall = caption,
    )
}

/** The five sizes by the names of the design tokens, and the text of what can be pressed. */
object Type {
    /** Second lines. */
    val caption: TextStyle
        @Composable @ReadOnlyComposable
        get() = MaterialTheme.typography.bodyMedium

    /** Text. */
    val body: TextStyle
        @Composable @ReadOnlyComposable
        get() = MaterialTheme.typography.bodyLarge

    /** Text of what can be pressed, and of what a row is about. */
    val strong: TextStyle
        @Composable @ReadOnlyComposable
        get() = MaterialTheme.typography.labelLarge

    /** The heading of a part of a screen. */
    val title: TextStyle
        @Composable @ReadOnlyComposable
        get() = MaterialTheme.typography.titleLarge

    /** The heading of a screen. */
    val heading: TextStyle
        @Composable @ReadOnlyComposable
        get() = MaterialTheme.typography.headlineSmall

    /** A reading, a score. */
    val figure: TextStyle
        @Composable @ReadOnlyComposable
        get() = MaterialTheme.typography.displaySmall
}
