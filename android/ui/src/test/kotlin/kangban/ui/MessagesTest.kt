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
    fun theNewestMessageAndWhoAnswersWhenAreInViewOnArrival() = runSkikoComposeUiTest(Size(WIDE, HIGH)) {
        val longest = golden("messages").maxBy { it.shown.size }.view()
        val messages = (longest.screen as Screen.Messages).value
        val bubbles = messages.bubbles
        setContent { KangbanApp(longest, TestDevice()) {} }
        waitForIdle()
        onNodeWithText(bubbles.last().text).assertIsDisplayed()
        onNodeWithText(messages.rule).assertIsDisplayed()
        onNodeWithText(bubbles.first().text).assertIsNotDisplayed()
    }

    private companion object {
        const val WIDE = 400f
        const val HIGH = 900f
    }
}
