package kangban.ui.screens

import androidx.compose.runtime.Composable
import kangban.types.AdviceView
import kangban.ui.Shell
import kangban.ui.parts.Frame

/** Not drawn yet. */
@Composable
fun AdviceScreen(view: AdviceView, shell: Shell) = Frame(shell, place = "Advice") {}
