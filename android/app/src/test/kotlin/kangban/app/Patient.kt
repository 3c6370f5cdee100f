package kangban.app

import android.app.Activity
import android.graphics.Bitmap
import android.net.ConnectivityManager
import android.net.NetworkCapabilities
import android.os.Looper
import androidx.compose.ui.graphics.asAndroidBitmap
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.SemanticsNodeInteraction
import androidx.compose.ui.test.captureToImage
import androidx.compose.ui.test.hasClickAction
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.hasSetTextAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.isRoot
import androidx.compose.ui.test.junit4.ComposeTestRule
import androidx.compose.ui.test.onFirst
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollTo
import androidx.compose.ui.test.performTextReplacement
import androidx.test.core.app.ActivityScenario
import kangban.types.PinPad
import kangban.types.Screen
import kangban.types.TodayView
import kangban.types.ViewModel
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.shadows.ShadowNetworkCapabilities
import java.io.File

/** A patient with this phone in her hand: she sees what is drawn and presses on it. */
@OptIn(ExperimentalTestApi::class)
class Patient(private val compose: ComposeTestRule) : AutoCloseable {
    val app get() = RuntimeEnvironment.getApplication() as TestKangban
    private var scenario: ActivityScenario<MainActivity>? = null

    /** What the core says at this moment; null while it says nothing. */
    val view get() = (app.living.shown as? Shown.View)?.view

    /** Opens the app. */
    fun open(): ActivityScenario<MainActivity> =
        ActivityScenario.launch(MainActivity::class.java).also { scenario = it }

    /** The system ends the app's process, and she opens it again. */
    fun restart() {
        scenario?.close()
        app.restart()
        open()
    }

    /** The system makes the activity anew, with what it had kept. */
    fun recreate() {
        checkNotNull(scenario).recreate()
        compose.waitForIdle()
    }

    /** Takes a photo, during which the system makes the activity anew: nobody waits for what comes back. */
    fun losesPhoto() {
        val request = withActivity { activity ->
            activity.hands.takePhoto { error("nobody is there to take it") }
            shadowOf(activity).nextStartedActivityForResult.requestCode
        }
        recreate()
        withActivity { it.activityResultRegistry.dispatchResult(request, Activity.RESULT_OK, null) }
        compose.waitForIdle()
    }

    /** Looks behind the glass. */
    fun <T> withActivity(look: (MainActivity) -> T): T {
        var found: T? = null
        checkNotNull(scenario).onActivity { found = look(it) }
        @Suppress("UNCHECKED_CAST")
        return found as T
    }

    override fun close() {
        scenario?.close()
        app.living.close()
    }

    /** Waits until the screen says something; fails with the last screen. */
    fun <T : Any> see(what: String, look: (ViewModel) -> T?): T {
        var found: T? = null
        try {
            compose.waitUntil(PATIENCE) {
                settle()
                found = view?.let(look)
                found != null
            }
        } catch (late: Throwable) {
            picture("missed")
            throw AssertionError("did not see $what; the screen is ${app.living.shown}", late)
        }
        compose.waitForIdle()
        return checkNotNull(found)
    }

    /** Waits for a screen of this kind. */
    inline fun <reified S : Screen> on(): S = see(S::class.java.simpleName) { it.screen as? S }

    /** Waits for Today with this on it. */
    fun today(what: String, has: (TodayView) -> Boolean): TodayView =
        see(what) { view -> (view.screen as? Screen.Today)?.value?.takeIf(has) }

    /** Waits until these words are drawn, or said by a screen reader in place of what is drawn. */
    fun reads(words: String) = compose.waitUntil("“$words” is drawn", PATIENCE) {
        settle()
        val said = hasText(words, substring = true) or hasContentDescription(words, substring = true)
        compose.onAllNodes(said).fetchSemanticsNodes().isNotEmpty()
    }

    fun press(label: String) {
        val named = hasText(label, substring = true) or hasContentDescription(label, substring = true)
        val found = compose.onAllNodes(named and hasClickAction()).onFirst()
        found.inSight().performClick()
        compose.waitForIdle()
    }

    fun type(text: String, label: String) {
        val field = compose.onAllNodes(
            hasSetTextAction() and (hasText(label, substring = true) or hasContentDescription(label, substring = true))
        ).onFirst()
        field.inSight().performTextReplacement(text)
        compose.waitForIdle()
    }

    /** Types a PIN, and sees each digit counted but the last, which goes on by itself. */
    fun typePin(pin: String) {
        for ((at, digit) in pin.withIndex()) {
            compose.onAllNodes(hasText("$digit") and hasClickAction()).onFirst().inSight().performClick()
            compose.waitForIdle()
            val typed = at + 1
            if (typed < pin.length) {
                see("digit $typed of the PIN") { view -> pad(view)?.takeIf { it.filled.toInt() == typed } }
            }
        }
    }

    private fun pad(view: ViewModel): PinPad? = when (val screen = view.screen) {
        is Screen.ChoosePin -> screen.value.pad
        is Screen.Lock -> screen.value.pad
        else -> null
    }

    /** Enters her code and chooses a PIN. */
    fun activate(code: String, pin: String) {
        val invitation = on<Screen.Invitation>().value
        type(code, invitation.code.label)
        press(invitation.submit)
        on<Screen.ChoosePin>()
        typePin(pin)
        see("that the PIN is asked once more") { view ->
            (view.screen as? Screen.ChoosePin)?.value?.pad?.takeIf { it.filled.toInt() == 0 && it.ready }
        }
        typePin(pin)
    }

    /** The phone's network goes or comes back, and the system says so. */
    fun network(there: Boolean) {
        val manager = checkNotNull(app.getSystemService(ConnectivityManager::class.java))
        val network = checkNotNull(manager.activeNetwork)
        val leads = ShadowNetworkCapabilities.newInstance()
        if (there) shadowOf(leads).addCapability(NetworkCapabilities.NET_CAPABILITY_INTERNET)
        shadowOf(manager).setNetworkCapabilities(network, leads)
        for (callback in shadowOf(manager).networkCallbacks) {
            if (there) callback.onAvailable(network) else callback.onLost(network)
        }
    }

    /** Draws what is on the screen into a file, for somebody to look at. */
    fun picture(name: String) {
        compose.waitForIdle()
        val bitmap = compose.onAllNodes(isRoot()).onFirst().captureToImage().asAndroidBitmap()
        val file = File("target/screens/$name.png").apply { parentFile?.mkdirs() }
        file.outputStream().use { bitmap.compress(Bitmap.CompressFormat.PNG, 100, it) }
    }

    /** The test is on the main thread: what the core posts there has to be let through. */
    private fun settle() = shadowOf(Looper.getMainLooper()).idle()

    private fun SemanticsNodeInteraction.inSight() = apply {
        // What stands in the dock does not scroll.
        runCatching { performScrollTo() }
    }

    private companion object {
        const val PATIENCE = 60_000L
    }
}
