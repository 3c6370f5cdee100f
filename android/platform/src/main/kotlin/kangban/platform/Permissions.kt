package kangban.platform

import android.content.Context

/** Puts the system's question for permissions to the owner, from whatever is in front. */
fun interface Permissions {
    /** Asks for all of these at once; [done] is called when the owner has answered, or at once with nothing in front. */
    fun ask(permissions: List<String>, done: () -> Unit)
}

/** Remembers what the owner was asked: the system tells apart only "yes" and "not yes". */
internal class Asked(context: Context) {
    private val kept = context.getSharedPreferences("asked", Context.MODE_PRIVATE)

    fun before(what: String) = kept.getBoolean(what, false)

    fun remember(what: String) = kept.edit().putBoolean(what, true).apply()
}
