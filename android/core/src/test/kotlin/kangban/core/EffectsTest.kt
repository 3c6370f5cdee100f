package kangban.core

import kangban.types.Consent
import kangban.types.ExportFile
import kangban.types.HealthKind
import kangban.types.HealthOp
import kangban.types.HealthOut
import kangban.types.HealthReading
import kangban.types.NotifyOp
import kangban.types.NotifyOut
import kangban.types.SecretKey
import kangban.types.SecretOp
import kangban.types.SecretOut
import kangban.types.SystemPage
import kangban.types.ViewModel
import org.json.JSONArray
import org.json.JSONObject
import org.junit.Assert.assertArrayEquals
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import uniffi.kangban_core.CoreInterface
import uniffi.kangban_core.Shell
import java.io.File
import java.util.Base64

/** Every effect that reaches a shell: its request is understood, and the device's answer goes back to the byte. */
class EffectsTest {
    private val root = File(System.getProperty("kangban.root"))
    private val golden = root.resolve("tests/shells/golden")
    private val starting = view("starting.json")

    @Test
    fun `every effect is carried out by the one who can and answered as the core expects`() {
        val effects = JSONObject(golden.resolve("effects.json").readText()).getJSONArray("effects").objects()
        assertTrue(effects.isNotEmpty())
        val proven = effects.map { effect ->
            val name = effect.getString("name")
            val device = Device(effect.opt("given"))
            val core = RecordedCore(starting)
            Session(device, device, core::open).use { core.shell.handle(bytes(effect.getString("request"))) }
            assertEquals(name, listOf(name), device.did)
            val answer = bytes(effect.getString("answer"))
            if (answer.isEmpty()) {
                assertTrue("$name is answered", core.answers.isEmpty())
            } else {
                val (id, given) = core.answers.single()
                assertEquals(7u, id)
                assertArrayEquals(name, answer, given)
            }
            name
        }
        assertEquals("no effect twice", proven.size, proven.toSet().size)
        val parity = root.resolve("out/parity/android-effects.json").apply { parentFile.mkdirs() }
        parity.writeText(JSONObject(mapOf("shell" to "android", "effects" to proven)).toString(2) + "\n")
    }

    @Test
    fun `a view of a newer core is told as such`() {
        val device = Device(null)
        val core = RecordedCore(bytes(JSONObject(golden.resolve("newer.json").readText()).getString("view")))
        Session(device, device, core::open).use { core.shell.handle(request("Render")) }
        assertEquals(listOf("newer"), device.did)
    }

    private fun request(name: String): ByteArray {
        val effects = JSONObject(golden.resolve("effects.json").readText()).getJSONArray("effects").objects()
        return bytes(effects.first { it.getString("name") == name }.getString("request"))
    }

    private fun view(file: String): ByteArray {
        val states = JSONObject(golden.resolve(file).readText()).getJSONArray("states").objects()
        return bytes(states.first().getString("view"))
    }

    private fun bytes(text: String): ByteArray = Base64.getDecoder().decode(text)
}

private fun JSONArray.objects() = List(length(), ::getJSONObject)

private class RecordedCore(private val view: ByteArray) : CoreInterface {
    lateinit var shell: Shell
    val answers = mutableListOf<Pair<UInt, ByteArray>>()

    fun open(shell: Shell): CoreInterface {
        this.shell = shell
        return this
    }

    override fun update(event: ByteArray) = error("nobody taps")

    override fun resolve(id: UInt, output: ByteArray) {
        answers += id to output
    }

    override fun view() = view
}

/** Says what it was asked for, and gives what the file says. */
private class Device(private val given: Any?) :
    Host,
    Services {
    val did = mutableListOf<String>()

    override fun draw(view: ViewModel) = note("Render")

    override fun export(file: ExportFile) {
        assertTrue(file.name.isNotEmpty() && file.mime.isNotEmpty() && file.bytes.isNotEmpty())
        note("Export")
    }

    override fun stopped() = note("stopped")

    override fun newer() = note("newer")

    override fun secret(op: SecretOp, answer: (SecretOut) -> Unit) {
        note("Secret.${op::class.simpleName}")
        answer(
            when (given) {
                "Removed" -> SecretOut.Removed

                "Cancelled" -> SecretOut.Cancelled

                "Changed" -> SecretOut.Changed

                "Lost" -> SecretOut.Lost

                "Unavailable" -> SecretOut.Unavailable

                else -> SecretOut.Key(
                    SecretKey(
                        fields().getJSONObject("Key").getJSONArray("bytes").map {
                            it.toInt().toUByte()
                        }
                    )
                )
            }
        )
    }

    override fun notify(op: NotifyOp, answer: (NotifyOut) -> Unit) {
        note("Notify.${op::class.simpleName}")
        answer(NotifyOut(consent(), fields().getBoolean("exact")))
    }

    override fun health(op: HealthOp, answer: (HealthOut) -> Unit) {
        note("Health.${op::class.simpleName}")
        val readings = fields().getJSONArray("readings").objects().map(::reading)
        answer(HealthOut(consent(), readings, fields().getBoolean("more")))
    }

    override fun open(page: SystemPage) =
        note("Open." + pages.single { it.uppercase() == page.name })

    private fun keyBytes() = fields().getJSONObject("Key").getJSONArray("bytes").map { it.toInt().toUByte() }

    private fun fields() = given as JSONObject

    private fun consent() = Consent.valueOf(fields().getString("consent").uppercase())

    private fun reading(from: JSONObject) = HealthReading(
        id = from.getString("id"),
        kind = HealthKind.valueOf(from.getString("kind").uppercase()),
        startMs = from.getLong("start_ms"),
        endMs = from.getLong("end_ms"),
        values = from.getJSONArray("values").map { it.toLong() },
        device = from.getString("device"),
        source = from.getString("source"),
        typed = from.getBoolean("typed")
    )

    private fun <T> JSONArray.map(to: (Number) -> T) = List(length()) { to(getNumber(it)) }

    private fun note(what: String) {
        did += what
    }

    private companion object {
        // The generated enum writes its names in capitals alone.
        val pages = listOf("Permissions", "Notices", "ExactNotices", "Biometrics", "Health")
    }
}
