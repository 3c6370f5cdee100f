package kangban.platform

import android.Manifest
import android.app.AlarmManager
import android.app.NotificationManager
import android.app.PendingIntent
import android.content.Context
import android.content.Intent
import android.net.Uri
import android.os.Build
import kangban.types.Consent
import kangban.types.Notice
import kangban.types.NoticeChosen
import kangban.types.NoticePlan
import kangban.types.NotifyOp
import kangban.types.NotifyOut

/** Shows the core's notices at their times, with the app closed, and remembers what was pressed on them. */
class Notices(private val context: Context) {
    private val manager = context.service<NotificationManager>()
    private val alarms = context.service<AlarmManager>()
    private val asked = Asked(context)
    private val drawn = DrawnNotices(context)
    private val store = NoticeStore(context.noBackupFilesDir)

    /** Carries out. [permissions] puts the system's question to the owner, where it has one. */
    fun carryOut(op: NotifyOp, permissions: Permissions, answer: (NotifyOut) -> Unit) = when (op) {
        is NotifyOp.Ask -> ask(permissions, answer)

        is NotifyOp.Look -> answer(look())

        is NotifyOp.Plan -> {
            plan(op.value)
            answer(look())
        }
    }

    /** Sets the alarms of all that is still to be shown: after a restart, an update, or a change of the clock. */
    fun rearm() = synchronized(lock) { store.read().pending().forEach { (notice, at) -> arm(notice, at) } }

    /** Shows a notice whose time has come. */
    fun due(id: String) = change { book ->
        val notice = book.pending().firstOrNull { it.first.id == id }?.first ?: return@change book
        drawn.show(notice)
        book.shown(notice)
    }

    /** Remembers what was pressed, and shows the notice later once more if that was what it said. */
    fun chosen(choice: NoticeChosen) {
        drawn.takeAway(choice.notice)
        change { it.chosen(choice) }
        rearm()
    }

    /** All that was pressed and not yet taken, in order. It is not given twice. */
    fun takeChosen(): List<NoticeChosen> {
        var taken = emptyList<NoticeChosen>()
        change { book ->
            taken = book.chosen
            book.copy(chosen = emptyList())
        }
        return taken
    }

    private fun ask(permissions: Permissions, answer: (NotifyOut) -> Unit) {
        if (look().consent != Consent.NOTASKED) return answer(look())
        permissions.ask(listOf(Manifest.permission.POST_NOTIFICATIONS)) {
            asked.remember(PERMISSION)
            answer(look())
        }
    }

    private fun look() = NotifyOut(consent(), exact())

    private fun consent() = when {
        manager.areNotificationsEnabled() -> Consent.GRANTED
        Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU && !asked.before(PERMISSION) -> Consent.NOTASKED
        else -> Consent.REFUSED
    }

    private fun exact() = Build.VERSION.SDK_INT < Build.VERSION_CODES.S || alarms.canScheduleExactAlarms()

    private fun plan(plan: NoticePlan) {
        drawn.keepChannels(plan.channels)
        change { book ->
            book.pending().forEach { (notice, _) -> alarms.cancel(alarm(notice.id)) }
            book.planned(plan)
        }
        rearm()
    }

    private fun arm(notice: Notice, at: Long) {
        val alarm = alarm(notice.id)
        if (notice.exact && exact()) {
            alarms.setExactAndAllowWhileIdle(AlarmManager.RTC_WAKEUP, at, alarm)
        } else {
            alarms.setAndAllowWhileIdle(AlarmManager.RTC_WAKEUP, at, alarm)
        }
    }

    private fun alarm(id: String): PendingIntent = PendingIntent.getBroadcast(
        context,
        0,
        Intent(context, NoticeReceiver::class.java).setAction(NoticeReceiver.DUE).setData(address(id)),
        PendingIntent.FLAG_IMMUTABLE or PendingIntent.FLAG_UPDATE_CURRENT,
    )

    private inline fun change(next: (NoticeBook) -> NoticeBook) = synchronized(lock) {
        val book = store.read()
        val changed = next(book)
        if (changed != book) store.write(changed)
    }

    companion object {
        private const val PERMISSION = "notices"

        // Receivers and the app each have an object of their own over the one file.
        private val lock = Any()

        /** Two notices' intents differ by this alone. */
        internal fun address(id: String, action: String = ""): Uri =
            Uri.Builder().scheme("kangban-notice").authority("notice").appendPath(id).appendPath(action).build()
    }
}
