package kangban.ui.screens

import androidx.compose.runtime.Composable
import kangban.types.FormResultView
import kangban.ui.Shell
import kangban.ui.parts.Frame

/** Not drawn yet. */
@Composable
fun FormResultScreen(view: FormResultView, shell: Shell) = Frame(shell, place = "FormResult") {}
