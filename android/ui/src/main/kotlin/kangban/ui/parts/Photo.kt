package kangban.ui.parts

import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import kangban.types.PhotoRow
import kangban.types.PickedFile
import kangban.ui.Shell

/** The tile that adds a photo: with the camera or from those that are there, where there is a choice. */
@Composable
fun PhotoTile(photo: PhotoRow, shell: Shell, onPicked: (PickedFile) -> Unit, modifier: Modifier = Modifier) {
    var asking by rememberSaveable { mutableStateOf(false) }
    DetailTile(
        photo.row,
        { if (shell.chrome.takePhoto.isEmpty()) shell.device.pickPhoto(onPicked) else asking = true },
        modifier
    )
    if (!asking) return
    val closed = { asking = false }
    Sheet(photo.row.label, closed) {
        Press(
            shell.chrome.takePhoto,
            {
                closed()
                shell.device.takePhoto(onPicked)
            },
            icon = "camera"
        )
        Press(
            shell.chrome.pickPhoto,
            {
                closed()
                shell.device.pickPhoto(onPicked)
            },
            icon = "attach"
        )
        Press(shell.chrome.cancel, closed, kind = ButtonKind.Text)
    }
}

/** What is wrong with a photo, and the button that takes it away. */
@Composable
fun PhotoExtras(photo: PhotoRow, onRemoved: () -> Unit) {
    Wrong(photo.error)
    if (photo.chosen) Press(photo.remove, onRemoved, icon = "close")
}
