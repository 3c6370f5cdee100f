package kangban.ui.form

import androidx.compose.runtime.Composable
import kangban.types.FormControl
import kangban.types.FormMedia
import kangban.ui.Shell
import kangban.ui.parts.ButtonKind
import kangban.ui.parts.Press
import kangban.ui.parts.Wrong
import kangban.ui.theme.Type

/** Help, a picture, where to read more, and what is wrong. */
@Composable
fun About(control: FormControl, shell: Shell) {
    if (control.help.isNotEmpty()) Rich(control.help, shell.device, Type.caption)
    control.media?.let { Media(it, shell) }
    for (link in control.links) {
        Press(link.label, { shell.device.open(link.url) }, kind = ButtonKind.Text, compact = true)
    }
    Wrong(control.error)
}

/** A picture is drawn by what the device can draw; anything else, and what lies elsewhere, is opened by the device. */
@Composable
private fun Media(media: FormMedia, shell: Shell) {
    Press(media.alt, { shell.device.open(media.url) }, kind = ButtonKind.Text, compact = true)
}
