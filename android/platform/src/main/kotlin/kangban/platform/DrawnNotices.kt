package kangban.platform

import android.app.Notification
import android.app.NotificationChannel
import android.app.NotificationManager
import android.app.PendingIntent
import android.content.ComponentName
import android.content.Context
import android.content.Intent
import android.content.pm.PackageManager
import kangban.types.Notice
import kangban.types.NoticeAction
import kangban.types.NoticeChannel

/** Notices as the system shows them. */
internal class DrawnNotices(private val context: Context) {
    private val manager = context.service<NotificationManager>()

    /** Makes these channels, and takes away every other. */
    fun keepChannels(channels: List<NoticeChannel>) {
        val kept = channels.map { it.id }.toSet()
        manager.notificationChannels.map { it.id }.filterNot(kept::contains).forEach(manager::deleteNotificationChannel)
        manager.createNotificationChannels(channels.map(::channel))
    }

    /** Shows one, in place of an earlier one of the same id. */
    fun show(notice: Notice) {
        val built = Notification.Builder(context, notice.channel)
            .setSmallIcon(icon())
            .setContentTitle(notice.title)
            .setContentText(notice.text)
            .setStyle(Notification.BigTextStyle().bigText(notice.text))
            .setContentIntent(opening(notice.id, ""))
            .setAutoCancel(true)
            .setWhen(notice.atMs)
            .setShowWhen(true)
            .setCategory(Notification.CATEGORY_REMINDER)
            .setVisibility(Notification.VISIBILITY_PRIVATE)
        notice.actions.forEach { built.addAction(button(notice.id, it)) }
        manager.notify(notice.id, 0, built.build())
    }

    /** Takes one away, if it is there. */
    fun takeAway(id: String) = manager.cancel(id, 0)

    /** The mark that the manifest names; the app's icon would be a plain square in the status bar. */
    private fun icon(): Int {
        val app = context.packageManager.getApplicationInfo(context.packageName, PackageManager.GET_META_DATA)
        return app.metaData?.getInt("kangban.notice_icon")?.takeIf { it != 0 } ?: android.R.drawable.ic_popup_reminder
    }

    private fun channel(channel: NoticeChannel): NotificationChannel {
        val weight = if (channel.urgent) NotificationManager.IMPORTANCE_HIGH else NotificationManager.IMPORTANCE_LOW
        return NotificationChannel(channel.id, channel.name, weight).apply {
            description = channel.detail
            lockscreenVisibility = Notification.VISIBILITY_PRIVATE
        }
    }

    private fun button(notice: String, action: NoticeAction): Notification.Action {
        val intent = if (action.opens) opening(notice, action.id) else pressed(notice, action.id)
        return Notification.Action.Builder(null, action.label, intent).build()
    }

    private fun pressed(notice: String, action: String) = PendingIntent.getBroadcast(
        context,
        0,
        filled(Intent(context, NoticeReceiver::class.java).setAction(NoticeReceiver.CHOSEN), notice, action),
        FLAGS,
    )

    // Only an activity may bring the app to the front from a notice, so it also tells what was pressed.
    private fun opening(notice: String, action: String) = PendingIntent.getActivity(
        context,
        0,
        filled(Intent(Intent.ACTION_VIEW).setComponent(ComponentName(context, ACTIVITY)), notice, action)
            .addFlags(Intent.FLAG_ACTIVITY_NEW_TASK or Intent.FLAG_ACTIVITY_SINGLE_TOP),
        FLAGS,
    )

    private fun filled(intent: Intent, notice: String, action: String) =
        intent.setData(Notices.address(notice, action))
            .putExtra(NoticeReceiver.NOTICE, notice)
            .putExtra(NoticeReceiver.ACTION, action)

    private companion object {
        const val ACTIVITY = "kangban.app.FromNotice"
        const val FLAGS = PendingIntent.FLAG_IMMUTABLE or PendingIntent.FLAG_UPDATE_CURRENT
    }
}
