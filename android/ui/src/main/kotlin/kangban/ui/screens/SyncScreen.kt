package kangban.ui.screens

import androidx.compose.runtime.Composable
import kangban.types.SyncView
import kangban.ui.Shell
import kangban.ui.parts.Frame

/** Not drawn yet. */
@Composable
fun SyncScreen(view: SyncView, shell: Shell) = Frame(shell, place = "Sync") {}
