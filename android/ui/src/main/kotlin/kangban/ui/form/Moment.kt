package kangban.ui.form

import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import kangban.types.FormControl
import kangban.types.FormControlKind
import kangban.ui.Shell
import kangban.ui.parts.WhenKind
import kangban.ui.parts.WhenPicker

/** What a picker can show; a year alone, or a month, is typed. */
private val shapes = mapOf(
    FormControlKind.DATE to Regex("""(\d{4}-\d{2}-\d{2})?"""),
    FormControlKind.DATETIME to Regex("""(\d{4}-\d{2}-\d{2}T\d{2}:\d{2})?"""),
    FormControlKind.TIME to Regex("""(\d{2}:\d{2})?"""),
)

/** A date, a time or both: a field that opens a picker, or one that is typed into where a picker cannot show it. */
@Composable
internal fun Moment(control: FormControl, shell: Shell) {
    if (shapes[control.kind]?.matches(control.value) != true) return Typing(control, shell)
    var open by rememberSaveable(control.path) { mutableStateOf(false) }
    val icon = if (control.kind == FormControlKind.TIME) "clock" else "visit"
    Opening(control, control.value.replace('T', ' '), icon) { open = true }
    if (open) {
        val kind = when (control.kind) {
            FormControlKind.DATE -> WhenKind.Date
            FormControlKind.TIME -> WhenKind.Time
            else -> WhenKind.DateTime
        }
        WhenPicker(kind, control.plain, control.value, "", shell, { shell.typed(control.path, it) }) { open = false }
    }
}
