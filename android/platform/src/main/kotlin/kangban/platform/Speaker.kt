package kangban.platform

import android.content.Context
import android.speech.tts.TextToSpeech
import java.util.Locale

/**
 * Reads texts aloud.
 *
 * @param unable told when the phone has no voice for it
 */
class Speaker(private val context: Context, private val unable: () -> Unit) : AutoCloseable {
    private var engine: TextToSpeech? = null
    private var ready = false
    private var waiting: Pair<String, String>? = null

    /** Reads this, in this language (BCP 47), instead of what is being read. */
    fun speak(language: String, text: String) {
        waiting = language to text
        if (engine == null) engine = TextToSpeech(context) { started(it == TextToSpeech.SUCCESS) } else speakWaiting()
    }

    /** Stops reading. */
    fun hush() {
        waiting = null
        engine?.stop()
    }

    private fun started(well: Boolean) {
        ready = well
        if (well) return speakWaiting()
        close()
        unable()
    }

    private fun speakWaiting() {
        val engine = engine?.takeIf { ready } ?: return
        val (language, text) = waiting ?: return
        waiting = null
        if (engine.setLanguage(Locale.forLanguageTag(language)) < TextToSpeech.LANG_AVAILABLE) return unable()
        // A list of sentences is longer than an engine takes at once.
        text.chunked(TextToSpeech.getMaxSpeechInputLength()).forEachIndexed { at, part ->
            engine.speak(part, if (at == 0) TextToSpeech.QUEUE_FLUSH else TextToSpeech.QUEUE_ADD, null, "$at")
        }
    }

    override fun close() {
        engine?.shutdown()
        engine = null
        ready = false
        waiting = null
    }
}
