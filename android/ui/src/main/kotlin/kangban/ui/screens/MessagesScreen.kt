package kangban.ui.screens

import androidx.compose.runtime.Composable
import kangban.types.MessagesView
import kangban.ui.Shell
import kangban.ui.parts.Frame

/** Not drawn yet. */
@Composable
fun MessagesScreen(view: MessagesView, shell: Shell) = Frame(shell, place = "Messages") {}
