package kangban.ui.screens

import androidx.compose.runtime.Composable
import kangban.types.ChoosePinView
import kangban.ui.Shell
import kangban.ui.parts.Frame

/** Not drawn yet. */
@Composable
fun ChoosePinScreen(view: ChoosePinView, shell: Shell) = Frame(shell, place = "ChoosePin") {}
