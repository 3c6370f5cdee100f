package kangban.app

import android.content.Context
import android.os.Handler
import android.os.Looper
import android.os.SystemClock
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import kangban.core.Host
import kangban.core.Services
import kangban.core.Session
import kangban.platform.Networks
import kangban.types.ExportFile
import kangban.types.Skill
import kangban.types.Tap
import kangban.types.ViewModel
import uniffi.kangban_core.CoreException
import java.io.File
import java.util.concurrent.Executors

/** What is on the screen. */
sealed interface Shown {
    /** The core is being opened. */
    data object Opening : Shown

    /** What the core says. */
    data class View(val view: ViewModel) : Shown

    /** The core has stopped on a fault of its own, again and again. */
    data object Stopped : Shown

    /** The core says what this shell is too old to read. */
    data object Newer : Shown
}

/**
 * The core in this process. It outlives every activity: turning the phone loses nothing.
 *
 * @param hospital the FHIR base of the hospital
 * @param skills what this phone can do
 * @param services does for the core what the phone can do
 * @param given takes a file that the core gives to the person, on the main thread
 */
class Living(
    private val context: Context,
    private val hospital: String,
    private val skills: List<Skill>,
    private val services: Services,
    private val given: (ExportFile) -> Unit,
) : Host {
    private val main = Handler(Looper.getMainLooper())
    private val networks = Networks(context)

    // One thread enters the core, and the screen never waits for it.
    private val calls = Executors.newSingleThreadExecutor { Thread(it, "kangban-calls") }
    private var session: Session? = null
    private val stops = ArrayDeque<Long>()

    /** What to draw. Changes on the main thread. */
    var shown by mutableStateOf<Shown>(Shown.Opening)
        private set

    /** Opens the core over the app's own folder. */
    fun open() {
        shown = Shown.Opening
        val folder = File(context.noBackupFilesDir, FOLDER).apply { mkdirs() }
        val languages = languages(context)
        calls.execute {
            try {
                session = Session(folder.path, this, services)
                session?.start(hospital, languages, networks.online(), skills)
                networks.watch { send(Tap.Network(it)) }
            } catch (_: CoreException) {
                show(Shown.Stopped)
            }
        }
    }

    /** Tells the core what happened; nobody, after [close]. */
    fun send(tap: Tap) {
        if (!calls.isShutdown) calls.execute { session?.send(tap) }
    }

    /** Ends the core and waits until it has let go of its folder. */
    fun close() {
        networks.close()
        if (calls.isShutdown) return
        calls.submit { session?.close() }.get()
        calls.shutdown()
    }

    override fun draw(view: ViewModel) = show(Shown.View(view))

    override fun export(file: ExportFile) {
        main.post { given(file) }
    }

    override fun newer() = show(Shown.Newer)

    /** What was acknowledged is on disk, so a new core goes on from there; but not for ever. */
    override fun stopped() {
        main.post {
            val now = SystemClock.elapsedRealtime()
            stops.removeAll { now - it > SPAN }
            stops.addLast(now)
            networks.close()
            calls.execute {
                session?.close()
                session = null
            }
            if (stops.size > RESTARTS) shown = Shown.Stopped else open()
        }
    }

    private fun show(what: Shown) {
        main.post { shown = what }
    }

    companion object {
        private const val FOLDER = "kangban"
        private const val RESTARTS = 3
        private const val SPAN = 60_000L

        /** The person's languages, best first, BCP 47. */
        fun languages(context: Context): List<String> {
            val locales = context.resources.configuration.locales
            return List(locales.size()) { locales[it].toLanguageTag() }
        }
    }
}
