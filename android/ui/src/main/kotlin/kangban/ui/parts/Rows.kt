package kangban.ui.parts

import androidx.compose.foundation.clickable
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.widthIn
import androidx.compose.material3.HorizontalDivider
import androidx.compose.material3.MaterialTheme
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import kangban.types.ChoiceRow
import kangban.types.Delivery
import kangban.types.DeliveryMark
import kangban.types.DetailRow
import kangban.types.SyncLine
import kangban.types.SyncState
import kangban.types.TimelineRow
import kangban.ui.theme.Space
import kangban.ui.theme.Type
import kangban.ui.theme.look
import kangban.ui.theme.palette

private val row = 64.dp

/** A time of day stands in a column of its own; a longer one, with its day, stands above the title. */
private const val TIME_OF_DAY = 5

/** How far an entry or a message has come, in words beside an icon. */
@Composable
fun Mark(mark: DeliveryMark) {
    if (mark.text.isEmpty()) return
    val icon = when (mark.state) {
        Delivery.NONE -> ""
        Delivery.SAVED -> "device"
        Delivery.RECEIVED -> "done"
        Delivery.SEEN -> "seen"
        Delivery.REFUSED -> "warning"
    }
    val ink = if (mark.state == Delivery.REFUSED) palette.caution else palette.ink2
    val arrived = mark.state == Delivery.RECEIVED || mark.state == Delivery.SEEN
    Row(horizontalArrangement = Arrangement.spacedBy(Space.s4)) {
        if (icon.isNotEmpty()) Glyph(icon, size = GlyphSize.Small, tint = if (arrived) palette.good else ink)
        Said(mark.text, style = Type.caption, color = ink)
    }
}

/** The line that says where the entries are; it leads to more about that. */
@Composable
fun SyncRow(line: SyncLine, onPress: () -> Unit, modifier: Modifier = Modifier) {
    val tint = when (line.state) {
        SyncState.RECEIVED -> palette.good
        SyncState.ATTENTION -> palette.caution
        SyncState.SAVED, SyncState.WAITING -> palette.ink2
    }
    Row(
        modifier.fillMaxWidth().clip(MaterialTheme.shapes.small).clickable(role = Role.Button, onClick = onPress)
            .heightIn(min = look.target),
        verticalAlignment = Alignment.CenterVertically,
        horizontalArrangement = Arrangement.spacedBy(Space.s8)
    ) {
        Glyph(line.icon, size = GlyphSize.Small, tint = tint)
        Detail(line.text, Modifier.weight(1f))
        Glyph("next", size = GlyphSize.Small, tint = palette.ink2)
    }
}

/** Rows in one card, with hairlines between them. */
@Composable
fun <T> Rows(rows: List<T>, modifier: Modifier = Modifier, row: @Composable (T) -> Unit) {
    if (rows.isEmpty()) return
    Panel(modifier, padding = 0.dp) {
        rows.forEachIndexed { i, it ->
            if (i > 0) HorizontalDivider(color = palette.line)
            row(it)
        }
    }
}

/** Entries, one below the other; each is read in one breath. One without an id leads nowhere. */
@Composable
fun Timeline(
    rows: List<TimelineRow>,
    onOpened: (String) -> Unit,
    modifier: Modifier = Modifier
) = Rows(rows, modifier) {
    val opens = if (it.id.isEmpty()) {
        Modifier.semantics(mergeDescendants = true) {}
    } else {
        Modifier.clickable(role = Role.Button) { onOpened(it.id) }
    }
    Row(
        opens.then(if (it.a11y.isEmpty()) Modifier else Modifier.inOneBreath(it.a11y)).rowLike(),
        verticalAlignment = Alignment.CenterVertically,
        horizontalArrangement = Arrangement.spacedBy(Space.s8)
    ) {
        val short = it.time.length <= TIME_OF_DAY
        val large = LocalDensity.current.fontScale > LARGE
        val above = !short || large || look.elders
        if (!above) Said(it.time, Modifier.widthIn(min = 44.dp), color = palette.ink2)
        if (!large) Disc(it.icon, it.role, small = true)
        Column(Modifier.weight(1f)) {
            if (above) Detail(it.time)
            Said(it.title, style = Type.strong)
            Detail(it.detail)
            Mark(it.mark)
        }
        if (it.id.isNotEmpty()) Glyph("next", size = GlyphSize.Small, tint = palette.ink2)
    }
}

/** From this size of text on, decoration makes room for words. */
internal const val LARGE = 1.3f

internal fun Modifier.rowLike() =
    fillMaxWidth().heightIn(min = row).padding(horizontal = Space.s12, vertical = Space.s8)

/** Things to choose from that lead somewhere at once. */
@Composable
fun DoorRows(rows: List<ChoiceRow>, onPressed: (String) -> Unit, modifier: Modifier = Modifier) = Rows(rows, modifier) {
    Row(
        Modifier.clickable(role = Role.Button) { onPressed(it.id) }.rowLike(),
        verticalAlignment = Alignment.CenterVertically,
        horizontalArrangement = Arrangement.spacedBy(Space.s12)
    ) {
        if (it.icon.isNotEmpty()) Disc(it.icon, small = true)
        Column(Modifier.weight(1f)) {
            Said(it.label, style = Type.strong)
            Detail(it.detail)
        }
        Glyph("next", size = GlyphSize.Small, tint = palette.ink2)
    }
}

/** Facts, one a row: what on the left, what it is on the right, or below where there is no room. */
@Composable
fun Facts(rows: List<DetailRow>, modifier: Modifier = Modifier) = Rows(rows, modifier) {
    val stacked = look.elders || LocalDensity.current.fontScale > LARGE
    Row(
        Modifier.semantics(mergeDescendants = true) {}.fillMaxWidth().heightIn(min = 56.dp)
            .padding(horizontal = Space.s16, vertical = Space.s8),
        verticalAlignment = Alignment.CenterVertically,
        horizontalArrangement = Arrangement.spacedBy(Space.s12)
    ) {
        if (it.icon.isNotEmpty()) Glyph(it.icon, tint = palette.ink2)
        if (stacked) {
            Column(Modifier.weight(1f)) {
                Said(it.label, color = palette.ink2)
                Said(it.value, style = Type.strong)
            }
        } else {
            Said(it.label, color = palette.ink2)
            Said(
                it.value,
                Modifier.weight(1f),
                style = Type.strong,
                align = androidx.compose.ui.text.style.TextAlign.End
            )
        }
    }
}
