package kangban.core

import kangban.types.Clock
import kangban.types.Envelope
import kangban.types.Event
import kangban.types.ExportFile
import kangban.types.Requests
import kangban.types.ShellEffect
import kangban.types.Started
import kangban.types.Tap
import kangban.types.ViewModel
import uniffi.kangban_core.Core
import uniffi.kangban_core.Shell
import java.security.SecureRandom
import java.time.ZoneId
import java.util.concurrent.CountDownLatch

/** What draws the app. Called from the core's thread, one call at a time. */
interface Host {
    /** Draw this. */
    fun draw(view: ViewModel)

    /** Offer the person this file to save or share. */
    fun export(file: ExportFile)

    /** The core has stopped on a fault of its own: make a new session over the same folder. */
    fun stopped()
}

/** The core over a folder of its own, with the device's clock and randomness. */
class Session(folder: String, private val host: Host) : AutoCloseable {
    private val ready = CountDownLatch(1)
    private val core: Core

    init {
        core = Core(
            folder,
            object : Shell {
                override fun handle(effects: ByteArray) = serve(effects)

                override fun stopped() = host.stopped()
            },
        )
        ready.countDown()
    }

    /** Says that the shell has started: the core looks at the vault and draws. */
    fun start(baseUrl: String, languages: List<String>, online: Boolean) {
        val seed = ByteArray(32).also { SecureRandom().nextBytes(it) }
        send(Tap.Started(Started(seed.map { it.toUByte() }, languages, baseUrl, online)))
    }

    /** Tells the core what a person did. */
    fun send(tap: Tap) {
        val clock = Clock(System.currentTimeMillis(), (System.nanoTime() / 1_000_000).toULong(), ZoneId.systemDefault().id)
        core.update(Event.Shell(Envelope(clock, tap)).bincodeSerialize())
    }

    private fun serve(effects: ByteArray) {
        ready.await()
        for (request in Requests.bincodeDeserialize(effects).value) {
            when (val effect = request.effect) {
                is ShellEffect.Render -> host.draw(ViewModel.bincodeDeserialize(core.view()))
                is ShellEffect.Export -> host.export(effect.value)
            }
        }
    }

    /** Finishes what is being written, locks the vault and lets go of the folder. */
    override fun close() = core.close()
}
