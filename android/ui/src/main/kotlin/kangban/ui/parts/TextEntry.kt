package kangban.ui.parts

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.text.KeyboardActions
import androidx.compose.foundation.text.KeyboardOptions
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.OutlinedTextField
import androidx.compose.material3.OutlinedTextFieldDefaults
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.focus.onFocusChanged
import androidx.compose.ui.input.key.Key
import androidx.compose.ui.input.key.KeyEventType
import androidx.compose.ui.input.key.key
import androidx.compose.ui.input.key.onPreviewKeyEvent
import androidx.compose.ui.input.key.type
import androidx.compose.ui.semantics.clearAndSetSemantics
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.error
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.input.ImeAction
import androidx.compose.ui.text.input.KeyboardCapitalization
import androidx.compose.ui.text.input.KeyboardType
import kangban.types.Field
import kangban.ui.Shell
import kangban.ui.theme.Space
import kangban.ui.theme.Type
import kangban.ui.theme.look
import kangban.ui.theme.palette

/**
 * A labelled field. What is wrong stands below it, in words, and is read out with it.
 *
 * @param onTyped All that stands in the field, after every keystroke.
 * @param onSubmit The keyboard's own button was pressed; only where the field has one line.
 * @param onLeft The focus was in the field and is no longer.
 * @param code A code that somebody copies from a sheet of paper.
 * @param hiddenLabel The label is heard, and seen only while the field is empty.
 * @param errorElsewhere What is wrong stands elsewhere on the screen.
 */
@Composable
fun TextEntry(
    field: Field,
    shell: Shell,
    onTyped: (String) -> Unit,
    modifier: Modifier = Modifier,
    onSubmit: (() -> Unit)? = null,
    onLeft: (() -> Unit)? = null,
    code: Boolean = false,
    hiddenLabel: Boolean = false,
    placeholder: String = if (hiddenLabel) field.label else "",
    readOnly: Boolean = false,
    errorElsewhere: Boolean = false
) {
    val draft = rememberDraft(field.value)
    val typed = { next: String ->
        draft.type(next)
        onTyped(next)
    }
    val wrong = field.error.isNotEmpty()
    Column(modifier.fillMaxWidth(), Arrangement.spacedBy(Space.s4)) {
        // Seen only: the field below carries it as its name.
        if (!hiddenLabel && field.label.isNotEmpty()) {
            Said(field.label, Modifier.clearAndSetSemantics {}, Type.strong)
        }
        OutlinedTextField(
            value = draft.text,
            onValueChange = typed,
            modifier = Modifier.fillMaxWidth().heightIn(min = look.target)
                .onFocusChanged {
                    if (draft.focused && !it.isFocused) onLeft?.invoke()
                    draft.focused = it.isFocused
                }
                .entered(onSubmit.takeIf { !field.multiline })
                .semantics {
                    if (field.label.isNotEmpty()) contentDescription = field.label
                    if (wrong) error(field.error)
                },
            readOnly = readOnly,
            textStyle = if (code) Type.title else Type.body,
            placeholder = placeholder.takeIf { it.isNotEmpty() }?.let {
                { Said(it, color = palette.ink2) }
            },
            suffix = field.unit.takeIf { it.isNotEmpty() }?.let {
                { Said(it, color = palette.ink2) }
            },
            isError = wrong,
            singleLine = !field.multiline,
            minLines = if (field.multiline && !hiddenLabel) LINES else 1,
            keyboardOptions = keyboard(field, code, onSubmit != null),
            keyboardActions = KeyboardActions(onDone = { onSubmit?.invoke() }),
            shape = MaterialTheme.shapes.small,
            colors = OutlinedTextFieldDefaults.colors(
                focusedContainerColor = palette.surface,
                unfocusedContainerColor = palette.surface,
                errorContainerColor = palette.surface,
                focusedBorderColor = palette.focus,
                cursorColor = palette.brand
            )
        )
        Detail(field.help)
        if (!errorElsewhere) Wrong(field.error)
        if (field.multiline && shell.chrome.dictate.isNotEmpty() && !readOnly) {
            Press(
                shell.chrome.dictate,
                { shell.device.dictate(shell.chrome.language) { typed(draft.text + it) } },
                icon = "speak",
                compact = true
            )
        }
    }
}

private const val LINES = 3

/** The keyboard learns nothing of what is typed here, and corrects nothing. */
private fun keyboard(field: Field, code: Boolean, submits: Boolean) = KeyboardOptions(
    capitalization = if (code) KeyboardCapitalization.Characters else KeyboardCapitalization.None,
    autoCorrectEnabled = false,
    keyboardType = when {
        field.numeric -> KeyboardType.Decimal
        code -> KeyboardType.Ascii
        else -> KeyboardType.Text
    },
    imeAction = when {
        field.multiline -> ImeAction.Default
        submits -> ImeAction.Done
        else -> ImeAction.Next
    }
)

/** The return key of a real keyboard submits as the keyboard's own button does. */
private fun Modifier.entered(submit: (() -> Unit)?) = if (submit == null) {
    this
} else {
    onPreviewKeyEvent {
        val enters = it.key == Key.Enter || it.key == Key.NumPadEnter
        if (enters && it.type == KeyEventType.KeyUp) submit()
        enters
    }
}
