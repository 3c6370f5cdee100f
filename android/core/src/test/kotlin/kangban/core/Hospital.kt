package kangban.core

import java.io.File
import java.nio.file.Path
import java.util.concurrent.CompletableFuture
import java.util.concurrent.TimeUnit

/** A hospital of its own, with fictional patients. */
class Hospital(data: Path) : AutoCloseable {
    private val process: Process
    val base: String
    val code: String

    init {
        val program = File(System.getProperty("kangban.hospital.bin"))
        check(program.canExecute()) { "no hospital at $program: build it with cargo build -p kangban-hospital" }
        process = ProcessBuilder(program.path, "serve", "--listen", "127.0.0.1:0", "--data", data.toString(), "--demo")
            .redirectError(data.resolve("log").toFile())
            .start()
        val lines = mutableListOf<String>()
        val said = CompletableFuture.supplyAsync {
            process.inputStream.bufferedReader().lineSequence().onEach(lines::add).first {
                it.startsWith("invitation code")
            }
        }
        code = said.get(60, TimeUnit.SECONDS).substringAfterLast(": ")
        base = lines.first { it.startsWith("FHIR base: ") }.substringAfter(": ")
    }

    override fun close() {
        process.destroy()
        process.waitFor()
    }
}
