package kangban.platform

import android.Manifest
import android.app.Application
import android.os.Bundle
import android.speech.RecognizerIntent
import android.speech.SpeechRecognizer
import android.speech.tts.TextToSpeech
import kangban.types.Trouble
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.shadows.ShadowLooper
import org.robolectric.shadows.ShadowSpeechRecognizer
import org.robolectric.shadows.ShadowTextToSpeech
import java.util.Locale

@RunWith(RobolectricTestRunner::class)
class SpeechTest {
    private val app: Application get() = RuntimeEnvironment.getApplication()
    private val dictation by lazy { Dictation(app) }
    private val heard = mutableListOf<String>()
    private val troubles = mutableListOf<Trouble>()

    // What the owner says when asked for the microphone.
    private var owner: () -> Unit = {}

    @Before
    fun understood() = ShadowSpeechRecognizer.setIsOnDeviceRecognitionAvailable(true)

    @Test
    fun `what was said comes back, in the language of the app`() {
        owner = { shadowOf(app).grantPermissions(Manifest.permission.RECORD_AUDIO) }
        val recognizer = listen()
        assertEquals("zh-CN", recognizer.lastRecognizerIntent.getStringExtra(RecognizerIntent.EXTRA_LANGUAGE))
        recognizer.triggerOnResults(results("伤口疼", "商口疼"))
        assertEquals(listOf("伤口疼"), heard)
        assertTrue(troubles.isEmpty())
    }

    @Test
    fun `the microphone refused is told, and granted later it works`() {
        dictation.listen("en", asking(), heard::add, troubles::add)
        assertEquals(listOf(Trouble.MICROPHONEREFUSED), troubles)
        shadowOf(app).grantPermissions(Manifest.permission.RECORD_AUDIO)
        listen().triggerOnResults(results("it hurts"))
        assertEquals(listOf("it hurts"), heard)
    }

    @Test
    fun `silence is no trouble, a recogniser that does not work is one`() {
        shadowOf(app).grantPermissions(Manifest.permission.RECORD_AUDIO)
        listen().triggerOnError(SpeechRecognizer.ERROR_NO_MATCH)
        assertTrue(troubles.isEmpty())
        listen().triggerOnError(SpeechRecognizer.ERROR_LANGUAGE_UNAVAILABLE)
        assertEquals(listOf(Trouble.SPEECHMISSING), troubles)
    }

    @Test
    fun `a phone that would send the voice elsewhere has no dictation`() {
        ShadowSpeechRecognizer.setIsOnDeviceRecognitionAvailable(false)
        assertFalse(Dictation.possible(app))
        shadowOf(app).grantPermissions(Manifest.permission.RECORD_AUDIO)
        dictation.listen("en", asking(), heard::add, troubles::add)
        assertEquals(listOf(Trouble.SPEECHMISSING), troubles)
    }

    @Test
    fun `a text is read aloud once the engine is ready, and hushed`() {
        ShadowTextToSpeech.addLanguageAvailability(Locale.forLanguageTag("zh-CN"))
        val speaker = Speaker(app) { troubles += Trouble.SPEECHMISSING }
        speaker.speak("zh-CN", "first")
        speaker.speak("zh-CN", "今天下午到病区来")
        val engine = engine()
        assertTrue("not before it is ready", engine.spokenTextList.isEmpty())
        ready(TextToSpeech.SUCCESS)
        assertEquals(listOf("今天下午到病区来"), engine.spokenTextList)
        assertEquals(Locale.forLanguageTag("zh-CN"), engine.currentLanguage)
        speaker.hush()
        assertTrue(engine.isStopped)
        assertTrue(troubles.isEmpty())
    }

    @Test
    fun `a phone without a voice says so`() {
        val speaker = Speaker(app) { troubles += Trouble.SPEECHMISSING }
        speaker.speak("zh-CN", "text")
        ready(TextToSpeech.ERROR)
        assertEquals(listOf(Trouble.SPEECHMISSING), troubles)
        ShadowTextToSpeech.addLanguageAvailability(Locale.ENGLISH)
        speaker.speak("zh-CN", "text")
        ready(TextToSpeech.SUCCESS)
        assertEquals(2, troubles.size)
    }

    @After
    fun silence() = dictation.close()

    private fun listen(): ShadowSpeechRecognizer {
        dictation.listen("zh-CN", asking(), heard::add, troubles::add)
        ShadowLooper.idleMainLooper()
        return shadowOf(ShadowSpeechRecognizer.getLatestSpeechRecognizer())
    }

    private fun asking() = Permissions { _, done ->
        owner()
        done()
    }

    private fun results(vararg texts: String) =
        Bundle().apply { putStringArrayList(SpeechRecognizer.RESULTS_RECOGNITION, arrayListOf(*texts)) }

    private fun engine() = shadowOf(ShadowTextToSpeech.getLastTextToSpeechInstance())

    private fun ready(status: Int) = engine().onInitListener.onInit(status)
}
