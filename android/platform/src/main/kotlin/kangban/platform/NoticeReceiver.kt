package kangban.platform

import android.app.AlarmManager
import android.content.BroadcastReceiver
import android.content.Context
import android.content.Intent
import kangban.types.NoticeChosen

/** Wakes when a notice is due or one of its buttons was pressed, and when the system let go of the alarms. */
class NoticeReceiver : BroadcastReceiver() {
    override fun onReceive(context: Context, intent: Intent) {
        val notices = Notices(context)
        when (intent.action) {
            DUE -> intent.data?.pathSegments?.firstOrNull()?.let(notices::due)

            CHOSEN -> choice(intent)?.let {
                notices.chosen(it)
                (context.applicationContext as? Awake)?.noticeChosen()
            }

            Intent.ACTION_BOOT_COMPLETED,
            Intent.ACTION_MY_PACKAGE_REPLACED,
            Intent.ACTION_TIME_CHANGED,
            Intent.ACTION_TIMEZONE_CHANGED,
            AlarmManager.ACTION_SCHEDULE_EXACT_ALARM_PERMISSION_STATE_CHANGED,
            -> {
                notices.rearm()
                (context.applicationContext as? Awake)?.clockChanged()
            }
        }
    }

    /** The app, when its process is running. */
    interface Awake {
        /** Something was pressed and is there to be taken. */
        fun noticeChosen()

        /** The clock, the zone or the right to exact alarms may have changed. */
        fun clockChanged()
    }

    companion object {
        internal const val DUE = "kangban.notice.DUE"
        internal const val CHOSEN = "kangban.notice.CHOSEN"
        internal const val NOTICE = "notice"
        internal const val ACTION = "action"

        /** What was pressed, if this intent comes of that. */
        fun choice(intent: Intent): NoticeChosen? {
            val notice = intent.getStringExtra(NOTICE) ?: return null
            return NoticeChosen(notice, intent.getStringExtra(ACTION).orEmpty(), System.currentTimeMillis())
        }
    }
}
