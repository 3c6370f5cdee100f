package kangban.ui.screens

import androidx.compose.runtime.Composable
import kangban.types.BodySiteView
import kangban.ui.Shell
import kangban.ui.parts.Frame

/** Not drawn yet. */
@Composable
fun BodySiteScreen(view: BodySiteView, shell: Shell) = Frame(shell, place = "BodySite") {}
