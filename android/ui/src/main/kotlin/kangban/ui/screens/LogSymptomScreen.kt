package kangban.ui.screens

import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.text.style.TextAlign
import kangban.types.DiaryEvent
import kangban.types.LogSymptomView
import kangban.types.Tap
import kangban.ui.Shell
import kangban.ui.parts.ButtonKind
import kangban.ui.parts.Choice
import kangban.ui.parts.ChoiceForm
import kangban.ui.parts.Detail
import kangban.ui.parts.DetailTile
import kangban.ui.parts.Frame
import kangban.ui.parts.PhotoExtras
import kangban.ui.parts.PhotoTile
import kangban.ui.parts.Press
import kangban.ui.parts.Scale0to10
import kangban.ui.parts.TextEntry
import kangban.ui.parts.TileOf
import kangban.ui.parts.When
import kangban.ui.parts.Wrong

/** In elders' mode the first step asks what, the second how much. */
private const val ALL = 0
private const val FIRST = 1

/** A usual entry in three taps: symptom, number, save. */
@Composable
fun LogSymptomScreen(view: LogSymptomView, shell: Shell) {
    val step = view.step.toInt()
    Frame(
        shell,
        place = "LogSymptom $step",
        dock = {
            Wrong(view.error)
            Press(
                view.save,
                { shell.diary(if (step == FIRST) DiaryEvent.StepPressed else DiaryEvent.SavePressed) },
                kind = ButtonKind.Primary,
                busy = view.busy
            )
            Detail(view.saveDetail, Modifier.fillMaxWidth(), TextAlign.Center)
        }
    ) {
        if (step == ALL || step == FIRST) {
            Choice(
                view.symptoms,
                ChoiceForm.Tiles,
                { shell.diary(DiaryEvent.SymptomChosen(it)) },
                title = view.symptomsTitle
            )
        }
        if (step != FIRST) Answer(view, shell)
    }
}

private fun Shell.diary(event: DiaryEvent) = send(Tap.Diary(event))

@Composable
private fun Answer(view: LogSymptomView, shell: Shell) {
    Scale0to10(view.scale, { shell.diary(DiaryEvent.ScoreChosen(it)) })
    val beside = listOf<TileOf>(
        { DetailTile(view.site, { shell.diary(DiaryEvent.SitePressed) }, it) },
        { PhotoTile(view.photo, shell, { photo -> shell.diary(DiaryEvent.PhotoChosen(photo)) }, it) },
        { DetailTile(view.noteRow, { shell.diary(DiaryEvent.NotePressed) }, it, open = view.noteOpen) }
    )
    When(view.`when`, shell, { shell.diary(DiaryEvent.WhenChanged(it)) }, beside)
    PhotoExtras(view.photo) { shell.diary(DiaryEvent.PhotoRemoved) }
    if (view.noteOpen) TextEntry(view.note, shell, { shell.diary(DiaryEvent.NoteTyped(it)) })
}
