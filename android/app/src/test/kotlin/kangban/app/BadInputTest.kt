package kangban.app

import android.Manifest
import android.content.Intent
import android.content.pm.PackageManager
import android.provider.Settings
import android.speech.SpeechRecognizer
import android.view.WindowManager
import androidx.compose.ui.test.junit4.v2.createEmptyComposeRule
import kangban.types.Screen
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNotEquals
import org.junit.Assert.assertNotNull
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.shadows.ShadowSpeechRecognizer
import uniffi.kangban_core.words

/** What goes wrong on a phone: the shell does the right thing, and the sentence is the core's. */
@RunWith(RobolectricTestRunner::class)
class BadInputTest {
    @get:Rule
    val compose = createEmptyComposeRule()

    private val patient = Patient(compose)
    private val app get() = patient.app

    @After
    fun end() = patient.close()

    @Test
    fun `a hospital that cannot be reached at the first start is said, and the code stays`() {
        begin()
        val invitation = patient.on<Screen.Invitation>().value
        patient.type(CODE, invitation.code.label)
        patient.press(invitation.submit)
        val refused = patient.see("what is wrong") { view ->
            (view.screen as? Screen.Invitation)?.value?.code?.takeIf { it.error.isNotEmpty() }
        }
        patient.reads(refused.error)
        assertEquals(CODE, refused.value)
    }

    @Test
    fun `turning the phone and changing the language keep what was typed`() {
        begin()
        val invitation = patient.on<Screen.Invitation>().value
        patient.type(CODE, invitation.code.label)
        RuntimeEnvironment.setQualifiers("+land")
        patient.reads(CODE)
        patient.press(invitation.otherLanguage)
        val other = patient.see("the other language") { view ->
            (view.screen as? Screen.Invitation)?.value?.takeIf { view.chrome.language == "en" }
        }
        assertEquals(CODE, other.code.value)
        patient.reads(CODE)
        patient.reads(other.submit)
    }

    @Test
    fun `the microphone refused is said with the way to the settings, and granted later it listens`() {
        ShadowSpeechRecognizer.setIsOnDeviceRecognitionAvailable(true)
        val activity = begin()
        patient.on<Screen.Invitation>()
        activity.hands.dictate("zh-CN") {}
        answer(activity, PackageManager.PERMISSION_DENIED)
        val toast = patient.see("that it may not listen") { it.chrome.toast }
        patient.reads(toast.text)
        patient.press(toast.action)
        compose.waitUntil(SOON) {
            compose.waitForIdle()
            shadowOf(app).peekNextStartedActivity()?.action == Settings.ACTION_APPLICATION_DETAILS_SETTINGS
        }
        shadowOf(app).grantPermissions(Manifest.permission.RECORD_AUDIO)
        compose.runOnUiThread { activity.hands.dictate("zh-CN") {} }
        val listening: SpeechRecognizer? = ShadowSpeechRecognizer.getLatestSpeechRecognizer()
        assertNotNull(listening)
    }

    @Test
    fun `a phone that cannot call says so`() {
        val activity = begin()
        patient.on<Screen.Invitation>()
        shadowOf(app).checkActivities(true)
        compose.runOnUiThread { activity.hands.dial("120") }
        val call = patient.see("that nothing here can call") { it.chrome.toast }
        patient.reads(call.text)
    }

    @Test
    fun `a view newer than this shell is said, with a way to call`() {
        begin()
        patient.on<Screen.Invitation>()
        app.living.newer()
        val said = words(listOf("zh-CN"))
        patient.reads(said.newer)
        patient.reads(said.newerText)
        patient.press(said.call)
        val dialled = shadowOf(app).nextStartedActivity
        assertEquals(Intent.ACTION_DIAL to "tel:${said.emergency}", dialled.action to dialled.dataString)
    }

    @Test
    fun `a core that stops is opened again, and one that keeps stopping is said`() {
        begin()
        patient.on<Screen.Invitation>()
        app.living.stopped()
        patient.on<Screen.Invitation>()
        repeat(3) { app.living.stopped() }
        val said = words(listOf("zh-CN"))
        patient.reads(said.stopped)
        patient.press(said.again)
        patient.on<Screen.Invitation>()
    }

    @Test
    fun `a phone that has no room for the vault is told so and what to do`() {
        app.noBackupFilesDir.mkdirs()
        app.noBackupFilesDir.resolve("kangban").writeText("a file where the folder should be")
        begin()
        val failed = patient.on<Screen.Failed>().value
        patient.reads(failed.title)
    }

    @Test
    fun `the screen is covered from the first frame on`() {
        val activity = begin()
        assertNotEquals(0, activity.window.attributes.flags and WindowManager.LayoutParams.FLAG_SECURE)
        val view = patient.see("the first view") { it }
        assertTrue(view.chrome.covered)
        assertNotEquals(0, activity.window.attributes.flags and WindowManager.LayoutParams.FLAG_SECURE)
    }

    private fun begin(): MainActivity {
        app.begin(NOBODY)
        var activity: MainActivity? = null
        patient.open().onActivity { activity = it }
        return checkNotNull(activity)
    }

    /** What the owner says to the system's question. */
    @Suppress("DEPRECATION")
    private fun answer(activity: MainActivity, how: Int) {
        compose.waitForIdle()
        val asked = checkNotNull(shadowOf(activity).lastRequestedPermission)
        val answers = IntArray(asked.requestedPermissions.size) { how }
        compose.runOnUiThread {
            activity.onRequestPermissionsResult(asked.requestCode, asked.requestedPermissions, answers)
        }
    }

    private companion object {
        const val NOBODY = "http://127.0.0.1:1/fhir"
        const val CODE = "ABCD-2345"
        const val SOON = 20_000L
    }
}
