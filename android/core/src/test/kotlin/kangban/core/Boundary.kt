package kangban.core

import kangban.types.FormControlKind
import kangban.types.FormText
import kangban.types.FormsEvent
import kangban.types.LockEvent
import kangban.types.Screen
import kangban.types.Tab
import kangban.types.Tap
import kangban.types.TodayEvent
import kangban.types.ViewModel
import java.nio.file.Files

/**
 * `Boundary ANSWERS BASE CODE`: answers a question of a form of the demo hospital at BASE that often, as the patient whom
 * CODE invites, and prints what it measured as JSON: `p50` and `p99` from a tap to the next view that Kotlin has read, in
 * milliseconds; `bytes`, how large that view is; `start`, from opening the core, its library included, to the first view.
 */
object Boundary {
    private const val PIN = "380412"

    @JvmStatic
    fun main(words: Array<String>) {
        val (answers, base, code) = words
        val folder = Files.createTempDirectory("kangban-boundary")
        try {
            val began = System.nanoTime()
            Person(folder.toString()).use { person ->
                person.start(base, online = true)
                person.see("the invitation") { it.on<Screen.Invitation>() }
                val start = millisSince(began)
                val form = person.openForm(code)
                val took = person.answer(form, answers.toInt()).sorted()
                val bytes = form.bincodeSerialize().size
                println("""{"p50":${took.at(0.5)},"p99":${took.at(0.99)},"bytes":$bytes,"start":$start}""")
            }
        } finally {
            folder.toFile().deleteRecursively()
        }
    }

    private fun Person.openForm(code: String): ViewModel {
        session.send(Tap.Lock(LockEvent.CodeTyped(code)))
        session.send(Tap.Lock(LockEvent.CodeSubmitted))
        see("the new PIN") { it.on<Screen.ChoosePin>() }
        type(PIN)
        see("the PIN again") { view -> view.on<Screen.ChoosePin>()?.takeIf { it.value.pad.filled.toInt() == 0 } }
        type(PIN)
        // The message of welcome comes first on Today; the form does once that is read.
        see("today") { view -> view.on<Screen.Today>()?.value?.next?.action }
        session.send(Tap.TabChosen(Tab.MESSAGES))
        see("the welcome") { view -> view.on<Screen.Messages>()?.takeIf { it.value.bubbles.isNotEmpty() } }
        session.send(Tap.TabChosen(Tab.TODAY))
        val form = see("the form of the day") { view ->
            view.on<Screen.Today>()?.value?.next?.action?.takeIf { it.id.startsWith("form") }
        }
        session.send(Tap.Today(TodayEvent.NextPressed(form.id)))
        return see("the form") { view -> view.takeIf { it.scale() != null } }
    }

    /** Chooses one number of the scale after the other and waits for the view each time. */
    private fun Person.answer(view: ViewModel, answers: Int): List<Double> {
        val path = view.scale()?.path ?: error("the form has no scale")
        return List(answers) { i ->
            val number = (i % 11).toUByte()
            val began = System.nanoTime()
            session.send(Tap.Forms(FormsEvent.Typed(FormText(path, number.toString()))))
            see("the answer") { next -> next.takeIf { it.scale()?.scale?.value == number } }
            millisSince(began)
        }
    }

    private fun ViewModel.scale() = on<Screen.Form>()?.value?.controls?.find { it.kind == FormControlKind.SCALE }

    private fun millisSince(began: Long) = (System.nanoTime() - began) / 1e6

    private fun List<Double>.at(share: Double) = this[((size - 1) * share).toInt()]
}
