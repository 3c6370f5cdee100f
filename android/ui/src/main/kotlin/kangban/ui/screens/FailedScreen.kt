package kangban.ui.screens

import androidx.compose.runtime.Composable
import kangban.types.FailedView
import kangban.ui.Shell
import kangban.ui.parts.Frame

/** Not drawn yet. */
@Composable
fun FailedScreen(view: FailedView, shell: Shell) = Frame(shell, place = "Failed") {}
