package kangban.core

import kangban.types.Consent
import kangban.types.ExportFile
import kangban.types.HealthOp
import kangban.types.HealthOut
import kangban.types.NotifyOp
import kangban.types.NotifyOut
import kangban.types.RenderOperation
import kangban.types.Request
import kangban.types.Requests
import kangban.types.SecretOp
import kangban.types.SecretOut
import kangban.types.ShellEffect
import kangban.types.SystemPage
import kangban.types.Tap
import kangban.types.ViewModel
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import uniffi.kangban_core.CoreException
import uniffi.kangban_core.CoreInterface
import uniffi.kangban_core.Shell

/** The session over a core of the test's. */
class SessionTest {
    private val core = FakeCore()
    private val host = Told()
    private val asked = mutableListOf<(NotifyOut) -> Unit>()
    private val session = Session(host, Notified(asked), core::open)

    @Test
    fun `a view that cannot be read is told as newer and is not drawn`() {
        for (view in listOf(byteArrayOf(), ByteArray(3) { -1 }, ByteArray(4000) { -1 })) {
            core.view = view
            core.tell(ShellEffect.Render(RenderOperation))
        }
        assertEquals(listOf("newer", "newer", "newer"), host.told)
    }

    @Test
    fun `an effect that this shell does not know is told as newer`() {
        core.shell.handle(byteArrayOf(1, 0, 0, 0, 0, 0, 0, 0, 7, 0, 0, 0, 99, 0, 0, 0))
        assertEquals(listOf("newer"), host.told)
    }

    @Test
    fun `the first of several answers is the one that counts`() {
        core.tell(ShellEffect.Notify(NotifyOp.Look))
        val out = NotifyOut(Consent.GRANTED, exact = true)
        asked.single()(out)
        asked.single()(NotifyOut(Consent.REFUSED, exact = false))
        val (id, bytes) = core.answers.single()
        assertEquals(7u, id)
        assertEquals(out, NotifyOut.bincodeDeserialize(bytes))
    }

    @Test
    fun `an answer that comes after the session was closed goes nowhere`() {
        core.tell(ShellEffect.Notify(NotifyOp.Look))
        session.close()
        asked.single()(NotifyOut(Consent.GRANTED, exact = true))
        session.send(Tap.Tick)
        assertTrue(core.answers.isEmpty())
        assertEquals(0, core.events)
    }

    @Test
    fun `a tap on a core that has stopped does no harm`() {
        core.stopped = true
        session.send(Tap.Tick)
        core.shell.stopped()
        assertEquals(listOf("stopped"), host.told)
    }
}

private class FakeCore : CoreInterface {
    lateinit var shell: Shell
    var view = byteArrayOf()
    var stopped = false
    var events = 0
    val answers = mutableListOf<Pair<UInt, ByteArray>>()

    fun open(shell: Shell): CoreInterface {
        this.shell = shell
        return this
    }

    fun tell(effect: ShellEffect) = shell.handle(Requests(listOf(Request(7u, effect))).bincodeSerialize())

    override fun update(event: ByteArray) {
        if (stopped) throw CoreException.Stopped("the core has stopped")
        events++
    }

    override fun resolve(id: UInt, output: ByteArray) {
        answers += id to output
    }

    override fun view() = view
}

private class Told : Host {
    val told = mutableListOf<String>()

    override fun draw(view: ViewModel) = note("draw")

    override fun export(file: ExportFile) = note("export")

    override fun stopped() = note("stopped")

    override fun newer() = note("newer")

    private fun note(what: String) {
        told += what
    }
}

private class Notified(private val asked: MutableList<(NotifyOut) -> Unit>) : Services {
    override fun secret(op: SecretOp, answer: (SecretOut) -> Unit) = error("asked for a secret")

    override fun notify(op: NotifyOp, answer: (NotifyOut) -> Unit) {
        asked += answer
    }

    override fun health(op: HealthOp, answer: (HealthOut) -> Unit) = error("asked for readings")

    override fun open(page: SystemPage) = error("sent to the settings")
}
