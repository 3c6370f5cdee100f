package kangban.ui.screens

import androidx.compose.runtime.Composable
import androidx.compose.ui.platform.LocalDensity
import kangban.types.BodySiteView
import kangban.types.DiaryEvent
import kangban.types.Tap
import kangban.ui.Shell
import kangban.ui.parts.BodyFigure
import kangban.ui.parts.Choice
import kangban.ui.parts.ChoiceForm
import kangban.ui.parts.Frame
import kangban.ui.parts.LARGE
import kangban.ui.parts.Press
import kangban.ui.parts.figurePlaces

/** Touch the place on the figure, or choose it from the list: that is longer, and holds what the figure has no room for. */
@Composable
fun BodySiteScreen(view: BodySiteView, shell: Shell) {
    fun diary(event: DiaryEvent) = shell.send(Tap.Diary(event))
    val choose = { id: String -> diary(DiaryEvent.SiteChosen(id)) }
    val listOnly = shell.chrome.elders || LocalDensity.current.fontScale > LARGE
    val (drawn, listed) = view.places.partition { !listOnly && it.id in figurePlaces }
    Frame(shell, place = "BodySite") {
        Choice(view.sides, ChoiceForm.Segments, { diary(DiaryEvent.SideChosen(it)) })
        if (drawn.isNotEmpty()) BodyFigure(drawn, choose)
        if (listed.isNotEmpty()) Choice(listed, ChoiceForm.Rows, choose)
        Press(view.none, { choose("") })
    }
}
