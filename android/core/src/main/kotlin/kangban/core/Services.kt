package kangban.core

import kangban.types.HealthOp
import kangban.types.HealthOut
import kangban.types.NotifyOp
import kangban.types.NotifyOut
import kangban.types.SecretOp
import kangban.types.SecretOut
import kangban.types.SystemPage

/**
 * What the device does for the core. Called from the core's thread; none of these may wait there. An answer may come at
 * any time and from any thread; of several answers to one question, the first counts.
 */
interface Services {
    /** Keeps a key, or gives it out. */
    fun secret(op: SecretOp, answer: (SecretOut) -> Unit)

    /** Shows notices at their times. */
    fun notify(op: NotifyOp, answer: (NotifyOut) -> Unit)

    /** Reads what other apps measured. */
    fun health(op: HealthOp, answer: (HealthOut) -> Unit)

    /** Sends the person to a page of the system's settings. */
    fun open(page: SystemPage)
}
