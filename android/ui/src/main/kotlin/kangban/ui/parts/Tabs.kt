package kangban.ui.parts

import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.IntrinsicSize
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxHeight
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.offset
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.sizeIn
import androidx.compose.foundation.layout.width
import androidx.compose.foundation.layout.widthIn
import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.selection.selectable
import androidx.compose.foundation.selection.selectableGroup
import androidx.compose.foundation.shape.CircleShape
import androidx.compose.foundation.verticalScroll
import androidx.compose.material3.HorizontalDivider
import androidx.compose.material3.VerticalDivider
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.layout.Layout
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.paneTitle
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.Constraints
import androidx.compose.ui.unit.dp
import kangban.types.TabItem
import kangban.types.Tap
import kangban.ui.Shell
import kangban.ui.theme.Space
import kangban.ui.theme.Type
import kangban.ui.theme.look
import kangban.ui.theme.palette

private val least = 56.dp

/** The tabs at the bottom. */
@Composable
internal fun Bar(shell: Shell) {
    Column(Modifier.background(palette.surface)) {
        HorizontalDivider(color = palette.line)
        Shares(
            Modifier.fillMaxWidth().named(shell).selectableGroup().padding(horizontal = Space.s4, vertical = Space.s4)
        ) { shell.chrome.tabs.forEach { TabButton(it, shell, Modifier) } }
    }
}

/** Each gets what its longest word needs and a share of what is left; in two rows where that is not enough. */
@Composable
private fun Shares(
    modifier: Modifier,
    content: @Composable () -> Unit
) = Layout(content, modifier) { tabs, constraints ->
    val width = constraints.maxWidth
    val words = tabs.map { it.minIntrinsicWidth(Constraints.Infinity) }
    val left = width - words.sum()
    val columns = if (left >= 0) tabs.size else (tabs.size + 1) / 2
    val widths = if (left >= 0) words.map { it + left / tabs.size } else tabs.map { width / columns }
    val rows = tabs.indices.chunked(columns).map { row ->
        val height = row.maxOf { tabs[it].maxIntrinsicHeight(widths[it]) }
        row.map { tabs[it].measure(Constraints.fixed(widths[it], height)) }
    }
    layout(width, rows.sumOf { it.first().height }) {
        var y = 0
        for (row in rows) {
            var x = 0
            for (tab in row) {
                tab.placeRelative(x, y)
                x += tab.width
            }
            y += row.first().height
        }
    }
}

/** The tabs beside the screen. */
@Composable
internal fun Rail(shell: Shell) {
    Row(Modifier.fillMaxHeight().background(palette.surface)) {
        Column(
            Modifier.width(IntrinsicSize.Max).widthIn(min = 96.dp).fillMaxHeight()
                .verticalScroll(rememberScrollState()).named(shell).selectableGroup()
                .padding(horizontal = Space.s8, vertical = Space.s24),
            verticalArrangement = Arrangement.spacedBy(Space.s16)
        ) {
            shell.chrome.tabs.forEach { TabButton(it, shell, Modifier.fillMaxWidth()) }
        }
        VerticalDivider(color = palette.line)
    }
}

private fun Modifier.named(shell: Shell) = semantics { paneTitle = shell.chrome.tabsLabel }

@Composable
private fun TabButton(item: TabItem, shell: Shell, modifier: Modifier) {
    val ink = if (item.current) palette.brandStrong else palette.ink2
    Column(
        modifier
            .selectable(item.current, role = Role.Tab) { shell.send(Tap.TabChosen(item.tab)) }
            .inOneBreath(item.a11y)
            .heightIn(min = maxOf(least, look.target))
            .padding(vertical = Space.s4),
        horizontalAlignment = Alignment.CenterHorizontally,
        verticalArrangement = Arrangement.spacedBy(Space.s2, Alignment.CenterVertically)
    ) {
        Box {
            Box(
                Modifier.sizeIn(minWidth = 56.dp, minHeight = 28.dp)
                    .then(if (item.current) Modifier.background(palette.brandSoft, CircleShape) else Modifier),
                Alignment.Center
            ) { Glyph(item.icon, tint = ink) }
            if (item.unread > 0u) Badge(item.unread, Modifier.align(Alignment.TopEnd))
        }
        Said(
            item.label,
            style = if (item.current) Type.caption.copy(fontWeight = FontWeight.SemiBold) else Type.caption,
            color = ink,
            align = TextAlign.Center
        )
    }
}

@Composable
private fun Badge(count: UInt, modifier: Modifier) {
    Box(
        modifier.offset(x = Space.s4, y = -Space.s4).background(palette.brand, CircleShape)
            .sizeIn(minWidth = 20.dp, minHeight = 20.dp).padding(horizontal = Space.s4),
        Alignment.Center
    ) {
        Said(
            count.toString(),
            style = Type.caption.copy(fontWeight = FontWeight.SemiBold),
            color = palette.onBrand
        )
    }
}
