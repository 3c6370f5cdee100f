package kangban.ui.screens

import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.text.style.TextAlign
import kangban.types.DiaryEvent
import kangban.types.DiaryView
import kangban.types.FormsEvent
import kangban.types.Tap
import kangban.ui.Shell
import kangban.ui.chart.Trend
import kangban.ui.chart.TrendWords
import kangban.ui.parts.Choice
import kangban.ui.parts.ChoiceForm
import kangban.ui.parts.Detail
import kangban.ui.parts.DoorRows
import kangban.ui.parts.Frame
import kangban.ui.parts.Press
import kangban.ui.parts.Said
import kangban.ui.parts.Section
import kangban.ui.parts.Timeline
import kangban.ui.theme.palette

/** Record, history, trends, forms. */
@Composable
fun DiaryScreen(view: DiaryView, shell: Shell) {
    fun diary(event: DiaryEvent) = shell.send(Tap.Diary(event))
    val section = view.sections.firstOrNull { it.chosen }?.id.orEmpty()
    Frame(shell, place = "Diary $section") {
        Choice(view.sections, ChoiceForm.Segments, { diary(DiaryEvent.SectionChosen(it)) })
        DoorRows(view.items, { diary(DiaryEvent.ItemPressed(it)) })
        if (view.newer.isNotEmpty()) Press(view.newer, { diary(DiaryEvent.NewerPressed) })
        Timeline(view.entries, { diary(DiaryEvent.EntryOpened(it)) })
        if (view.older.isNotEmpty()) Press(view.older, { diary(DiaryEvent.OlderPressed) })
        val words = TrendWords(view.chartLabel, view.tableLabel, view.stepper)
        view.charts.forEach { Trend(it, words) }
        view.formGroups.forEach { group ->
            Section(group.title) {
                Timeline(group.rows, { shell.send(Tap.Forms(FormsEvent.Opened(it))) })
                Detail(group.empty)
            }
        }
        Said(view.empty, Modifier.fillMaxWidth(), color = palette.ink2, align = TextAlign.Center)
    }
}
