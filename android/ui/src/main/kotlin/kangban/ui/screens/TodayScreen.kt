package kangban.ui.screens

import androidx.compose.foundation.BorderStroke
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.semantics.role
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.dp
import kangban.types.NextCard
import kangban.types.QuickItem
import kangban.types.Role
import kangban.types.Tap
import kangban.types.TodayEvent
import kangban.types.TodayView
import kangban.ui.Shell
import kangban.ui.parts.ButtonKind
import kangban.ui.parts.Call
import kangban.ui.parts.Detail
import kangban.ui.parts.Disc
import kangban.ui.parts.Frame
import kangban.ui.parts.Glyph
import kangban.ui.parts.GlyphSize
import kangban.ui.parts.Grid
import kangban.ui.parts.LARGE
import kangban.ui.parts.Panel
import kangban.ui.parts.Press
import kangban.ui.parts.Said
import kangban.ui.parts.Section
import kangban.ui.parts.SyncRow
import kangban.ui.parts.TileOf
import kangban.ui.parts.Timeline
import kangban.ui.parts.Title
import kangban.ui.parts.inOneBreath
import kangban.ui.theme.Space
import kangban.ui.theme.Type
import kangban.ui.theme.palette
import androidx.compose.ui.semantics.Role as Kind

/** What now, then what later. */
@Composable
fun TodayScreen(view: TodayView, shell: Shell) {
    val elders = shell.chrome.elders
    val ward = shell.chrome.calls.firstOrNull { !it.emergency }
    val sync = @Composable { SyncRow(view.sync, { shell.today(TodayEvent.SyncPressed) }) }
    Frame(
        shell,
        place = "Today",
        under = view.date,
        beside = ward?.takeIf { !elders }?.let { { Call(it, shell, open = true, short = true) } }
    ) {
        if (!elders) sync()
        Next(view.next, shell)
        val quick: List<TileOf> = view.quick.map { item -> { cell -> Quick(item, shell, cell) } }
        if (elders) {
            val call: TileOf? = ward?.let { { cell -> Call(it, shell, open = true, cell, upright = true) } }
            Grid(quick + listOfNotNull(call), least = 136.dp, most = 2, gap = Space.s12, stretch = true) { tile, cell ->
                tile(cell)
            }
        } else {
            Section(view.quickTitle) {
                Grid(quick, least = 74.dp, most = 4) { tile, cell -> tile(cell) }
            }
        }
        if (view.entries.isNotEmpty()) {
            Section(view.entriesTitle) {
                Timeline(view.entries, { shell.today(TodayEvent.EntryOpened(it)) })
            }
        }
        if (elders) sync()
    }
}

private fun Shell.today(event: TodayEvent) = send(Tap.Today(event))

@Composable
private fun Quick(item: QuickItem, shell: Shell, modifier: Modifier) {
    val elders = shell.chrome.elders
    Surface(
        onClick = { shell.today(TodayEvent.QuickPressed(item.id)) },
        modifier = modifier.semantics { role = Kind.Button },
        shape = MaterialTheme.shapes.medium,
        color = palette.surface,
        contentColor = palette.ink,
        border = BorderStroke(if (elders) 1.5.dp else 1.dp, if (elders) palette.lineStrong else palette.line)
    ) {
        Column(
            Modifier.inOneBreath(item.a11y).heightIn(min = if (elders) 92.dp else 76.dp)
                .padding(horizontal = Space.s4, vertical = Space.s8),
            Arrangement.spacedBy(Space.s4, Alignment.CenterVertically),
            Alignment.CenterHorizontally
        ) {
            Glyph(item.icon, tint = palette.brandStrong)
            val style = if (elders) Type.strong else Type.strong.copy(fontSize = Type.caption.fontSize)
            Said(item.label, style = style, align = TextAlign.Center)
        }
    }
}

@Composable
private fun Next(card: NextCard, shell: Shell) = Panel(role = Role.NEUTRAL) {
    if (card.`when`.isNotEmpty()) {
        Row(
            verticalAlignment = Alignment.CenterVertically,
            horizontalArrangement = Arrangement.spacedBy(Space.s4)
        ) {
            Glyph("clock", size = GlyphSize.Small, tint = palette.brandStrong)
            val style = Type.strong.copy(fontSize = Type.caption.fontSize)
            Said(card.`when`, style = style, color = palette.brandStrong)
        }
    }
    Row(verticalAlignment = Alignment.CenterVertically, horizontalArrangement = Arrangement.spacedBy(Space.s12)) {
        if (LocalDensity.current.fontScale <= LARGE) Disc(card.icon, onFill = true)
        Column(Modifier.weight(1f)) {
            Title(card.title, style = Type.heading)
            Detail(card.detail)
        }
    }
    card.action?.let {
        Press(
            it.label,
            { shell.today(TodayEvent.NextPressed(it.id)) },
            kind = ButtonKind.Primary,
            detail = it.detail,
            icon = it.icon
        )
    }
}
