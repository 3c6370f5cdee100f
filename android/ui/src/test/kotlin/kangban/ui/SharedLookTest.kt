package kangban.ui

import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.toArgb
import androidx.compose.ui.graphics.vector.PathParser
import kangban.ui.parts.Strokes
import kangban.ui.theme.Palette
import kangban.ui.theme.darkPalette
import kangban.ui.theme.lightPalette
import org.json.JSONObject
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import java.io.File

/** Colours and icons are the same as on the web: they are written down there. */
class SharedLookTest {
    @Test
    fun coloursAreThoseOfTheDesignTokens() {
        val tokens = JSONObject(File(repository, "web/kit/tokens.json").readText()).getJSONObject("color")
        for ((theme, palette) in listOf("light" to lightPalette, "dark" to darkPalette)) {
            val colours = tokens.getJSONObject(theme)
            val expected = colours.keySet().associate { camel(it) to argb(colours.getString(it)) }
            assertEquals(theme, expected.toSortedMap(), palette.colours().toSortedMap())
        }
    }

    @Test
    fun iconsAreThoseOfTheWeb() {
        val source = File(repository, "web/kit/src/icons.ts").readText()
        val paths = source.substringAfter("const paths = {").substringBefore("} as const")
        val ring = constant(source, "ring")
        val face = constant(source, "face").replace(RING, ring)
        val web = Regex("""(\w+):\s*(["`])(.*?)\2""", RegexOption.DOT_MATCHES_ALL).findAll(paths).associate {
            it.groupValues[1] to it.groupValues[3].replace(FACE, face).replace(RING, ring)
        }
        assertTrue(web.size > 40)
        assertEquals(web, Strokes.names.associateWith(Strokes::of))
    }

    @Test
    fun everyIconStaysOnItsGrid() {
        for (name in Strokes.names) {
            val bounds = PathParser().parsePathString(Strokes.of(name)).toPath().getBounds()
            assertTrue(
                "$name: $bounds",
                minOf(bounds.left, bounds.top) >= 0f && maxOf(bounds.right, bounds.bottom) <= 24f
            )
        }
    }

    @Test
    fun anUnknownNameDrawsInfo() = assertEquals(Strokes.of("info"), Strokes.of("never heard of"))

    private fun constant(source: String, name: String) =
        checkNotNull(Regex("""const $name = ["`](.*?)["`];""").find(source)).groupValues[1]

    private fun camel(token: String) =
        token.split("-").reduce { all, part -> all + part.replaceFirstChar(Char::uppercase) }

    private fun argb(hex: String): String {
        val digits = hex.removePrefix("#")
        return if (digits.length == 8) digits.drop(6) + digits.take(6) else "FF$digits"
    }

    private fun Palette.colours() = Palette::class.java.declaredFields.filter {
        it.type == Long::class.java
    }.associate {
        it.isAccessible = true
        it.name to "%08X".format(Color(it.getLong(this).toULong()).toArgb())
    }

    private companion object {
        const val RING = "\${ring}"
        const val FACE = "\${face}"
    }
}
