package kangban.ui.screens

import androidx.compose.runtime.Composable
import kangban.types.DiaryView
import kangban.ui.Shell
import kangban.ui.parts.Frame

/** Not drawn yet. */
@Composable
fun DiaryScreen(view: DiaryView, shell: Shell) = Frame(shell, place = "Diary") {}
