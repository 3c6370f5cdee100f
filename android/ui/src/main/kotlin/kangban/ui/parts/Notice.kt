package kangban.ui.parts

import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.widthIn
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.LocalAccessibilityManager
import androidx.compose.ui.text.style.TextDecoration
import androidx.compose.ui.unit.dp
import kangban.types.Tap
import kangban.types.Toast
import kangban.ui.Shell
import kangban.ui.theme.Space
import kangban.ui.theme.Type
import kangban.ui.theme.look
import kangban.ui.theme.palette
import kotlinx.coroutines.delay

/** How long a notice stays, in milliseconds. */
private const val STAYS = 6000L

/** How much room its words have at least. */
private val least = 150.dp

/** A notice after an action. It leaves by itself, but not in elders' mode, and not before who listens has heard it. */
@Composable
internal fun Notice(toast: Toast, shell: Shell, modifier: Modifier = Modifier) {
    val dismiss = { shell.send(Tap.ToastDismissed) }
    val listening = LocalAccessibilityManager.current
    if (!shell.chrome.elders) {
        LaunchedEffect(toast.text, toast.detail) {
            delay(
                listening?.calculateRecommendedTimeoutMillis(STAYS, containsText = true, containsControls = true)
                    ?: STAYS
            )
            dismiss()
        }
    }
    Surface(
        modifier.fillMaxWidth(),
        shape = MaterialTheme.shapes.medium,
        color = palette.ink,
        contentColor = palette.surface
    ) {
        Row(
            Modifier.padding(start = Space.s16, end = Space.s4, top = Space.s8, bottom = Space.s8),
            verticalAlignment = Alignment.CenterVertically
        ) {
            // A long word to press stands below what happened, and never squeezes it.
            FlowRow(Modifier.weight(1f), itemVerticalAlignment = Alignment.CenterVertically) {
                Column(Modifier.weight(1f).widthIn(min = least).live()) {
                    Said(toast.text)
                    Said(toast.detail, style = Type.caption)
                }
                if (toast.action.isNotEmpty()) Action(toast.action, shell)
            }
            IconPress(shell.chrome.dismiss, "close", dismiss, tint = palette.surface)
        }
    }
}

/** The one thing to do about it. */
@Composable
private fun Action(label: String, shell: Shell) {
    TextButton({ shell.send(Tap.ToastAction) }, Modifier.heightIn(min = look.target)) {
        Said(label, style = Type.strong.copy(textDecoration = TextDecoration.Underline), color = palette.surface)
    }
}
