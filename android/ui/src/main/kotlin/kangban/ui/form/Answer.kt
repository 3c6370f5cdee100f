package kangban.ui.form

import androidx.compose.runtime.Composable
import kangban.types.Field
import kangban.types.FormChoice
import kangban.types.FormControl
import kangban.types.FormControlKind
import kangban.types.FormFile
import kangban.types.FormText
import kangban.types.FormsEvent
import kangban.ui.Shell
import kangban.ui.parts.Checks
import kangban.ui.parts.Choice
import kangban.ui.parts.ChoiceForm
import kangban.ui.parts.PhotoExtras
import kangban.ui.parts.PhotoTile
import kangban.ui.parts.Scale0to10
import kangban.ui.parts.TextEntry

/** What a person answers with. Text alone has nothing. */
@Composable
internal fun Answer(control: FormControl, shell: Shell) {
    val path = control.path
    when (control.kind) {
        FormControlKind.RADIO, FormControlKind.CHECKS, FormControlKind.AUTOCOMPLETE, FormControlKind.REFERENCE ->
            Options(control, shell)

        // A list that is narrowed down by typing is in sight while that is done.
        FormControlKind.DROPDOWN -> if (control.filter == null) DropDown(control, shell) else Options(control, shell)

        FormControlKind.SCALE -> control.scale?.let { scale ->
            Scale0to10(scale, { shell.typed(path, it.toString()) }, enabled = !control.readOnly)
        }

        FormControlKind.SLIDER -> Slide(control, shell)

        FormControlKind.ATTACHMENT -> control.photo?.let { photo ->
            PhotoTile(photo, shell, { shell.forms(FormsEvent.FilePicked(FormFile(path, it))) })
            PhotoExtras(photo) { shell.forms(FormsEvent.FileRemoved(path)) }
        }

        FormControlKind.DATE, FormControlKind.DATETIME, FormControlKind.TIME -> Moment(control, shell)

        FormControlKind.SHORTTEXT, FormControlKind.LONGTEXT, FormControlKind.INTEGER, FormControlKind.DECIMAL,
        FormControlKind.QUANTITY, FormControlKind.URL,
        -> Typing(control, shell)

        FormControlKind.HEADING, FormControlKind.DISPLAY, FormControlKind.HELP, FormControlKind.CALLS,
        FormControlKind.ADDINSTANCE,
        -> Unit
    }
}

internal fun Shell.typed(path: String, text: String) = forms(FormsEvent.Typed(FormText(path, text)))

/** A field of text or of a number; the units that there are to choose from stand below it. */
@Composable
internal fun Typing(control: FormControl, shell: Shell) {
    val path = control.path
    TextEntry(
        field = Field(
            id = path,
            label = control.plain,
            value = control.value,
            unit = control.unit,
            help = "",
            // It stands above, with the help; here it only marks the field.
            error = control.error,
            numeric = control.numeric,
            multiline = control.kind == FormControlKind.LONGTEXT,
        ),
        shell = shell,
        onTyped = { shell.typed(path, it) },
        onLeft = { shell.forms(FormsEvent.FieldLeft(path)) },
        hiddenLabel = true,
        placeholder = control.placeholder,
        readOnly = control.readOnly,
        errorElsewhere = true,
    )
    if (control.units.isNotEmpty()) {
        Choice(control.units, ChoiceForm.Segments, { shell.forms(FormsEvent.UnitChosen(FormChoice(path, it))) })
    }
}

/** One or several of the options, the field that narrows them down, and the field for another answer. */
@Composable
private fun Options(control: FormControl, shell: Shell) {
    val path = control.path
    control.filter?.let { filter ->
        TextEntry(filter, shell, onTyped = { shell.forms(FormsEvent.OptionFilterTyped(FormText(path, it))) })
    }
    if (control.kind == FormControlKind.CHECKS) {
        val toggled = { id: String -> shell.forms(FormsEvent.OptionToggled(FormChoice(path, id))) }
        Checks(control.options, toggled, enabled = !control.readOnly)
    } else if (control.options.isNotEmpty()) {
        val chosen = { id: String -> shell.forms(FormsEvent.OptionChosen(FormChoice(path, id))) }
        val form = if (control.horizontal) ChoiceForm.Tiles else ChoiceForm.Rows
        Choice(control.options, form, chosen, enabled = !control.readOnly)
    }
    Other(control, shell)
    if (control.kind == FormControlKind.REFERENCE && control.options.isEmpty()) Typing(control, shell)
}

/** The field for an answer that is none of the options. */
@Composable
internal fun Other(control: FormControl, shell: Shell) {
    val path = control.path
    control.other?.let { other ->
        TextEntry(
            other,
            shell,
            onTyped = { shell.forms(FormsEvent.OtherTyped(FormText(path, it))) },
            onLeft = { shell.forms(FormsEvent.FieldLeft(path)) },
        )
    }
}
