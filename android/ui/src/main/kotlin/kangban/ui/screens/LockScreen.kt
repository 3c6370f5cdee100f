package kangban.ui.screens

import androidx.compose.runtime.Composable
import kangban.types.LockView
import kangban.ui.Shell
import kangban.ui.parts.Frame

/** Not drawn yet. */
@Composable
fun LockScreen(view: LockView, shell: Shell) = Frame(shell, place = "Lock") {}
