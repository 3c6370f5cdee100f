package kangban.platform

import android.app.AlarmManager
import android.app.Notification
import android.app.NotificationManager
import android.content.Context
import android.content.Intent
import kangban.types.Consent
import kangban.types.Notice
import kangban.types.NoticeAction
import kangban.types.NoticeChannel
import kangban.types.NoticeChosen
import kangban.types.NoticePlan
import kangban.types.NotifyOp
import kangban.types.NotifyOut
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotNull
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.shadows.ShadowAlarmManager

@RunWith(RobolectricTestRunner::class)
class NoticesTest {
    private val context: Context get() = RuntimeEnvironment.getApplication()
    private val manager get() = context.service<NotificationManager>()
    private val alarms get() = shadowOf(context.service<AlarmManager>())
    private val asked = mutableListOf<List<String>>()
    private val channels =
        listOf(NoticeChannel("medicine", "a", "b", urgent = true), NoticeChannel("tasks", "c", "d", urgent = false))

    @Before
    fun allowed() {
        ShadowAlarmManager.setCanScheduleExactAlarms(true)
        shadowOf(manager).setNotificationsEnabled(true)
    }

    @Test
    fun `each notice of the plan gets its alarm, exact where it has to be and may be`() {
        plan(notice("one", SOON, exact = true), notice("two", LATER))
        assertEquals(listOf(SOON, LATER), alarms.scheduledAlarms.map { it.triggerAtMs }.sorted())
        assertTrue(alarms.scheduledAlarms.all { it.isAllowWhileIdle })
        assertEquals(listOf(0L), alarms.scheduledAlarms.filter { it.triggerAtMs == SOON }.map { it.windowLengthMs })
    }

    @Test
    fun `without the right to exact alarms the notice still comes, and the core is told`() {
        ShadowAlarmManager.setCanScheduleExactAlarms(false)
        assertEquals(NotifyOut(Consent.GRANTED, exact = false), plan(notice("one", SOON, exact = true)))
        assertEquals(1, alarms.scheduledAlarms.size)
        assertFalse(alarms.scheduledAlarms.single().windowLengthMs == 0L)
    }

    @Test
    fun `a new plan takes away what is not in it`() {
        plan(notice("one", SOON), notice("two", LATER))
        plan(notice("two", LATER))
        assertEquals(listOf(LATER), alarms.scheduledAlarms.map { it.triggerAtMs })
    }

    @Test
    fun `a due notice is shown in the core's words and hides itself on a locked screen`() {
        plan(notice("one", SOON))
        due("one")
        val shown = shown("one")
        assertEquals("title one", shadowOf(shown).contentTitle.toString())
        assertEquals("text one", shadowOf(shown).contentText.toString())
        assertEquals("medicine", shown!!.channelId)
        assertEquals(Notification.VISIBILITY_PRIVATE, shown.visibility)
        assertEquals(listOf("taken", "later", "open"), shown.actions.map { it.title.toString() })
    }

    @Test
    fun `a notice that was shown is not shown again by a restart, nor by the same plan`() {
        plan(notice("one", SOON))
        due("one")
        manager.cancelAll()
        receive(Intent(Intent.ACTION_BOOT_COMPLETED))
        plan(notice("one", SOON))
        due("one")
        assertNull(shown("one"))
    }

    @Test
    fun `alarms are set again after a restart, an update and a change of clock or zone`() {
        val changes = listOf(
            Intent.ACTION_BOOT_COMPLETED,
            Intent.ACTION_MY_PACKAGE_REPLACED,
            Intent.ACTION_TIME_CHANGED,
            Intent.ACTION_TIMEZONE_CHANGED,
            AlarmManager.ACTION_SCHEDULE_EXACT_ALARM_PERMISSION_STATE_CHANGED,
        )
        plan(notice("one", SOON))
        for (change in changes) {
            forgetAlarms()
            assertTrue(alarms.scheduledAlarms.isEmpty())
            receive(Intent(change))
            assertEquals(change, listOf(SOON), alarms.scheduledAlarms.map { it.triggerAtMs })
        }
    }

    @Test
    fun `a button works with the app closed, and is told once when it next runs`() {
        plan(notice("one", SOON))
        due("one")
        press("one", "taken")
        assertNull("it goes away", shown("one"))
        assertEquals(listOf("one" to "taken"), Notices(context).takeChosen().map { it.notice to it.action })
        assertEquals(emptyList<NoticeChosen>(), Notices(context).takeChosen())
        assertTrue("and does not come again", alarms.scheduledAlarms.none { it.triggerAtMs > SOON })
    }

    @Test
    fun `later shows the same notice again, also after a restart in between`() {
        plan(notice("one", SOON))
        due("one")
        forgetAlarms()
        press("one", "later")
        val chosen = Notices(context).takeChosen().single()
        val again = listOf(chosen.atMs + WAIT)
        assertEquals(again, alarms.scheduledAlarms.map { it.triggerAtMs })
        receive(Intent(Intent.ACTION_BOOT_COMPLETED))
        assertEquals(again, alarms.scheduledAlarms.map { it.triggerAtMs })
        due("one")
        assertNotNull(shown("one"))
    }

    @Test
    fun `a plan that still has the notice keeps it put off, one without it ends that`() {
        plan(notice("one", SOON))
        due("one")
        press("one", "later")
        plan(notice("one", SOON), notice("two", LATER))
        assertTrue(alarms.scheduledAlarms.any { it.triggerAtMs != LATER })
        plan(notice("two", LATER))
        assertEquals(listOf(LATER), alarms.scheduledAlarms.map { it.triggerAtMs })
    }

    @Test
    fun `channels are named by the core, and only an urgent one is heard`() {
        plan()
        assertEquals(NotificationManager.IMPORTANCE_HIGH, manager.getNotificationChannel("medicine").importance)
        assertEquals(NotificationManager.IMPORTANCE_LOW, manager.getNotificationChannel("tasks").importance)
        assertEquals("a", manager.getNotificationChannel("medicine").name.toString())
        carryOut(NotifyOp.Plan(NoticePlan(channels.take(1), emptyList())))
        assertNull(manager.getNotificationChannel("tasks"))
    }

    @Test
    fun `the owner is asked once, and refusing is told from never having been asked`() {
        shadowOf(manager).setNotificationsEnabled(false)
        assertEquals(Consent.NOTASKED, carryOut(NotifyOp.Look).consent)
        assertTrue("looking asks nobody", asked.isEmpty())
        assertEquals(Consent.REFUSED, carryOut(NotifyOp.Ask).consent)
        assertEquals(Consent.REFUSED, carryOut(NotifyOp.Ask).consent)
        assertEquals(listOf(listOf("android.permission.POST_NOTIFICATIONS")), asked)
        // Granted in the settings since.
        shadowOf(manager).setNotificationsEnabled(true)
        assertEquals(Consent.GRANTED, carryOut(NotifyOp.Look).consent)
    }

    @Test
    fun `a book that another version wrote is begun anew`() {
        plan(notice("one", SOON))
        context.noBackupFilesDir.resolve("notices").writeBytes(ByteArray(9) { -1 })
        receive(Intent(Intent.ACTION_BOOT_COMPLETED))
        plan(notice("two", LATER))
        due("two")
        assertNotNull(shown("two"))
    }

    private fun plan(vararg notices: Notice) = carryOut(NotifyOp.Plan(NoticePlan(channels, notices.toList())))

    private fun carryOut(op: NotifyOp): NotifyOut {
        val answers = mutableListOf<NotifyOut>()
        val permissions = Permissions { wanted, done ->
            asked += wanted
            done()
        }
        Notices(context).carryOut(op, permissions, answers::add)
        return answers.single()
    }

    private fun notice(id: String, at: Long, exact: Boolean = false): Notice {
        val actions = listOf(
            NoticeAction("taken", "taken", 0u, opens = false),
            NoticeAction("later", "later", WAIT.toULong(), opens = false),
            NoticeAction("open", "open", 0u, opens = true),
        )
        return Notice(id, at, "medicine", "title $id", "text $id", exact, actions)
    }

    /** Lets the alarm of a notice go off. */
    private fun due(id: String) =
        receive(Intent(NoticeReceiver.DUE).setData(Notices.address(id)))

    /** Presses a button of a notice that is shown. */
    private fun press(id: String, label: String) {
        val button = shown(id)!!.actions.single { it.title == label }
        receive(shadowOf(button.actionIntent).savedIntent)
    }

    /** What a restart of the phone does. */
    private fun forgetAlarms() = context.service<AlarmManager>().cancelAll()

    private fun receive(intent: Intent) = NoticeReceiver().onReceive(context, intent)

    private fun shown(id: String): Notification? = shadowOf(manager).getNotification(id, 0)

    private companion object {
        const val SOON = 4_000_000_000_000
        const val LATER = 4_000_000_060_000
        const val WAIT = 600_000L
    }
}
