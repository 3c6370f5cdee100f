package kangban.ui.screens

import androidx.compose.foundation.Image
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.material3.MaterialTheme
import androidx.compose.runtime.Composable
import androidx.compose.runtime.remember
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.graphics.decodeToImageBitmap
import androidx.compose.ui.layout.ContentScale
import androidx.compose.ui.unit.dp
import kangban.types.DiaryEvent
import kangban.types.EntryView
import kangban.types.Tap
import kangban.ui.Shell
import kangban.ui.parts.ButtonKind
import kangban.ui.parts.Facts
import kangban.ui.parts.Frame
import kangban.ui.parts.Panel
import kangban.ui.parts.Press
import kangban.ui.parts.Said
import kangban.ui.parts.Sheet
import kangban.ui.parts.Trail

/** One entry. The core knows which: its id comes back with the screen's own buttons. */
@Composable
fun EntryScreen(view: EntryView, shell: Shell) {
    val id = view.id
    val cancel = { shell.diary(DiaryEvent.WithdrawCancelled) }
    Frame(shell, place = "Entry $id") {
        Facts(view.rows)
        if (view.note.isNotEmpty()) Panel { Said(view.note) }
        Photo(view, shell)
        if (view.advice.isNotEmpty()) {
            Press(view.advice, { shell.diary(DiaryEvent.AdvicePressed(id)) }, icon = "info")
        }
        Trail(view.trailTitle, view.trail)
        if (view.correct.isNotEmpty()) {
            Press(view.correct, { shell.diary(DiaryEvent.CorrectPressed(id)) }, icon = "edit")
        }
        if (view.withdraw.isNotEmpty()) {
            Press(view.withdraw, { shell.diary(DiaryEvent.WithdrawPressed(id)) }, kind = ButtonKind.Text)
        }
    }
    if (view.confirm.isNotEmpty()) {
        Sheet(view.confirm, cancel) {
            Press(view.confirmYes, { shell.diary(DiaryEvent.WithdrawConfirmed(id)) }, kind = ButtonKind.Danger)
            Press(view.confirmNo, cancel)
        }
    }
}

private fun Shell.diary(event: DiaryEvent) = send(Tap.Diary(event))

@Composable
private fun Photo(view: EntryView, shell: Shell) {
    // A photo does not change: another one has another size, or another screen around it.
    val size = view.photoBytes.size
    val picture = remember(view.id, size) { view.photoBytes.map { it.toByte() }.toByteArray().picture() }
    when {
        picture != null -> Image(
            picture,
            view.photoA11y,
            Modifier.fillMaxWidth().heightIn(max = 480.dp).clip(MaterialTheme.shapes.medium),
            contentScale = ContentScale.Fit
        )

        // What cannot be drawn is still there, and said.
        size > 0 -> Said(view.photoA11y)

        view.photo.isNotEmpty() ->
            Press(view.photoShow, { shell.diary(DiaryEvent.PhotoWanted(view.photo)) }, icon = "camera")
    }
}

private fun ByteArray.picture() = try {
    if (isEmpty()) null else decodeToImageBitmap()
} catch (_: IllegalArgumentException) {
    null
}
