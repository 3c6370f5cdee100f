package kangban.ui.screens

import androidx.compose.runtime.Composable
import kangban.types.InvitationView
import kangban.ui.Shell
import kangban.ui.parts.Frame

/** Not drawn yet. */
@Composable
fun InvitationScreen(view: InvitationView, shell: Shell) = Frame(shell, place = "Invitation") {}
