package kangban.ui.screens

import androidx.compose.runtime.Composable
import kangban.types.LogSymptomView
import kangban.ui.Shell
import kangban.ui.parts.Frame

/** Not drawn yet. */
@Composable
fun LogSymptomScreen(view: LogSymptomView, shell: Shell) = Frame(shell, place = "LogSymptom") {}
