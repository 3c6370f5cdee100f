package kangban.app

import android.app.Application
import android.os.Handler
import android.os.Looper
import kangban.core.Services
import kangban.platform.HandedFiles
import kangban.platform.NoticeReceiver
import kangban.platform.Notices
import kangban.platform.Permissions
import kangban.platform.WakeService
import kangban.types.ExportFile
import kangban.types.Skill
import kangban.types.Tap
import kangban.types.Trouble

/** The app's process: it holds the core, and what the activity in front does for it. */
open class KangbanApplication : Application(), NoticeReceiver.Awake, WakeService.Wakeable {
    /** What only an activity can do. */
    interface Front : Permissions {
        /** Offers a file to other apps. */
        fun share(file: ExportFile)
    }

    private val main = Handler(Looper.getMainLooper())

    /** The activity in front; null while there is none. */
    var front: Front? = null

    /** The core. */
    lateinit var living: Living
        private set

    override fun onCreate() {
        super.onCreate()
        HandedFiles.clearPhotos(this)
        WakeService.ask(this)
        begin()
    }

    /** Opens the core, and tells it what was pressed while it was not running. */
    open fun begin() {
        living = Living(this, hospital(), skills(), services()) { front?.share(it) }
        living.open()
        noticeChosen()
    }

    /** The FHIR base of the hospital that this app is built for. */
    protected open fun hospital(): String = getString(R.string.hospital_base)

    /** What this phone can do. */
    protected open fun skills(): List<Skill> = Phone.skills(this)

    /** What carries the core's effects out. */
    protected open fun services(): Services = Phone(this, ::ask) { living.send(Tap.Trouble(Trouble.NOAPP)) }

    override fun noticeChosen() = Notices(this).takeChosen().forEach { living.send(Tap.Notice(it)) }

    override fun clockChanged() {
        // A tick says that somebody is in front; whoever comes back ticks anyway.
        if (front != null) living.send(Tap.Tick)
    }

    override fun woken(done: () -> Unit) {
        living.send(Tap.Woken)
        // The core says nothing of an end. Its requests take no longer than this.
        main.postDelayed(done, MOMENT)
    }

    private fun ask(permissions: List<String>, done: () -> Unit) = front?.ask(permissions, done) ?: done()

    private companion object {
        const val MOMENT = 60_000L
    }
}
