package kangban.ui.screens

import androidx.compose.runtime.Composable
import kangban.types.FormReviewView
import kangban.ui.Shell
import kangban.ui.parts.Frame

/** Not drawn yet. */
@Composable
fun FormReviewScreen(view: FormReviewView, shell: Shell) = Frame(shell, place = "FormReview") {}
