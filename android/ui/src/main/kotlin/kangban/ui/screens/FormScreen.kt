package kangban.ui.screens

import androidx.compose.runtime.Composable
import kangban.types.FormView
import kangban.ui.Shell
import kangban.ui.parts.Frame

/** Not drawn yet. */
@Composable
fun FormScreen(view: FormView, shell: Shell) = Frame(shell, place = "Form") {}
