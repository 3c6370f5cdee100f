package kangban.ui

import androidx.compose.foundation.clickable
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.layout.width
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.runtime.getValue
import androidx.compose.runtime.key
import androidx.compose.runtime.mutableIntStateOf
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.geometry.Size
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.v2.runComposeUiTest
import androidx.compose.ui.test.v2.runSkikoComposeUiTest
import androidx.compose.ui.unit.Density
import androidx.compose.ui.unit.dp
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test

/** Every screen can be used: with a small phone, with large text, by ear. */
@OptIn(ExperimentalTestApi::class)
class AccessibleTest {
    @Test
    fun everyScreenHasRoomForLargeTextAndForFingers() {
        var state by mutableStateOf<GoldenState?>(null)
        var scale by mutableStateOf(1f)
        var round by mutableIntStateOf(0)
        val barriers = mutableListOf<String>()
        // High enough that nothing has to be scrolled to.
        runSkikoComposeUiTest(size = Size(WIDE, HIGH)) {
            setContent {
                key(round) {
                    CompositionLocalProvider(LocalDensity provides Density(1f, scale)) {
                        state?.let { KangbanApp(it.view(), TestDevice()) {} }
                    }
                }
            }
            for (name in goldenNames()) {
                for (one in golden(name).distinctBy { it.language to it.elders }) {
                    for (size in listOf(1f, 1.5f, 2f)) {
                        state = one
                        scale = size
                        round++
                        waitForIdle()
                        val target = if (one.elders) ELDERS else STANDARD
                        barriers += barriers(target).map { "$name, ${one.name}, text × $size: $it" }
                    }
                }
            }
        }
        assertEquals("", barriers.joinToString("\n"))
    }

    @Test
    fun whatHasNoNameIsABarrier() = finds("no name") { Box(Modifier.size(48.dp).clickable {}) }

    @Test
    fun smallTargetsSideBySideAreABarrier() = finds("share a target") {
        Row {
            Box(Modifier.size(20.dp).clickable {}.semantics { contentDescription = "减" })
            Box(Modifier.size(20.dp).clickable {}.semantics { contentDescription = "加" })
        }
    }

    @Test
    fun cutTextIsABarrier() = finds("cut off") { Text("每天早上饭后服用一片", Modifier.width(60.dp), maxLines = 1) }

    private fun finds(what: String, content: @Composable () -> Unit) = runComposeUiTest {
        setContent(content)
        val found = barriers()
        assertTrue("$found", found.any { what in it })
    }

    private companion object {
        const val WIDE = 360f
        const val HIGH = 24000f
        const val STANDARD = 48
        const val ELDERS = 56
    }
}
