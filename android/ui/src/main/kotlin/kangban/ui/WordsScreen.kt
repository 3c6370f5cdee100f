package kangban.ui

import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.WindowInsets
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.safeDrawing
import androidx.compose.foundation.layout.widthIn
import androidx.compose.foundation.layout.windowInsetsPadding
import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.verticalScroll
import androidx.compose.material3.LocalContentColor
import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.unit.dp
import kangban.ui.parts.ButtonKind
import kangban.ui.parts.Press
import kangban.ui.parts.Said
import kangban.ui.parts.Title
import kangban.ui.parts.live
import kangban.ui.theme.KangbanTheme
import kangban.ui.theme.Space
import kangban.ui.theme.Type
import kangban.ui.theme.palette

/**
 * What is said when the core cannot speak: while it is being opened, after it stopped, when it is newer than the shell.
 *
 * @property title What is going on.
 * @property text That nothing is lost, and what to do; or empty.
 * @property action The label of the button that goes on; empty where there is nothing to press.
 * @property call The label of the button that calls for help; empty where that is not offered.
 * @property number The number that button dials.
 */
class Words(
    val title: String,
    val text: String = "",
    val action: String = "",
    val call: String = "",
    val number: String = ""
)

/** Draws [words] without a view: there is none. */
@Composable
fun WordsScreen(words: Words, onAction: () -> Unit, dial: (String) -> Unit) {
    KangbanTheme(theme = "", elders = false, language = "") {
        CompositionLocalProvider(LocalContentColor provides palette.ink) {
            Column(
                Modifier.fillMaxSize().background(palette.ground).windowInsetsPadding(WindowInsets.safeDrawing)
                    .verticalScroll(rememberScrollState()).padding(Space.s16),
                verticalArrangement = Arrangement.spacedBy(Space.s16, Alignment.CenterVertically),
                horizontalAlignment = Alignment.CenterHorizontally
            ) {
                val column = Modifier.widthIn(max = 480.dp)
                Title(words.title, column.live(), Type.heading)
                Said(words.text, column)
                if (words.action.isNotEmpty()) Press(words.action, onAction, column, ButtonKind.Primary)
                if (words.call.isNotEmpty()) {
                    Press(words.call, { dial(words.number) }, column, ButtonKind.DangerLine, icon = "call")
                }
            }
        }
    }
}
