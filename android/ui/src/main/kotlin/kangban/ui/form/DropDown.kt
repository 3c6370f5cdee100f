package kangban.ui.form

import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.collapse
import androidx.compose.ui.semantics.expand
import androidx.compose.ui.semantics.role
import kangban.types.ChoiceRow
import kangban.types.FormChoice
import kangban.types.FormControl
import kangban.types.FormsEvent
import kangban.ui.Shell
import kangban.ui.parts.Choice
import kangban.ui.parts.ChoiceForm

/**
 * One of a list that opens below its field, in the flow of the page: no list is cut off by the edge of a small screen
 * or by large text. Its first row takes the answer away.
 */
@Composable
internal fun DropDown(control: FormControl, shell: Shell) {
    var open by rememberSaveable(control.path) { mutableStateOf(false) }
    val path = control.path
    val turn = {
        open = !open
        true
    }
    val chosen = control.options.firstOrNull { it.chosen }
    val words = chosen?.run { listOf(label, detail) }.orEmpty().filter(String::isNotEmpty).joinToString(" · ")
    Opening(
        control,
        words,
        icon = "down",
        about = {
            role = Role.DropdownList
            if (open) collapse(action = turn) else expand(action = turn)
        },
        open = { turn() },
    )
    if (open) {
        val none = ChoiceRow(NONE, control.placeholder, "", "", chosen == null)
        val take = { id: String ->
            open = false
            shell.forms(if (id == NONE) FormsEvent.Cleared(path) else FormsEvent.OptionChosen(FormChoice(path, id)))
        }
        Choice(listOf(none) + control.options, ChoiceForm.Rows, take)
    }
    Other(control, shell)
}

private const val NONE = ""
