package kangban.ui

import androidx.compose.ui.geometry.Size
import androidx.compose.ui.input.key.Key
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.onRoot
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performKeyInput
import androidx.compose.ui.test.pressKey
import androidx.compose.ui.test.v2.runSkikoComposeUiTest
import kangban.types.LockEvent
import kangban.types.Tap
import org.junit.Assert.assertEquals
import org.junit.Test

/** A PIN is typed with the pad or with a keyboard. */
@OptIn(ExperimentalTestApi::class)
class PinPadTest {
    private val sent = mutableListOf<Tap>()

    @Test
    fun aKeyboardTypesThePinWhereverTheFocusIs() = runSkikoComposeUiTest(size = Size(360f, 800f)) {
        setContent { KangbanApp(golden("lock").first().view(), TestDevice()) { sent += it } }
        waitForIdle()
        onRoot().performKeyInput {
            pressKey(Key.One)
            pressKey(Key.NumPad0)
            pressKey(Key.A)
            pressKey(Key.Backspace)
        }
        assertEquals(listOf(digit(1), digit(0), Tap.Lock(LockEvent.Erased)), sent)
    }

    @Test
    fun thePadTakesNothingWhileItWaits() = runSkikoComposeUiTest(size = Size(360f, 800f)) {
        val waiting = golden("lock").first { it.name == "waiting, zh-CN" }
        setContent { KangbanApp(waiting.view(), TestDevice()) { sent += it } }
        waitForIdle()
        onNodeWithText("5").performClick()
        assertEquals(emptyList<Tap>(), sent)
    }

    private fun digit(digit: Int) = Tap.Lock(LockEvent.Digit(digit.toUByte()))
}
