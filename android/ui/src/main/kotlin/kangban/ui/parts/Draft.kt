package kangban.ui.parts

import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.Stable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import kotlinx.coroutines.delay

/** How long after a field was left the core's text is waited for, in milliseconds. */
private const val SETTLE = 400L

/**
 * Keeps what is being typed at hand while the core hears of every keystroke a moment later.
 *
 * The core's answer to an earlier keystroke must not move the cursor or break a Chinese input method in the middle of
 * a word. So its text is taken over only when nothing typed here is still on its way, or when the field was left.
 */
@Stable
class Draft internal constructor(known: String) {
    /** What stands in the field. */
    var text by mutableStateOf(known)
        private set
    private var sent: String? = null
    internal var focused by mutableStateOf(false)

    internal fun type(next: String) {
        sent = next
        text = next
    }

    internal fun hear(known: String) {
        if (sent == known) sent = null
        if (sent == null || !focused) text = known
    }

    internal fun settle(known: String) {
        sent = null
        text = known
    }
}

/** The draft of the field whose text the core knows as [known]. */
@Composable
fun rememberDraft(known: String): Draft {
    val draft = remember { Draft(known) }
    LaunchedEffect(known) { draft.hear(known) }
    LaunchedEffect(known, draft.focused) {
        if (draft.focused) return@LaunchedEffect
        delay(SETTLE)
        draft.settle(known)
    }
    return draft
}
