package kangban.app

import kangban.platform.PhotoLimits
import kangban.types.FormControl
import kangban.types.PhotoRow
import kangban.types.Screen
import kangban.types.ViewModel

/** How large a photo may be on the screen in front. Where it asks for none, nothing fits. */
internal fun photoLimits(view: ViewModel?): PhotoLimits {
    val row = when (val screen = view?.screen) {
        is Screen.LogSymptom -> screen.value.photo
        is Screen.Form -> screen.value.controls.firstNotNullOfOrNull(FormControl::photo)
        else -> null
    }
    return row?.limits() ?: PhotoLimits(0, 1)
}

private fun PhotoRow.limits() = PhotoLimits(maxBytes.toInt(), maxEdge.toInt())
