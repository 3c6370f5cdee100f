package kangban.ui

/** A string literal of a Kotlin source: its own letters, without what templates put in, and where it stands. */
data class Literal(val line: Int, val text: String, val callee: String, val name: String)

/** What is wrong with a literal, or null where it may stand in a shell: all that a person reads comes from the core. */
fun Literal.fault(): String? = when {
    callee in FOR_DEVELOPERS || FOR_DEVELOPERS_ENDS.any(callee::endsWith) -> null
    text.any { it.isLetter() && it.code > ASCII } -> "has letters of a language"
    !text.any(Char::isLetter) -> null
    callee in DRAWN_BY -> "is handed to $callee"
    name in DRAWN_AS -> "is drawn as $name"
    SENTENCE.containsMatchIn(text) -> "reads like a sentence"
    else -> null
}

private const val ASCII = 127

/** Whoever sees these reads code. */
private val FOR_DEVELOPERS =
    setOf("error", "check", "checkNotNull", "require", "requireNotNull", "TODO", "Suppress", "Deprecated")
private val FOR_DEVELOPERS_ENDS = listOf("Exception", "Error")

/** Calls that show their text to a person, on a screen, in a notice, or to a screen reader. */
private val DRAWN_BY = setOf(
    "Text", "BasicText", "TextField", "AnnotatedString", "append", "makeText", "setText", "setTitle",
    "setMessage", "setSubText", "setContentTitle", "setContentText", "setBigContentTitle", "setTicker",
    "setSubtitle", "setDescription", "setHint", "setNegativeButton", "setPositiveButton",
    "setNegativeButtonText", "addAction", "createChooser", "announceForAccessibility",
)

/** Names under which a text is shown. */
private val DRAWN_AS = setOf(
    "contentDescription", "stateDescription", "paneTitle", "onClickLabel", "text", "label", "title", "subtitle",
    "description", "placeholder", "supportingText", "hint", "message", "summary",
)

private val SENTENCE = Regex("""[A-Za-z]{2,}[,;]? [A-Za-z]{2,}""")

/** Every string literal of a source, in order. Comments are skipped; what stands in a template is read as code. */
fun literals(source: String): List<Literal> = Reader(source).read()

private class Reader(private val source: String) {
    private val found = mutableListOf<Literal>()
    private val callees = ArrayDeque<String>()
    private var at = 0
    private var word = ""
    private var name = ""

    fun read(): List<Literal> {
        code { false }
        return found
    }

    /** Reads code until the end, or until a closing brace that belongs to nobody here when [template] says so. */
    private fun code(template: () -> Boolean) {
        val floor = callees.size
        while (at < source.length) {
            when {
                starts("//") -> at = source.indexOf('\n', at).let { if (it < 0) source.length else it }
                starts("/*") -> comment()
                starts("\"\"\"") -> literal("\"\"\"")
                source[at] == '"' -> literal("\"")
                source[at] == '\'' -> at += if (source[at + 1] == '\\') source.indexOf('\'', at + 2) - at + 1 else 3
                source[at] == '}' && template() && callees.size == floor -> return
                else -> symbol(source[at++])
            }
        }
    }

    private fun symbol(char: Char) {
        when {
            char.isLetterOrDigit() || char == '_' -> {
                val from = at - 1
                while (at < source.length && (source[at].isLetterOrDigit() || source[at] == '_')) at++
                word = source.substring(from, at)
                return
            }

            char == '(' -> callees.addLast(word)

            char == '{' -> callees.addLast("")

            char == ')' || char == '}' -> callees.removeLastOrNull()

            char == '=' && !starts("=") -> {
                name = word
                return
            }

            char == ' ' -> return
        }
        if (char in "(){},;\n") name = ""
        word = ""
    }

    private fun comment() {
        var depth = 0
        do {
            depth += if (starts("/*")) {
                1
            } else if (starts("*/")) {
                -1
            } else {
                0
            }
            at += if (starts("/*") || starts("*/")) 2 else 1
        } while (depth > 0 && at < source.length)
    }

    private fun literal(quote: String) {
        val line = source.take(at).count { it == '\n' } + 1
        val where = callees.lastOrNull().orEmpty() to name
        val text = StringBuilder()
        at += quote.length
        while (!starts(quote)) {
            when {
                quote.length == 1 && source[at] == '\\' -> escape(text)

                starts("\${") -> {
                    at += 2
                    val outer = name
                    callees.addLast("")
                    code { true }
                    callees.removeLast()
                    name = outer
                    at++
                }

                source[at] == '$' && at + 1 < source.length && source[at + 1].isLetter() -> {
                    at++
                    while (source[at].isLetterOrDigit()) at++
                }

                else -> text.append(source[at++])
            }
        }
        at += quote.length
        word = ""
        found += Literal(line, text.toString(), where.first, where.second)
    }

    private fun escape(text: StringBuilder) {
        if (source[at + 1] == 'u') {
            text.append(source.substring(at + 2, at + 6).toInt(16).toChar())
            at += 6
        } else {
            at += 2
        }
    }

    private fun starts(with: String) = source.startsWith(with, at)
}
