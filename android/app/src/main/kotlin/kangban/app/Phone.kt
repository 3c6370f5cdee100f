package kangban.app

import android.content.Context
import android.content.pm.PackageManager
import android.os.Handler
import android.os.Looper
import kangban.core.Services
import kangban.platform.Dictation
import kangban.platform.Health
import kangban.platform.Notices
import kangban.platform.Permissions
import kangban.platform.Secrets
import kangban.platform.SystemPages
import kangban.types.HealthOp
import kangban.types.HealthOut
import kangban.types.NotifyOp
import kangban.types.NotifyOut
import kangban.types.SecretOp
import kangban.types.SecretOut
import kangban.types.Skill
import kangban.types.SystemPage

/**
 * The phone, as the core asks for it.
 *
 * @param permissions puts the system's questions to the owner
 * @param noApp told when the phone has no page of that kind
 */
class Phone(
    private val context: Context,
    private val permissions: Permissions,
    private val noApp: () -> Unit
) : Services {
    private val main = Handler(Looper.getMainLooper())
    private val secrets by lazy { Secrets(context) }
    private val notices by lazy { Notices(context) }
    private val health by lazy { Health(context) }

    override fun secret(op: SecretOp, answer: (SecretOut) -> Unit) = soon { secrets.carryOut(op, answer) }

    override fun notify(op: NotifyOp, answer: (NotifyOut) -> Unit) = soon { notices.carryOut(op, permissions, answer) }

    override fun health(op: HealthOp, answer: (HealthOut) -> Unit) = soon { health.carryOut(op, permissions, answer) }

    override fun open(page: SystemPage) = soon { if (!SystemPages(context).open(page)) noApp() }

    private fun soon(work: () -> Unit) {
        main.post(work)
    }

    companion object {
        /** What a phone can do, set up or not. */
        fun skills(context: Context): List<Skill> {
            val camera = context.packageManager.hasSystemFeature(PackageManager.FEATURE_CAMERA_ANY)
            return listOfNotNull(
                Skill.BIOMETRICS.takeIf { Secrets.possible(context) },
                Skill.NOTICES,
                Skill.HEALTH.takeIf { Health.possible(context) },
                Skill.CAMERA.takeIf { camera },
                Skill.DICTATION.takeIf { Dictation.possible(context) },
                Skill.SCREENCOVER,
            )
        }
    }
}
