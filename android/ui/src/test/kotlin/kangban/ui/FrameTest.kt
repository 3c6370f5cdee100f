package kangban.ui

import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import androidx.compose.ui.geometry.Size
import androidx.compose.ui.input.key.Key
import androidx.compose.ui.test.ComposeUiTest
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.assertIsFocused
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.isHeading
import androidx.compose.ui.test.onAllNodesWithText
import androidx.compose.ui.test.onNodeWithContentDescription
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.onRoot
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performKeyInput
import androidx.compose.ui.test.performScrollTo
import androidx.compose.ui.test.pressKey
import androidx.compose.ui.test.v2.runSkikoComposeUiTest
import kangban.types.Tap
import kangban.types.ViewModel
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test

/** What is around every screen. */
@OptIn(ExperimentalTestApi::class)
class FrameTest {
    private val device = TestDevice()
    private val sent = mutableListOf<Tap>()
    private var view by mutableStateOf(state("today", "a full day, received, zh-CN"))

    @Test
    fun theTitleHasTheFocusOnArrivalAndAgainOnTheNextScreen() = phone {
        onNode(isHeading() and hasText(view.chrome.title)).assertIsFocused()
        view = state("diary", "a history, zh-CN")
        waitForIdle()
        onNode(isHeading() and hasText(view.chrome.title)).assertIsFocused()
    }

    @Test
    fun escapeLeavesATaskAndNothingElse() = phone {
        onRoot().performKeyInput { pressKey(Key.Escape) }
        assertEquals(emptyList<Tap>(), sent)
        view = state("measure", "temperature, empty, zh-CN")
        waitForIdle()
        onRoot().performKeyInput { pressKey(Key.Escape) }
        assertEquals(listOf<Tap>(Tap.Back), sent)
    }

    @Test
    fun aNoticeLeavesByItselfAfterAWhile() = phone {
        mainClock.autoAdvance = false
        view = state("today", "just saved, zh-CN")
        mainClock.advanceTimeBy(SOON)
        assertEquals(emptyList<Tap>(), sent)
        mainClock.advanceTimeBy(LATER)
        assertEquals(listOf<Tap>(Tap.ToastDismissed), sent)
    }

    @Test
    fun aNoticeStaysInEldersMode() = phone {
        view = state("today", "just saved, zh-CN").let { it.copy(chrome = it.chrome.copy(elders = true)) }
        waitForIdle()
        mainClock.advanceTimeBy(SOON + LATER)
        assertEquals(emptyList<Tap>(), sent)
    }

    @Test
    fun goingBackLandsWhereOneWas() = phone(high = 500f) {
        val last = state("diary", "a history, zh-CN")
        view = last
        waitForIdle()
        val title = onNode(isHeading() and hasText(view.chrome.title))
        val top = title.fetchSemanticsNode().positionInRoot.y
        onNodeWithContentDescription(checkNotNull(last.entries().lastOrNull()).a11y).performScrollTo()
        val moved = title.fetchSemanticsNode().positionInRoot.y
        assertTrue("$moved is above $top", moved < top)
        view = state("entry", "saved, offline, zh-CN")
        waitForIdle()
        view = last
        waitForIdle()
        assertEquals(
            moved,
            onNode(isHeading() and hasText(view.chrome.title)).fetchSemanticsNode().positionInRoot.y,
            1f
        )
    }

    @Test
    fun readingAloudReadsTheTitleFirstAndWhatIsHeardForWhatIsSeen() = phone {
        view = state("today", "elders' mode, recorded, zh-CN")
        waitForIdle()
        onNodeWithContentDescription(view.chrome.readAloud).performClick()
        val lines = device.spoken.single().lines()
        assertEquals(view.chrome.title, lines.first())
        assertEquals(lines.distinct(), lines)
        assertTrue("$lines", lines.any { view.chrome.calls.first { call -> !call.emergency }.a11y in it })
        assertTrue("$lines", view.chrome.tabs.none { !it.current && it.a11y in lines })
    }

    @Test
    fun theTabsStandBesideTheScreenWhereThereIsRoom() {
        phone {
            assertTrue(tab().boundsInRoot.top > HIGH / 2)
        }
        phone(wide = 1000f) {
            assertTrue(tab().boundsInRoot.right < HIGH / 4)
        }
    }

    private fun ComposeUiTest.tab() = onNodeWithContentDescription(view.chrome.tabs.first().a11y).fetchSemanticsNode()

    private fun ViewModel.entries() = (screen as kangban.types.Screen.Diary).value.entries

    private fun state(screen: String, name: String) = golden(screen).single { it.name == name }.view()

    private fun phone(wide: Float = 360f, high: Float = HIGH, test: suspend ComposeUiTest.() -> Unit) =
        runSkikoComposeUiTest(size = Size(wide, high)) {
            setContent { KangbanApp(view, device) { sent += it } }
            waitForIdle()
            test()
        }

    private companion object {
        const val HIGH = 800f
        const val SOON = 5_000L
        const val LATER = 2_000L
    }
}
