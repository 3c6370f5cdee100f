package kangban.ui.screens

import androidx.compose.runtime.Composable
import kangban.types.EntryView
import kangban.ui.Shell
import kangban.ui.parts.Frame

/** Not drawn yet. */
@Composable
fun EntryScreen(view: EntryView, shell: Shell) = Frame(shell, place = "Entry") {}
