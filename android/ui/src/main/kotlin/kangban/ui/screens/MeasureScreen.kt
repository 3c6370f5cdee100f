package kangban.ui.screens

import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.runtime.Composable
import androidx.compose.runtime.key
import androidx.compose.ui.Modifier
import androidx.compose.ui.text.style.TextAlign
import kangban.types.MeasureView
import kangban.types.MeasuresEvent
import kangban.types.Role
import kangban.types.Tap
import kangban.types.TypedField
import kangban.ui.Shell
import kangban.ui.parts.ButtonKind
import kangban.ui.parts.Choice
import kangban.ui.parts.ChoiceForm
import kangban.ui.parts.Detail
import kangban.ui.parts.Frame
import kangban.ui.parts.Panel
import kangban.ui.parts.Press
import kangban.ui.parts.Said
import kangban.ui.parts.TextEntry
import kangban.ui.parts.When
import kangban.ui.parts.Wrong
import kangban.ui.parts.live

/** What a device read. */
@Composable
fun MeasureScreen(view: MeasureView, shell: Shell) {
    fun measures(event: MeasuresEvent) = shell.send(Tap.Measures(event))
    val save = { if (!view.busy) measures(MeasuresEvent.SavePressed) }
    Frame(
        shell,
        place = "Measure",
        dock = {
            Wrong(view.error)
            if (view.confirm.isNotEmpty()) Panel(Modifier.live(urgent = true), Role.CAUTION) { Said(view.confirm) }
            Press(view.save, save, kind = ButtonKind.Primary, busy = view.busy)
            Detail(view.saveDetail, Modifier.fillMaxWidth(), TextAlign.Center)
        }
    ) {
        if (view.kinds.isNotEmpty()) {
            Choice(
                view.kinds,
                ChoiceForm.Tiles,
                { measures(MeasuresEvent.KindChosen(it)) },
                title = view.kindsTitle
            )
        }
        view.fields.forEach { field ->
            key(field.id) {
                TextEntry(
                    field,
                    shell,
                    { measures(MeasuresEvent.FieldTyped(TypedField(field.id, it))) },
                    onSubmit = save
                )
            }
        }
        When(view.`when`, shell, { measures(MeasuresEvent.WhenChanged(it)) })
    }
}
