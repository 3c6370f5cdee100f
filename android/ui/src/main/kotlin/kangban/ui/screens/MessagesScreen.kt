package kangban.ui.screens

import androidx.compose.foundation.background
import androidx.compose.foundation.border
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.layout.widthIn
import androidx.compose.foundation.layout.wrapContentWidth
import androidx.compose.foundation.relocation.BringIntoViewRequester
import androidx.compose.foundation.relocation.bringIntoViewRequester
import androidx.compose.foundation.shape.RoundedCornerShape
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.remember
import androidx.compose.runtime.withFrameNanos
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.unit.dp
import kangban.types.Bubble
import kangban.types.MessagesEvent
import kangban.types.MessagesView
import kangban.types.Tap
import kangban.types.UrgentCheck
import kangban.ui.Shell
import kangban.ui.parts.ButtonKind
import kangban.ui.parts.Call
import kangban.ui.parts.Calls
import kangban.ui.parts.Detail
import kangban.ui.parts.Frame
import kangban.ui.parts.Glyph
import kangban.ui.parts.GlyphSize
import kangban.ui.parts.IconPress
import kangban.ui.parts.LocalColumn
import kangban.ui.parts.Mark
import kangban.ui.parts.Press
import kangban.ui.parts.Said
import kangban.ui.parts.Sheet
import kangban.ui.parts.TextEntry
import kangban.ui.parts.live
import kangban.ui.theme.Space
import kangban.ui.theme.Type
import kangban.ui.theme.palette

/** The care team, with an honest clock. */
@Composable
fun MessagesScreen(view: MessagesView, shell: Shell) {
    val ward = shell.chrome.calls.firstOrNull { !it.emergency }
    Frame(
        shell,
        place = "Messages",
        beside = ward?.takeIf { !shell.chrome.elders }?.let { { Call(it, shell, open = true, short = true) } },
        notice = { Rule(view.rule, shell) },
        dock = { Composer(view, shell) },
        held = true,
    ) {
        if (view.older.isNotEmpty()) Press(view.older, { shell.messages(MessagesEvent.OlderPressed) })
        if (view.empty.isNotEmpty()) Said(view.empty, Modifier.padding(vertical = Space.s24), color = palette.ink2)
        Column(Modifier.fillMaxWidth().live(), Arrangement.spacedBy(Space.s16)) {
            for (bubble in view.bubbles) Message(bubble)
        }
        if (view.newer.isNotEmpty()) Press(view.newer, { shell.messages(MessagesEvent.NewerPressed) })
        End(view.bubbles.lastOrNull()?.id.orEmpty())
    }
    view.urgent?.let { Urgent(it, shell) }
}

/** When the team answers, and whom to call instead of writing. */
@Composable
private fun Rule(rule: String, shell: Shell) {
    val ward = shell.chrome.calls.firstOrNull { !it.emergency }
    val emergency = shell.chrome.calls.firstOrNull { it.emergency }
    FlowRow(
        Modifier.fillMaxWidth().background(palette.infoSoft).wrapContentWidth().widthIn(max = LocalColumn.current)
            .fillMaxWidth().padding(horizontal = Space.s16, vertical = Space.s8),
        horizontalArrangement = Arrangement.spacedBy(Space.s8),
        verticalArrangement = Arrangement.spacedBy(Space.s4),
        itemVerticalAlignment = Alignment.CenterVertically,
    ) {
        Row(Modifier.weight(1f).widthIn(min = 180.dp), Arrangement.spacedBy(Space.s8)) {
            Glyph("clock", size = GlyphSize.Small, tint = palette.info)
            Said(rule, style = Type.caption)
        }
        if (ward != null && shell.chrome.elders) Call(ward, shell, open = true, short = true)
        if (emergency != null) Call(emergency, shell, open = true, short = true)
    }
}

@Composable
private fun Message(bubble: Bubble) {
    val side = if (bubble.own) Alignment.End else Alignment.Start
    val corner = 4.dp
    val shape = RoundedCornerShape(
        topStart = 16.dp,
        topEnd = 16.dp,
        bottomStart = if (bubble.own) 16.dp else corner,
        bottomEnd = if (bubble.own) corner else 16.dp,
    )
    Column(Modifier.fillMaxWidth(), Arrangement.spacedBy(Space.s4), side) {
        Detail("${bubble.author} · ${bubble.`when`}")
        Said(
            bubble.text,
            Modifier
                .padding(start = if (bubble.own) Space.s32 else 0.dp, end = if (bubble.own) 0.dp else Space.s32)
                .background(if (bubble.own) palette.brandSoft else palette.surface, shape)
                .border(1.dp, palette.line, shape)
                .padding(horizontal = Space.s16, vertical = Space.s12),
        )
        bubble.mark?.let { Mark(it) }
    }
}

/** The newest message is in view when the thread comes to the front, and when there is a newer one. */
@Composable
private fun End(newest: String) {
    val end = remember { BringIntoViewRequester() }
    LaunchedEffect(newest) {
        // The heading gets the focus first, and comes into view with it.
        repeat(2) { withFrameNanos {} }
        end.bringIntoView()
    }
    Column(Modifier.size(1.dp).bringIntoViewRequester(end)) {}
}

@Composable
private fun Composer(view: MessagesView, shell: Shell) {
    Row(horizontalArrangement = Arrangement.spacedBy(Space.s8), verticalAlignment = Alignment.Bottom) {
        TextEntry(
            view.draft,
            shell,
            { shell.messages(MessagesEvent.Typed(it)) },
            Modifier.weight(1f),
            hiddenLabel = true,
        )
        IconPress(view.send, "send", { shell.messages(MessagesEvent.SendPressed) }, solid = true)
    }
}

/** Stops an emergency from waiting in a thread. */
@Composable
private fun Urgent(check: UrgentCheck, shell: Shell) {
    val calling = check.callTitle.isNotEmpty()
    Sheet(if (calling) check.callTitle else check.title, { shell.send(Tap.Back) }) {
        if (calling) {
            Calls(shell.chrome.calls, shell, open = true, solid = true)
        } else {
            for (sign in check.signs) {
                Row(horizontalArrangement = Arrangement.spacedBy(Space.s8)) {
                    Glyph("warning", size = GlyphSize.Small, tint = palette.urgent)
                    Said(sign)
                }
            }
            Press(
                check.yes,
                { shell.messages(MessagesEvent.UrgentYes) },
                kind = ButtonKind.DangerLine,
                icon = "call",
            )
            Press(check.no, { shell.messages(MessagesEvent.UrgentNo) }, kind = ButtonKind.Primary, icon = "send")
        }
    }
}

private fun Shell.messages(event: MessagesEvent) = send(Tap.Messages(event))
