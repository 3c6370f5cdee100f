package kangban.ui.screens

import androidx.compose.runtime.Composable
import kangban.types.SettingsView
import kangban.ui.Shell
import kangban.ui.parts.Frame

/** Not drawn yet. */
@Composable
fun SettingsScreen(view: SettingsView, shell: Shell) = Frame(shell, place = "Settings") {}
