package kangban.ui.form

import androidx.compose.foundation.clickable
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.Role
import kangban.types.FormAnswerRow
import kangban.types.FormPlace
import kangban.types.FormsEvent
import kangban.ui.Shell
import kangban.ui.parts.Detail
import kangban.ui.parts.Glyph
import kangban.ui.parts.GlyphSize
import kangban.ui.parts.Panel
import kangban.ui.parts.Press
import kangban.ui.parts.Rows
import kangban.ui.parts.Said
import kangban.ui.parts.inOneBreath
import kangban.ui.theme.Space
import kangban.ui.theme.Type
import kangban.ui.theme.look
import kangban.ui.theme.palette

/** The form's title where that is not the screen's, and what has to be known about the form itself. */
@Composable
fun FormHead(title: String, notice: String, shell: Shell) {
    if (title != shell.chrome.title) Detail(title)
    if (notice.isNotEmpty()) Panel(role = kangban.types.Role.CAUTION) { Said(notice) }
}

/** Answers, one below the other; each that can be changed is pressed as a whole. */
@Composable
fun AnswerRows(rows: List<FormAnswerRow>, earlier: String, later: String, shell: Shell) {
    if (earlier.isNotEmpty()) Press(earlier, { shell.forms(FormsEvent.EarlierRowsPressed) })
    Rows(rows) { AnswerRow(it, shell) }
    if (later.isNotEmpty()) Press(later, { shell.forms(FormsEvent.LaterRowsPressed) })
}

@Composable
private fun AnswerRow(row: FormAnswerRow, shell: Shell) {
    val place = FormPlace(row.page, row.path)
    val fixed = row.page.isEmpty()
    Row(
        Modifier
            .fillMaxWidth()
            .then(if (fixed) Modifier else Modifier.changeable(row) { shell.forms(FormsEvent.PageChosen(place)) })
            .heightIn(min = look.target)
            .padding(horizontal = Space.s16, vertical = Space.s12),
        horizontalArrangement = Arrangement.spacedBy(Space.s12),
        verticalAlignment = Alignment.CenterVertically,
    ) {
        Column(Modifier.weight(1f)) {
            Text(row.label, style = Type.caption, color = palette.ink2)
            Row(horizontalArrangement = Arrangement.spacedBy(Space.s4)) {
                if (row.missing) Glyph("warning", size = GlyphSize.Small, tint = palette.caution)
                Text(row.value, style = Type.body, color = if (row.missing) palette.caution else palette.ink)
            }
        }
        if (!fixed) Glyph("edit", size = GlyphSize.Small, tint = palette.ink2)
    }
}

private fun Modifier.changeable(row: FormAnswerRow, change: () -> Unit) =
    clickable(role = Role.Button, onClick = change).inOneBreath("${row.change} · ${row.value}")
