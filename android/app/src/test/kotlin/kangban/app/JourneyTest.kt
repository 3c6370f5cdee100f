package kangban.app

import androidx.compose.ui.test.junit4.v2.createEmptyComposeRule
import kangban.core.Hospital
import kangban.types.Delivery
import kangban.types.Screen
import kangban.types.SyncState
import kangban.types.Tab
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner

/** The main job on the true activity: a symptom logged offline reaches the doctor once, and the answer comes back. */
@RunWith(RobolectricTestRunner::class)
class JourneyTest {
    @get:Rule
    val compose = createEmptyComposeRule()

    @get:Rule
    val folders = TemporaryFolder()

    @Test
    fun `a symptom logged offline reaches the doctor and the answer comes back`() {
        Hospital(folders.newFolder("hospital").toPath()).use { hospital ->
            val patient = Patient(compose)
            patient.network(there = true)
            patient.app.begin(hospital.base)
            patient.use { walk(it, hospital) }
        }
    }

    private fun walk(patient: Patient, hospital: Hospital) {
        patient.open()
        patient.on<Screen.Invitation>()
        patient.picture("journey-1-invitation")
        patient.activate(hospital.code, PIN)
        patient.today("today with her record") { "术后" in it.date }
        patient.picture("journey-2-today")

        // The network refuses her. She logs pain, and reads at once what to do.
        hospital.goAway()
        patient.network(there = false)
        patient.press(patient.on<Screen.Today>().value.quick.first { it.id == "pain" }.label)
        val log = patient.on<Screen.LogSymptom>().value
        patient.press(log.scale.a11y[8])
        patient.press(log.noteRow.label)
        val note = patient.see("the note") { view ->
            (view.screen as? Screen.LogSymptom)?.value?.takeIf { it.noteOpen }
        }
        patient.type(NOTE, note.note.label)
        patient.picture("journey-3-log")
        patient.press(note.save)
        val advice = patient.on<Screen.Advice>().value
        patient.reads(advice.cards.first().title)
        assertTrue(advice.cards.first().steps.isNotEmpty())
        patient.picture("journey-4-advice")

        // The process ends, and another one opens the same folder, still without a hospital.
        patient.restart()
        patient.on<Screen.Lock>()
        patient.picture("journey-5-lock")
        patient.typePin(PIN)
        val kept = patient.today("the entry on this phone") { it.entries.size == 1 }
        assertEquals(listOf(Delivery.SAVED), kept.entries.map { it.mark.state })
        patient.reads(kept.entries.single().mark.text)

        // While the camera was in front the system ended the app: the photo is gone, and that is said.
        patient.losesPhoto()
        val gone = patient.see("that the photo is gone") { it.chrome.toast }
        patient.reads(gone.text)

        // The network returns, and the hospital confirms what was never sent before.
        hospital.comeBack()
        patient.network(there = true)
        val received = patient.today("that the hospital has it") { today ->
            today.sync.state == SyncState.RECEIVED && today.entries.all { it.mark.state == Delivery.RECEIVED }
        }
        assertEquals(1, received.entries.size)
        patient.reads("医院已收到")
        patient.picture("journey-6-received")

        // The doctor finds one alert and answers; the phone shows it by itself.
        val doctor = Doctor(hospital.origin, "dr-wang", "wang-2026")
        val alert = doctor.alerts("li-xiuying").single()
        patient.press(patient.view!!.chrome.tabs.first { it.tab == Tab.MESSAGES }.label)
        patient.on<Screen.Messages>()
        doctor.reply("li-xiuying", alert, REPLY)
        patient.reads(REPLY)
        patient.picture("journey-7-reply")

        patient.app.living.close()
        val files = patient.app.dataDir.walk().filter { it.isFile }.toList()
        assertTrue(files.any { it.name == "records.db" })
        for (secret in listOf(NOTE, REPLY, "Observation", PIN)) {
            assertFalse(secret, files.any { it.readBytes().holds(secret.toByteArray()) })
        }
    }

    private fun ByteArray.holds(part: ByteArray) =
        (0..size - part.size).any { at -> part.indices.all { this[at + it] == part[it] } }

    private companion object {
        const val PIN = "204681"
        const val NOTE = "下楼梯的时候伤口一跳一跳地疼。"
        const val REPLY = "李阿姨，请今天下午到病区来看一下伤口。"
    }
}
