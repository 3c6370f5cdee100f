package kangban.core

import java.io.File
import java.nio.file.Path
import java.util.concurrent.CompletableFuture
import java.util.concurrent.TimeUnit

/** A hospital of its own, with fictional patients. */
class Hospital(private val data: Path) : AutoCloseable {
    private var process: Process? = null
    private var address = "127.0.0.1:0"

    /** Its FHIR base. */
    var base = ""
        private set

    /** The invitation code of its first patient. */
    var code = ""
        private set

    /** Where its own pages begin. */
    val origin get() = base.removeSuffix("/fhir")

    init {
        open()
    }

    /** Kills it: connections to it are refused from now on. */
    fun goAway() {
        process?.destroyForcibly()?.waitFor()
        process = null
    }

    /** Starts it again over the same data and at the same address. */
    fun comeBack() = open()

    private fun open() {
        val program = File(System.getProperty("kangban.hospital.bin"))
        check(program.canExecute()) { "no hospital at $program: build it with cargo build -p kangban-hospital" }
        val started = ProcessBuilder(program.path, "serve", "--listen", address, "--data", data.toString(), "--demo")
            .redirectError(data.resolve("log").toFile())
            .start()
        val lines = mutableListOf<String>()
        val said = CompletableFuture.supplyAsync {
            started.inputStream.bufferedReader().lineSequence().onEach(lines::add).first {
                it.startsWith("invitation code")
            }
        }
        code = said.get(60, TimeUnit.SECONDS).substringAfterLast(": ")
        base = lines.first { it.startsWith("FHIR base: ") }.substringAfter(": ")
        address = origin.substringAfter("://")
        process = started
    }

    override fun close() {
        process?.destroy()
        process?.waitFor()
    }
}
