package kangban.ui.screens

import androidx.compose.runtime.Composable
import kangban.types.MeasureView
import kangban.ui.Shell
import kangban.ui.parts.Frame

/** Not drawn yet. */
@Composable
fun MeasureScreen(view: MeasureView, shell: Shell) = Frame(shell, place = "Measure") {}
