package kangban.ui.screens

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.LocalDensity
import kangban.types.RefusedRow
import kangban.types.Role
import kangban.types.SyncEvent
import kangban.types.SyncState
import kangban.types.SyncView
import kangban.types.Tap
import kangban.types.TodayEvent
import kangban.ui.Shell
import kangban.ui.parts.ButtonKind
import kangban.ui.parts.Detail
import kangban.ui.parts.Disc
import kangban.ui.parts.Frame
import kangban.ui.parts.LARGE
import kangban.ui.parts.Panel
import kangban.ui.parts.Press
import kangban.ui.parts.Said
import kangban.ui.parts.Section
import kangban.ui.parts.Timeline
import kangban.ui.parts.Title
import kangban.ui.theme.Space
import kangban.ui.theme.Type

/** Where the entries are; one that the hospital refused in plain words, with what can be done about it. */
@Composable
fun SyncScreen(view: SyncView, shell: Shell) {
    Frame(shell, place = "Sync") {
        Panel {
            Row(
                horizontalArrangement = Arrangement.spacedBy(Space.s12),
                verticalAlignment = Alignment.CenterVertically
            ) {
                Disc(view.line.icon, view.line.state.role())
                Column {
                    Said(view.line.text, style = Type.strong)
                    Detail(view.last)
                }
            }
        }
        if (view.retry.isNotEmpty()) Press(view.retry, { shell.sync(SyncEvent.RetryPressed) }, icon = "refresh")
        if (view.refused.isNotEmpty()) {
            Section(view.refusedTitle) { view.refused.forEach { Refused(it, shell) } }
        }
        if (view.waiting.isNotEmpty()) {
            Section(view.waitingTitle) {
                Timeline(view.waiting, { shell.send(Tap.Today(TodayEvent.EntryOpened(it))) })
            }
        }
    }
}

@Composable
private fun Refused(row: RefusedRow, shell: Shell) {
    Panel {
        Row(horizontalArrangement = Arrangement.spacedBy(Space.s12)) {
            Disc("warning", Role.CAUTION)
            Column {
                Title(row.title, style = Type.strong)
                Said(row.reason)
            }
        }
        if (row.correct.isNotEmpty()) {
            val correct = { shell.sync(SyncEvent.CorrectPressed(row.id)) }
            Press(row.correct, correct, kind = ButtonKind.Primary, icon = "edit")
        }
        Others(row, shell)
    }
}

/** What else can be done: side by side, or one above the other where text is large. */
@Composable
private fun Others(row: RefusedRow, shell: Shell) {
    val retry = { shell.sync(SyncEvent.RequeuePressed(row.id)) }
    val export = { shell.sync(SyncEvent.ExportPressed(row.id)) }
    if (shell.chrome.elders || LocalDensity.current.fontScale > LARGE) {
        Press(row.retry, retry, icon = "refresh")
        Press(row.exportCopy, export, icon = "export")
    } else {
        Row(horizontalArrangement = Arrangement.spacedBy(Space.s8)) {
            Press(row.retry, retry, Modifier.weight(1f), icon = "refresh")
            Press(row.exportCopy, export, Modifier.weight(1f), icon = "export")
        }
    }
}

private fun SyncState.role() = when (this) {
    SyncState.SAVED, SyncState.WAITING -> Role.NEUTRAL
    SyncState.RECEIVED -> Role.GOOD
    SyncState.ATTENTION -> Role.CAUTION
}

private fun Shell.sync(event: SyncEvent) = send(Tap.Sync(event))
