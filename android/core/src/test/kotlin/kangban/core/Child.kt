@file:JvmName("Child")

package kangban.core

import kangban.types.DiaryEvent
import kangban.types.LockEvent
import kangban.types.Screen
import kangban.types.Tap
import kangban.types.TodayEvent

/** What a person does first, in a process that is killed without warning: activate, choose a PIN, log pain offline. */
fun main(words: Array<String>) {
    val (folder, base, code, pin) = words
    val person = Person(folder)
    val session = person.session
    person.start(base, online = true)
    person.see("the invitation") { it.on<Screen.Invitation>() }
    session.send(Tap.Lock(LockEvent.CodeTyped(code)))
    session.send(Tap.Lock(LockEvent.CodeSubmitted))
    person.see("the choice of a PIN") { it.on<Screen.ChoosePin>() }
    // Once, and once more.
    person.type(pin)
    person.type(pin)
    // Rules for the days after an operation need to know of one: the record has to be here before the network goes.
    person.see("today with her record") { view -> view.on<Screen.Today>()?.takeIf { it.value.date.contains("术后") } }
    session.send(Tap.Network(false))
    session.send(Tap.Today(TodayEvent.QuickPressed("pain")))
    person.see("the scale") { it.on<Screen.LogSymptom>() }
    session.send(Tap.Diary(DiaryEvent.ScoreChosen(8u)))
    session.send(Tap.Diary(DiaryEvent.NoteTyped(NOTE)))
    session.send(Tap.Diary(DiaryEvent.SavePressed))
    val advice = person.see("advice, because a rule fired") { it.on<Screen.Advice>() }
    println("$SAVED ${advice.value.cards.first().title}")
    Thread.sleep(60_000)
}

const val NOTE = "伤口跳痛 throbbing 😣"
const val SAVED = "saved:"
