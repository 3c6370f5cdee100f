package kangban.ui

import androidx.compose.ui.geometry.Size
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.assertIsNotDisplayed
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.v2.runSkikoComposeUiTest
import kangban.types.Screen
import org.junit.Test

@OptIn(ExperimentalTestApi::class)
class MessagesTest {
    @Test
    fun theNewestMessageIsInViewOnArrival() = runSkikoComposeUiTest(Size(WIDE, HIGH)) {
        val longest = golden("messages").maxBy { it.shown.size }.view()
        val bubbles = (longest.screen as Screen.Messages).value.bubbles
        setContent { KangbanApp(longest, TestDevice()) {} }
        waitForIdle()
        onNodeWithText(bubbles.last().text).assertIsDisplayed()
        onNodeWithText(bubbles.first().text).assertIsNotDisplayed()
    }

    private companion object {
        const val WIDE = 400f
        const val HIGH = 900f
    }
}
