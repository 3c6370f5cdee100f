package kangban.platform

import android.content.Context

/** A system service that every phone has. The framework's own classes say that it may be missing, the SDK's do not. */
internal inline fun <reified T : Any> Context.service(): T =
    checkNotNull(getSystemService(T::class.java)) { "no ${T::class.java.simpleName}" }
