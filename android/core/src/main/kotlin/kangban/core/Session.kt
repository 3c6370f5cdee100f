package kangban.core

import kangban.types.Clock
import kangban.types.Envelope
import kangban.types.Event
import kangban.types.ExportFile
import kangban.types.Request
import kangban.types.Requests
import kangban.types.ShellEffect
import kangban.types.Skill
import kangban.types.Started
import kangban.types.Tap
import kangban.types.ViewModel
import uniffi.kangban_core.Core
import uniffi.kangban_core.CoreException
import uniffi.kangban_core.CoreInterface
import uniffi.kangban_core.Shell
import java.security.SecureRandom
import java.time.ZoneId
import java.util.concurrent.CountDownLatch
import java.util.concurrent.atomic.AtomicBoolean

/** What draws the app. Called from the core's thread, one call at a time. */
interface Host {
    /** Draw this. */
    fun draw(view: ViewModel)

    /** Offer the person this file to save or share. */
    fun export(file: ExportFile)

    /** The core has stopped on a fault of its own: make a new session over the same folder. */
    fun stopped()

    /** The core says something that this shell is too old to read. */
    fun newer()
}

/** The core, with the device's clock and randomness. */
class Session internal constructor(
    private val host: Host,
    private val services: Services,
    open: (Shell) -> CoreInterface,
) : AutoCloseable {
    private val ready = CountDownLatch(1)
    private val closed = AtomicBoolean()
    private val core: CoreInterface

    /** Opens the core over a folder of its own. What is wrong with the folder is said in the first view. */
    constructor(folder: String, host: Host, services: Services) : this(host, services, { Core(folder, it) })

    init {
        core = open(
            object : Shell {
                override fun handle(effects: ByteArray) = take(effects)

                override fun stopped() = host.stopped()
            },
        )
        ready.countDown()
    }

    /** Says that the shell has started, and what the device can do: the core looks at the vault and draws. */
    fun start(baseUrl: String, languages: List<String>, online: Boolean, skills: List<Skill>) {
        val seed = ByteArray(32).also { SecureRandom().nextBytes(it) }
        send(Tap.Started(Started(seed.map { it.toUByte() }, languages, baseUrl, online, skills)))
    }

    /** Tells the core what a person did. After [close], nothing. */
    fun send(tap: Tap) {
        val clock =
            Clock(System.currentTimeMillis(), (System.nanoTime() / 1_000_000).toULong(), ZoneId.systemDefault().id)
        val event = Event.Shell(Envelope(clock, tap)).bincodeSerialize()
        whileOpen { core.update(event) }
    }

    private fun take(effects: ByteArray) {
        ready.await()
        val requests = readable { Requests.bincodeDeserialize(effects).value } ?: return
        requests.forEach(::serve)
    }

    private fun serve(request: Request) {
        when (val effect = request.effect) {
            is ShellEffect.Render -> draw()
            is ShellEffect.Export -> host.export(effect.value)
            is ShellEffect.Secret -> services.secret(effect.value, answer(request.id) { it.bincodeSerialize() })
            is ShellEffect.Notify -> services.notify(effect.value, answer(request.id) { it.bincodeSerialize() })
            is ShellEffect.Health -> services.health(effect.value, answer(request.id) { it.bincodeSerialize() })
            is ShellEffect.Open -> services.open(effect.value)
        }
    }

    private fun draw() {
        val bytes = whileOpen { core.view() } ?: return
        readable { ViewModel.bincodeDeserialize(bytes) }?.let(host::draw)
    }

    private fun <T> answer(id: UInt, encode: (T) -> ByteArray): (T) -> Unit {
        val given = AtomicBoolean()
        return { output ->
            if (!given.getAndSet(true)) {
                whileOpen { core.resolve(id, encode(output)) }
            }
        }
    }

    /** Null, and said to the host, when it is not for this shell to read. Which exception comes depends on the bytes. */
    private fun <T : Any> readable(decode: () -> T): T? = try {
        decode()
    } catch (_: Exception) {
        host.newer()
        null
    }

    /** Null when the core is closed or has stopped: the host knows of both. */
    private fun <T> whileOpen(call: () -> T): T? {
        if (closed.get()) return null
        return try {
            call()
        } catch (stopped: CoreException.Stopped) {
            null
        } catch (destroyed: IllegalStateException) {
            if (closed.get()) null else throw destroyed
        }
    }

    /** Finishes what is being written, locks the vault and lets go of the folder. */
    override fun close() {
        closed.set(true)
        (core as? AutoCloseable)?.close()
    }
}
