package kangban.ui.form

import androidx.compose.foundation.background
import androidx.compose.foundation.focusable
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.relocation.BringIntoViewRequester
import androidx.compose.foundation.relocation.bringIntoViewRequester
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.remember
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.drawBehind
import androidx.compose.ui.focus.FocusRequester
import androidx.compose.ui.focus.focusRequester
import androidx.compose.ui.geometry.Offset
import androidx.compose.ui.geometry.Size
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.SpanStyle
import androidx.compose.ui.text.buildAnnotatedString
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.text.withStyle
import androidx.compose.ui.unit.dp
import kangban.types.FormControl
import kangban.types.FormControlKind
import kangban.types.FormsEvent
import kangban.types.Role
import kangban.ui.Shell
import kangban.ui.parts.ButtonKind
import kangban.ui.parts.Calls
import kangban.ui.parts.Detail
import kangban.ui.parts.Glyph
import kangban.ui.parts.GlyphSize
import kangban.ui.parts.Panel
import kangban.ui.parts.Press
import kangban.ui.parts.readAs
import kangban.ui.theme.Space
import kangban.ui.theme.Type
import kangban.ui.theme.palette

/**
 * One control of a form with its question, its help and what is wrong.
 *
 * @param focused Whether it comes into view and gets the focus.
 */
@Composable
fun Control(control: FormControl, focused: Boolean, shell: Shell) {
    val place = Modifier.fillMaxWidth().comingIntoView(focused)
    val nested = place.padding(start = INDENT * control.level.toInt().coerceAtMost(DEEPEST))
    when (control.kind) {
        FormControlKind.HEADING -> Stack(place.padding(top = Space.s12)) {
            Question(control, shell, Modifier.semantics { heading() })
            About(control, shell)
            Buttons(control, shell)
        }

        FormControlKind.DISPLAY -> Stack(nested) {
            Said(control, shell)
            About(control, shell)
        }

        FormControlKind.HELP -> Stack(
            nested.background(palette.brandSoft, MaterialTheme.shapes.medium)
                .padding(horizontal = Space.s16, vertical = Space.s12),
        ) {
            Said(control, shell)
            About(control, shell)
        }

        FormControlKind.CALLS -> Panel(nested, role = Role.URGENT) {
            Said(control, shell)
            About(control, shell)
            Calls(control.calls, shell, open = true)
        }

        FormControlKind.ADDINSTANCE -> Stack(nested) { Add(control, shell) }

        FormControlKind.RADIO, FormControlKind.CHECKS, FormControlKind.DROPDOWN, FormControlKind.AUTOCOMPLETE,
        FormControlKind.SLIDER, FormControlKind.SCALE, FormControlKind.SHORTTEXT, FormControlKind.LONGTEXT,
        FormControlKind.INTEGER, FormControlKind.DECIMAL, FormControlKind.QUANTITY, FormControlKind.DATE,
        FormControlKind.DATETIME, FormControlKind.TIME, FormControlKind.URL, FormControlKind.ATTACHMENT,
        FormControlKind.REFERENCE,
        -> Asked(control, if (control.level > 0u) nested.edged() else place, shell)
    }
}

/** What is asked, and what a person answers with. The scale has its question in itself. */
@Composable
private fun Asked(control: FormControl, modifier: Modifier, shell: Shell) = Stack(modifier) {
    val inside = control.kind == FormControlKind.SCALE
    if (!inside) {
        Question(control, shell)
        About(control, shell)
    }
    control.asLast?.let { Worded(it, { shell.forms(FormsEvent.AsLastPressed(control.path)) }) }
    Answer(control, shell)
    if (inside) {
        Detail(control.required)
        About(control, shell)
    }
    if (control.known.isNotEmpty()) {
        Row(horizontalArrangement = Arrangement.spacedBy(Space.s4)) {
            Glyph("info", size = GlyphSize.Small, tint = palette.ink2)
            Text(control.known, style = Type.caption, color = palette.ink2)
        }
    }
    Buttons(control, shell)
}

@Composable
private fun Said(control: FormControl, shell: Shell) =
    Column(Modifier.readAs(control.plain)) { Rich(control.label, shell.device) }

/** The question in one piece, with its number before it and the words that say it has to be answered behind. */
@Composable
private fun Question(control: FormControl, shell: Shell, modifier: Modifier = Modifier) {
    val label = richLine(control.label, shell.device)
    val small = SpanStyle(
        color = palette.ink2,
        fontSize = Type.caption.fontSize,
        fontWeight = FontWeight.Normal,
    )
    val whole = buildAnnotatedString {
        if (control.prefix.isNotEmpty()) append("${control.prefix} ")
        append(label)
        if (control.required.isNotEmpty()) withStyle(small) { append(" ${control.required}") }
    }
    Text(whole, modifier.readAs(whole.text), style = Type.title)
}

@Composable
private fun Buttons(control: FormControl, shell: Shell) {
    val path = control.path
    if (control.kind != FormControlKind.HEADING && control.clear.isNotEmpty()) {
        Press(control.clear, { shell.forms(FormsEvent.Cleared(path)) }, kind = ButtonKind.Text, compact = true)
    }
    Add(control, shell)
    if (control.remove.isNotEmpty()) {
        Press(
            control.remove,
            { shell.forms(FormsEvent.RemovePressed(path)) },
            kind = ButtonKind.Text,
            icon = "close",
            compact = true,
        )
    }
}

@Composable
private fun Add(control: FormControl, shell: Shell) {
    if (control.add.isEmpty()) return
    Press(control.add, { shell.forms(FormsEvent.AddPressed(control.path)) }, icon = "plus")
}

@Composable
private fun Stack(modifier: Modifier = Modifier, content: @Composable ColumnScope.() -> Unit) =
    Column(modifier, Arrangement.spacedBy(Space.s8), content = content)

/** Comes into view and gets the focus when the core says so. */
@Composable
private fun Modifier.comingIntoView(focused: Boolean): Modifier {
    val view = remember { BringIntoViewRequester() }
    val focus = remember { FocusRequester() }
    LaunchedEffect(focused) {
        if (focused) {
            view.bringIntoView()
            focus.requestFocus()
        }
    }
    return bringIntoViewRequester(view).focusRequester(focus).then(if (focused) Modifier.focusable() else Modifier)
}

/** A line at the left: this belongs to what stands above. */
@Composable
private fun Modifier.edged(): Modifier {
    val line = palette.line
    return drawBehind { drawRect(line, Offset.Zero, Size(3.dp.toPx(), size.height)) }.padding(start = Space.s12)
}

private val INDENT = 12.dp
private const val DEEPEST = 3
