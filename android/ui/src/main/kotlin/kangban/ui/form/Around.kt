package kangban.ui.form

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.LocalDensity
import kangban.types.Button
import kangban.types.FormErrorRow
import kangban.types.FormPlace
import kangban.types.FormsEvent
import kangban.types.Role
import kangban.types.Tap
import kangban.ui.Shell
import kangban.ui.parts.ButtonKind
import kangban.ui.parts.LARGE
import kangban.ui.parts.Panel
import kangban.ui.parts.Press
import kangban.ui.parts.Title
import kangban.ui.parts.live
import kangban.ui.theme.Space
import kangban.ui.theme.look

/** Tells the core what a person did with a form. */
internal fun Shell.forms(event: FormsEvent) = send(Tap.Forms(event))

/** A button of the core. */
@Composable
internal fun Worded(
    button: Button,
    onPress: () -> Unit,
    modifier: Modifier = Modifier,
    kind: ButtonKind = ButtonKind.Second,
    busy: Boolean = false,
    compact: Boolean = false,
) = Press(
    label = button.label,
    onPress = onPress,
    modifier = modifier,
    kind = kind,
    detail = button.detail,
    icon = button.icon,
    busy = busy,
    compact = compact,
)

/** What is wrong, each leading to its question. It is said as soon as it is there. */
@Composable
fun Errors(title: String, errors: List<FormErrorRow>, shell: Shell) {
    if (errors.isEmpty()) return
    Panel(Modifier.live(urgent = true), role = Role.CAUTION) {
        Title(title)
        for (row in errors) {
            Press(
                label = row.label,
                detail = row.text,
                onPress = { shell.forms(FormsEvent.PageChosen(FormPlace(row.page, row.path))) },
            )
        }
    }
}

/** Back and the solid button: side by side, or one above the other where text is large. */
@Composable
fun Steps(previous: Button?, next: Button, busy: Boolean, shell: Shell, onNext: () -> Unit) {
    val back = { shell.forms(FormsEvent.PreviousPressed) }
    if (previous != null && LocalDensity.current.fontScale <= LARGE) {
        Row(horizontalArrangement = Arrangement.spacedBy(Space.s8), verticalAlignment = Alignment.CenterVertically) {
            // Large words beside each other need the room of the arrow.
            val plain = if (look.elders) previous.copy(icon = "") else previous
            Worded(plain, back, Modifier.weight(2f))
            Worded(next, onNext, Modifier.weight(3f), ButtonKind.Primary, busy)
        }
    } else {
        Column(verticalArrangement = Arrangement.spacedBy(Space.s8)) {
            Worded(next, onNext, kind = ButtonKind.Primary, busy = busy)
            if (previous != null) Worded(previous, back)
        }
    }
}

/** Keep and leave, and the other language. */
@Composable
fun Leaving(later: Button, otherLanguage: String, shell: Shell) {
    FlowRow(Modifier.fillMaxWidth(), horizontalArrangement = Arrangement.SpaceBetween) {
        Worded(later, { shell.forms(FormsEvent.LaterPressed) }, kind = ButtonKind.Text, compact = true)
        if (otherLanguage.isNotEmpty()) {
            Press(
                otherLanguage,
                { shell.forms(FormsEvent.LanguagePressed) },
                kind = ButtonKind.Text,
                compact = true,
            )
        }
    }
}
