package kangban.platform

import android.content.ActivityNotFoundException
import android.content.Context
import android.content.Intent
import android.health.connect.HealthConnectManager
import android.net.Uri
import android.os.Build
import android.provider.Settings
import kangban.types.SystemPage

/** Sends the person to pages of the system's settings. */
class SystemPages(private val context: Context) {
    /** Opens the page; where the phone has none of its own for it, the page of this app. False when it has neither. */
    fun open(page: SystemPage): Boolean = listOf(intent(page), app()).any(::start)

    private fun start(intent: Intent) = try {
        context.startActivity(intent.addFlags(Intent.FLAG_ACTIVITY_NEW_TASK))
        true
    } catch (_: ActivityNotFoundException) {
        false
    }

    private fun intent(page: SystemPage): Intent = when (page) {
        SystemPage.PERMISSIONS -> app()

        SystemPage.NOTICES ->
            Intent(Settings.ACTION_APP_NOTIFICATION_SETTINGS).putExtra(Settings.EXTRA_APP_PACKAGE, context.packageName)

        SystemPage.EXACTNOTICES ->
            if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.S) {
                Intent(Settings.ACTION_REQUEST_SCHEDULE_EXACT_ALARM, self())
            } else {
                app()
            }

        SystemPage.BIOMETRICS ->
            if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.R) {
                Intent(Settings.ACTION_BIOMETRIC_ENROLL)
            } else {
                Intent(Settings.ACTION_SECURITY_SETTINGS)
            }

        SystemPage.HEALTH ->
            if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.UPSIDE_DOWN_CAKE) {
                Intent(HealthConnectManager.ACTION_MANAGE_HEALTH_PERMISSIONS)
                    .putExtra(Intent.EXTRA_PACKAGE_NAME, context.packageName)
            } else {
                app()
            }
    }

    private fun app() = Intent(Settings.ACTION_APPLICATION_DETAILS_SETTINGS, self())

    private fun self() = Uri.fromParts("package", context.packageName, null)
}
