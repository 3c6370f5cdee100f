package kangban.core

import kangban.types.Delivery
import kangban.types.Screen
import kangban.types.SyncState
import kangban.types.Tap
import kangban.types.TodayEvent
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder
import java.nio.file.Path
import java.util.concurrent.CompletableFuture
import java.util.concurrent.TimeUnit
import kotlin.io.path.readBytes

/** The native library end to end, with a real vault and a real hospital. */
class KilledWithoutWarningTest {
    @get:Rule
    val folders = TemporaryFolder()

    @Test
    fun `what was said to be saved is there after the process was killed and nothing of it can be read on disk`() {
        val vault = folders.newFolder("vault").path
        Hospital(folders.newFolder("hospital").toPath()).use { hospital ->
            saveAndBeKilled(vault, hospital)

            Person(vault).use { person ->
                person.start(hospital.base, online = false)
                person.see("the lock") { it.on<Screen.Lock>() }
                person.type("135790")
                person.see("that this PIN is wrong") { view ->
                    view.on<Screen.Lock>()?.takeIf { it.value.pad.error.isNotEmpty() }
                }
                person.type(PIN)
                val today = person.see("today with the entry") { view ->
                    view.on<Screen.Today>()?.value?.takeIf { it.entries.isNotEmpty() }
                }
                assertEquals("one entry, and no other", 1, today.entries.size)
                person.session.send(Tap.Today(TodayEvent.EntryOpened(today.entries.single().id)))
                val entry = person.see("the entry") { it.on<Screen.Entry>() }.toString()
                assertTrue(entry, entry.contains(NOTE) && entry.contains("8"))

                // The network returns, and the hospital confirms what was never sent before.
                person.session.send(Tap.Back)
                person.session.send(Tap.Network(true))
                person.see("that the hospital has it") { view ->
                    view.on<Screen.Today>()?.value?.takeIf { today ->
                        today.sync.state == SyncState.RECEIVED &&
                            today.entries.all { it.mark.state == Delivery.RECEIVED }
                    }
                }
            }
        }
        val files = Path.of(vault).toFile().walk().filter { it.isFile }.toList()
        assertTrue(files.any { it.name == "records.db" })
        for (secret in listOf(NOTE, "throbbing", "Observation", PIN)) {
            assertFalse(secret, files.any { it.toPath().readBytes().contains(secret.toByteArray()) })
        }
    }

    /** Ends a JVM of its own with SIGKILL as soon as its screen said that the entry is saved. */
    private fun saveAndBeKilled(vault: String, hospital: Hospital) {
        val java = Path.of(System.getProperty("java.home"), "bin", "java").toString()
        val child = ProcessBuilder(
            java,
            "-Djna.library.path=" + System.getProperty("jna.library.path"),
            "-cp",
            System.getProperty("java.class.path"),
            "kangban.core.Child",
            vault,
            hospital.base,
            hospital.code,
            PIN,
        ).redirectErrorStream(true).start()
        val said = CompletableFuture.supplyAsync {
            val lines = mutableListOf<String>()
            child.inputStream.bufferedReader().lineSequence().onEach(lines::add).find { it.startsWith(SAVED) }
                ?: error(lines.joinToString("\n"))
        }
        try {
            said.get(90, TimeUnit.SECONDS)
        } finally {
            child.destroyForcibly().waitFor()
        }
    }

    private fun ByteArray.contains(part: ByteArray) =
        (0..size - part.size).any { at -> part.indices.all { this[at + it] == part[it] } }

    private companion object {
        const val PIN = "204681"
    }
}
