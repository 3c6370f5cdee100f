package kangban.ui

import androidx.compose.ui.ExperimentalComposeUiApi
import androidx.compose.ui.ImageComposeScene
import androidx.compose.ui.unit.Density
import kangban.types.Chrome
import kangban.types.ViewModel
import org.jetbrains.skia.EncodedImageFormat
import org.junit.Assert.assertTrue
import org.junit.Test
import java.io.File

/** Draws every screen without a window, for people to look at: `out/screenshots/android` of the repository. */
@OptIn(ExperimentalComposeUiApi::class)
class PicturesTest {
    @Test
    fun everyScreenInBothLanguagesInEldersModeAndInTheDark() {
        for (name in goldenNames()) {
            val states = golden(name)
            val chinese = states.filter { it.language == ZH && !it.elders }.fullest()
            val english = states.filter { it.language == EN && !it.elders }.fullest()
            val elders = states.filter { it.language == ZH && it.elders }.ifEmpty { listOf(chinese) }.fullest()
            draw(name, chinese.view())
            draw("$name.en", english.view())
            draw("$name.elders", elders.view().around { copy(elders = true) })
            draw("$name.dark", chinese.view().around { copy(theme = "dark") })
        }
    }

    @Test
    fun whatIsLongIsDrawnAsAWholeToo() {
        for (name in listOf("form", "form_result")) {
            val states = golden(name).filter { it.language == ZH }
            states.forEachIndexed { i, state -> draw("$name.whole-$i", state.view(), height = LONG) }
        }
    }

    @Test
    fun aTabletHasItsTabsBesideTheScreen() {
        for (name in listOf("today", "messages")) {
            draw("$name.tablet", golden(name).fullest().view(), width = TABLET_WIDE, height = TABLET_HIGH)
        }
    }

    @Test
    fun textAtTwiceItsSize() {
        for (name in listOf("today", "settings", "form", "messages", "lock")) {
            draw("$name.large", golden(name).fullest().view(), fontScale = 2f)
        }
    }

    /** The one that says the most. */
    private fun List<GoldenState>.fullest() = maxBy { it.shown.size }

    private fun ViewModel.around(change: Chrome.() -> Chrome) = copy(chrome = chrome.change())

    private fun draw(
        name: String,
        view: ViewModel,
        width: Int = PHONE_WIDE,
        height: Int = PHONE_HIGH,
        fontScale: Float = 1f,
    ) {
        val scene = ImageComposeScene(width * DENSITY, height * DENSITY, Density(DENSITY.toFloat(), fontScale)) {
            KangbanApp(view, TestDevice()) {}
        }
        try {
            // The first frames start what a screen does on arrival; the last one shows what came of it.
            repeat(FRAMES) { scene.render(it * FRAME) }
            val png = checkNotNull(scene.render(FRAMES * FRAME).encodeToData(EncodedImageFormat.PNG))
            val file = File(repository, "out/screenshots/android/$name.png").apply { parentFile.mkdirs() }
            file.writeBytes(png.bytes)
            assertTrue("$name is empty", file.length() > LEAST)
        } finally {
            scene.close()
        }
    }

    private companion object {
        const val ZH = "zh-CN"
        const val EN = "en"
        const val DENSITY = 2
        const val PHONE_WIDE = 360
        const val PHONE_HIGH = 800
        const val TABLET_WIDE = 1024
        const val TABLET_HIGH = 768
        const val LONG = 2400
        const val FRAMES = 4
        const val FRAME = 200_000_000L

        /** No screen is as plain as this many bytes. */
        const val LEAST = 3_000L
    }
}
