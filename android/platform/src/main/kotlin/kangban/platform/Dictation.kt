package kangban.platform

import android.Manifest
import android.content.Context
import android.content.Intent
import android.content.pm.PackageManager
import android.os.Build
import android.os.Bundle
import android.speech.RecognitionListener
import android.speech.RecognizerIntent
import android.speech.SpeechRecognizer
import kangban.types.Trouble

/** Turns speech into text on the phone itself: what is said goes to nobody's server. */
class Dictation(private val context: Context) : AutoCloseable {
    private var recognizer: SpeechRecognizer? = null

    /**
     * Listens until the speaker is silent. One of [heard] and [trouble] is called; neither when nothing was said or the
     * next dictation began. To be called on the main thread, as both are.
     */
    fun listen(language: String, permissions: Permissions, heard: (String) -> Unit, trouble: (Trouble) -> Unit) {
        if (allowed()) return start(language, heard, trouble)
        permissions.ask(listOf(Manifest.permission.RECORD_AUDIO)) {
            if (allowed()) start(language, heard, trouble) else trouble(Trouble.MICROPHONEREFUSED)
        }
    }

    private fun allowed() =
        context.checkSelfPermission(Manifest.permission.RECORD_AUDIO) == PackageManager.PERMISSION_GRANTED

    private fun start(language: String, heard: (String) -> Unit, trouble: (Trouble) -> Unit) {
        close()
        if (!possible(context)) return trouble(Trouble.SPEECHMISSING)
        val listener = Listener(heard, trouble)
        recognizer = SpeechRecognizer.createOnDeviceSpeechRecognizer(context).apply {
            setRecognitionListener(listener)
            startListening(
                Intent(RecognizerIntent.ACTION_RECOGNIZE_SPEECH)
                    .putExtra(RecognizerIntent.EXTRA_LANGUAGE_MODEL, RecognizerIntent.LANGUAGE_MODEL_FREE_FORM)
                    .putExtra(RecognizerIntent.EXTRA_LANGUAGE, language),
            )
        }
    }

    override fun close() {
        recognizer?.destroy()
        recognizer = null
    }

    /** What the recogniser tells; only its end matters. */
    internal class Listener(private val heard: (String) -> Unit, private val trouble: (Trouble) -> Unit) :
        RecognitionListener {
        override fun onResults(results: Bundle) {
            val best = results.getStringArrayList(SpeechRecognizer.RESULTS_RECOGNITION)?.firstOrNull()
            if (!best.isNullOrBlank()) heard(best)
        }

        override fun onError(error: Int) = when (error) {
            SpeechRecognizer.ERROR_NO_MATCH,
            SpeechRecognizer.ERROR_SPEECH_TIMEOUT,
            SpeechRecognizer.ERROR_CLIENT,
            -> Unit

            SpeechRecognizer.ERROR_INSUFFICIENT_PERMISSIONS -> trouble(Trouble.MICROPHONEREFUSED)

            else -> trouble(Trouble.SPEECHMISSING)
        }

        override fun onReadyForSpeech(params: Bundle?) = Unit

        override fun onBeginningOfSpeech() = Unit

        override fun onRmsChanged(level: Float) = Unit

        override fun onBufferReceived(buffer: ByteArray?) = Unit

        override fun onEndOfSpeech() = Unit

        override fun onPartialResults(results: Bundle?) = Unit

        override fun onEvent(type: Int, params: Bundle?) = Unit
    }

    companion object {
        /** Whether the phone understands speech without a server. */
        fun possible(context: Context) =
            Build.VERSION.SDK_INT >= Build.VERSION_CODES.S && SpeechRecognizer.isOnDeviceRecognitionAvailable(context)
    }
}
