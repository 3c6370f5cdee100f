package kangban.core

import kangban.types.ExportFile
import kangban.types.HealthOp
import kangban.types.HealthOut
import kangban.types.LockEvent
import kangban.types.NotifyOp
import kangban.types.NotifyOut
import kangban.types.Screen
import kangban.types.SecretOp
import kangban.types.SecretOut
import kangban.types.SystemPage
import kangban.types.Tap
import kangban.types.ViewModel
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit

/** Somebody who looks at the screen and taps on it. */
class Person(folder: String) : Host, AutoCloseable {
    private val drawn = LinkedBlockingQueue<ViewModel>()
    val session = Session(folder, this, NothingAsked)

    override fun draw(view: ViewModel) = drawn.put(view)

    override fun export(file: ExportFile) = error("nobody asked for a file")

    override fun stopped() = error("the core stopped")

    override fun newer() = error("the view is newer than this shell")

    /** Opens the app on a device that can do nothing for the core. */
    fun start(baseUrl: String, online: Boolean) = session.start(baseUrl, listOf("zh-CN"), online, emptyList())

    /** Waits until the screen says something; fails with the last screen after half a minute. */
    fun <T : Any> see(what: String, look: (ViewModel) -> T?): T {
        val until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30)
        var last: ViewModel? = null
        while (true) {
            val view = drawn.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS)
                ?: error("did not see $what; the screen is ${last?.screen}")
            look(view)?.let { return it }
            last = view
        }
    }

    fun type(pin: String) = pin.forEach { session.send(Tap.Lock(LockEvent.Digit(it.digitToInt().toUByte()))) }

    override fun close() = session.close()
}

/** The screen in front, when it is of this kind. */
inline fun <reified S : Screen> ViewModel.on(): S? = screen as? S

/** A device that was said to have no skill: whoever asks it for something is wrong. */
private object NothingAsked : Services {
    override fun secret(op: SecretOp, answer: (SecretOut) -> Unit) = error("asked for a secret")

    override fun notify(op: NotifyOp, answer: (NotifyOut) -> Unit) = error("asked about notices")

    override fun health(op: HealthOp, answer: (HealthOut) -> Unit) = error("asked for readings")

    override fun open(page: SystemPage) = error("sent to the settings")
}
