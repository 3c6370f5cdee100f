package kangban.ui

import androidx.compose.ui.geometry.Size
import androidx.compose.ui.test.ComposeUiTest
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.hasClickAction
import androidx.compose.ui.test.hasSetTextAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.onFirst
import androidx.compose.ui.test.onLast
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performTextReplacement
import androidx.compose.ui.test.v2.runSkikoComposeUiTest
import kangban.types.DiaryEvent
import kangban.types.LogSymptomView
import kangban.types.Screen
import kangban.types.Tap
import org.junit.Assert.assertEquals
import org.junit.Test

/** The platform's own picker, as somebody uses it who corrects the time of an entry. */
@OptIn(ExperimentalTestApi::class)
class WhenPickerTest {
    private val sent = mutableListOf<Tap>()
    private val state = golden("log_symptom").first().view()
    private val log: LogSymptomView = (state.screen as Screen.LogSymptom).value

    @Test
    fun aDayAndThenATimeAreHandedOverTogether() = opened {
        val day = log.`when`.input.substringBefore('T')
        press(state.chrome.confirm)
        onAllNodes(hasSetTextAction()).onFirst().performTextReplacement("09")
        onAllNodes(hasSetTextAction()).onLast().performTextReplacement("30")
        press(state.chrome.confirm)
        assertEquals(listOf<Tap>(Tap.Diary(DiaryEvent.WhenChanged("${day}T09:30"))), sent)
    }

    @Test
    fun leavingThePickerChangesNothing() = opened {
        press(state.chrome.cancel)
        assertEquals(emptyList<Tap>(), sent)
        onAllNodes(hasText(state.chrome.confirm)).fetchSemanticsNodes().let { assertEquals(0, it.size) }
    }

    private fun ComposeUiTest.press(label: String) = onNode(hasText(label) and hasClickAction()).performClick()

    private fun opened(test: suspend ComposeUiTest.() -> Unit) = runSkikoComposeUiTest(size = Size(360f, 900f)) {
        setContent { KangbanApp(state, TestDevice()) { sent += it } }
        waitForIdle()
        onNodeWithText(log.`when`.row.label).performClick()
        waitForIdle()
        test()
    }
}
