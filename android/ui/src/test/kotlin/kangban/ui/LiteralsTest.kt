package kangban.ui

import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import java.io.File

class LiteralsTest {
    @Test
    fun noSourceOfTheShellHoldsAWordThatAPersonReads() {
        val sources = MODULES.flatMap { module ->
            File(android, "$module/src/main").walk().filter { it.extension == "kt" }.toList()
        }
        assertTrue("only ${sources.size} sources", sources.size > 30)
        val faults = sources.flatMap { file ->
            literals(file.readText()).mapNotNull { literal ->
                literal.fault()?.let { "${file.relativeTo(android)}:${literal.line}: \"${literal.text}\" $it" }
            }
        }
        assertEquals("", faults.joinToString("\n"))
    }

    @Test
    fun theResourcesHoldOnlyTheAppsName() {
        val names = File(android, "app/src/main/res").walk().filter { it.name == "strings.xml" }
            .flatMap { Regex("""<string name="(\w+)"""").findAll(it.readText()).map { found -> found.groupValues[1] } }
        assertEquals(emptyList<String>(), names.filter { it != "app_name" }.toList())
        val manifests = File(android, "app/src/main").walk().filter { it.name == "AndroidManifest.xml" }
        val labels = manifests.flatMap { Regex("""android:(?:label|description)="([^"]*)"""").findAll(it.readText()) }
        assertEquals(emptyList<String>(), labels.map { it.groupValues[1] }.filter { !it.startsWith("@") }.toList())
    }

    @Test
    fun aWordInASinkIsFound() {
        assertEquals("is handed to Text", fault("""Text("Save", Modifier)"""))
        assertEquals("is handed to Text", fault("""Column { Text(text = "Save") }"""))
        assertEquals("is drawn as contentDescription", fault("""Modifier.semantics { contentDescription = "Close" }"""))
        assertEquals("is drawn as label", fault("""Button(onClick = { send() }, label = "OK")"""))
        assertEquals("is handed to setContentTitle", fault("""builder.setContentTitle("Reminder")"""))
        assertEquals("is handed to Text", fault("Text(\"\"\"Save\"\"\")"))
    }

    @Test
    fun aLanguageIsFoundWhereverItStands() {
        assertEquals("has letters of a language", fault("""val word = "保存""""))
        assertEquals("has letters of a language", fault("""val word = "\u4fdd""""))
        assertEquals("has letters of a language", fault("""send("${'$'}{if (a) "已" else b}")"""))
        assertEquals("reads like a sentence", fault("""val word = "Try again""""))
        assertEquals("reads like a sentence", fault("""show("${'$'}count entries wait")"""))
    }

    @Test
    fun whatNobodyReadsMayStand() {
        val allowed = """
            // Text("Save") 保存
            /* Text("Save") /* 保存 */ 保存 */
            @Suppress("ktlint:standard:function-naming")
            val c = '"'
            Icon("close")
            Modifier.testTag("field")
            error("the core stopped early")
            throw IllegalStateException("no such thing here")
            Text("${'$'}author · ${'$'}when")
            Text("${'$'}{view.title} / ${'$'}{view.of["key"]}")
            when (kind) { "image/png" -> "a" }
            Regex("[^0-9]+")
        """
        assertEquals(emptyList<String>(), literals(allowed).mapNotNull { it.fault() })
    }

    @Test
    fun aLiteralIsFoundOnItsLine() {
        val found = literals("a\n\"one\"\nb(\"\"\"two\nthree\"\"\")\nc = \"four\"")
        assertEquals(listOf(2 to "one", 3 to "two\nthree", 5 to "four"), found.map { it.line to it.text })
        assertEquals(listOf("", "b", ""), found.map { it.callee })
        assertEquals(listOf("", "", "c"), found.map { it.name })
    }

    private fun fault(source: String) = literals(source).firstNotNullOfOrNull { it.fault() }

    private companion object {
        val MODULES = listOf("core", "ui", "platform", "app")
        val android: File = generateSequence(File("").absoluteFile) { it.parentFile }
            .map { if (it.name == "android") it else File(it, "android") }
            .first { File(it, "pom.xml").exists() }
    }
}
