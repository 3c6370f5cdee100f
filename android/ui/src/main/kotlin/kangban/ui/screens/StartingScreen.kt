package kangban.ui.screens

import androidx.compose.runtime.Composable
import kangban.ui.Shell
import kangban.ui.parts.Frame

/** Nothing is known yet. */
@Composable
fun StartingScreen(shell: Shell) = Frame(shell, place = "Starting", centred = true) {}
