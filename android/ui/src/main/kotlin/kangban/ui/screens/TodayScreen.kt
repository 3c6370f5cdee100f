package kangban.ui.screens

import androidx.compose.runtime.Composable
import kangban.types.TodayView
import kangban.ui.Shell
import kangban.ui.parts.Frame

/** Not drawn yet. */
@Composable
fun TodayScreen(view: TodayView, shell: Shell) = Frame(shell, place = "Today") {}
