package kangban.ui.parts

import androidx.compose.foundation.background
import androidx.compose.foundation.focusable
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.BoxWithConstraints
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.widthIn
import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.verticalScroll
import androidx.compose.material3.HorizontalDivider
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.remember
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.focus.FocusRequester
import androidx.compose.ui.focus.focusRequester
import androidx.compose.ui.input.key.KeyEvent
import androidx.compose.ui.input.key.onKeyEvent
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.semantics.paneTitle
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.dp
import kangban.types.Tap
import kangban.ui.Shell
import kangban.ui.theme.Space
import kangban.ui.theme.Type
import kangban.ui.theme.look
import kangban.ui.theme.palette

/** Lower than this, at usual text, and what is docked scrolls with the rest. */
private val roomForADock = 440.dp

/** How much higher a heading may get so that something stands beside it. */
private const val LINE = 1.4f
private const val TWO_LINES = 2.1f

/**
 * What is around a screen: its heading, a way back, a notice, and what is docked at the bottom.
 *
 * A screen's first thing to do is in [dock], so that it is in reach of a thumb whatever the length of the rest.
 *
 * @param place Which screen this is: where it was scrolled to is kept for each, and the heading gets the focus when
 *   that or the title changes.
 * @param under A line below the heading.
 * @param beside Beside the heading.
 * @param notice Right below the heading, from edge to edge.
 * @param inline A notice after an action stands in the flow, where it lies over nothing.
 * @param held The heading and what stands below it stay in view, where there is room to dock anything.
 * @param keys What a keyboard does wherever the focus is; true when it was used.
 */
@Composable
fun Frame(
    shell: Shell,
    place: String,
    under: String = "",
    beside: (@Composable () -> Unit)? = null,
    notice: (@Composable () -> Unit)? = null,
    dock: (@Composable ColumnScope.() -> Unit)? = null,
    centred: Boolean = false,
    inline: Boolean = shell.chrome.elders,
    held: Boolean = false,
    keys: (KeyEvent) -> Boolean = { false },
    content: @Composable ColumnScope.() -> Unit
) {
    val reader = remember { Reader() }
    LocalPlaces.current.SaveableStateProvider(place) {
        val scroll = rememberScrollState()
        BoxWithConstraints(
            Modifier.fillMaxSize().readBy(reader).onKeyEvent(keys).semantics { paneTitle = shell.chrome.title }
        ) {
            val docked = maxHeight >= roomForADock * LocalDensity.current.fontScale
            val top: @Composable () -> Unit = {
                Head(shell, place, under, beside, centred, reader, atTop = held || scroll.value == 0)
                notice?.invoke()
            }
            Column(Modifier.fillMaxSize(), horizontalAlignment = Alignment.CenterHorizontally) {
                if (held && docked) top()
                Column(
                    Modifier.weight(1f).fillMaxWidth().verticalScroll(scroll),
                    horizontalAlignment = Alignment.CenterHorizontally,
                    verticalArrangement = if (centred &&
                        shell.chrome.back.isEmpty()
                    ) {
                        Arrangement.Center
                    } else {
                        Arrangement.Top
                    }
                ) {
                    if (!held || !docked) top()
                    Column(
                        Modifier.column().padding(Space.s16, Space.s8, Space.s16, Space.s24),
                        verticalArrangement = Arrangement.spacedBy(Space.s16),
                        horizontalAlignment = if (centred) Alignment.CenterHorizontally else Alignment.Start
                    ) {
                        if (inline) shell.chrome.toast?.let { Notice(it, shell) }
                        content()
                    }
                    if (!docked) Foot(shell, inline, dock)
                }
                if (docked) Foot(shell, inline, dock)
            }
        }
    }
}

@Composable
private fun Modifier.column() = widthIn(max = LocalColumn.current).fillMaxWidth()

@Composable
private fun Head(
    shell: Shell,
    place: String,
    under: String,
    beside: (@Composable () -> Unit)?,
    centred: Boolean,
    reader: Reader,
    atTop: Boolean
) {
    val task = shell.chrome.back.isNotEmpty()
    val titles = @Composable {
        Column {
            Heading(shell, place, task, centred, atTop)
            Detail(under)
        }
    }
    HeadLayout(
        Modifier.column().padding(
            start = if (task && !look.elders) Space.s4 else Space.s16,
            end = Space.s16,
            top = if (task) Space.s4 else Space.s16,
            bottom = Space.s4
        ).heightIn(min = look.target),
        inset = if (task && !look.elders) Space.s12 else 0.dp,
        most = if (task) LINE else TWO_LINES,
        titles,
        before = { if (task) Back(shell) },
        beside = { beside?.invoke() },
        after = { ReadAloud(shell, reader) }
    )
}

/** The title. On arrival it gets the focus, unless one comes back to where it is out of sight. */
@Composable
private fun Heading(shell: Shell, place: String, task: Boolean, centred: Boolean, atTop: Boolean) {
    val title = shell.chrome.title
    val arrival = remember { FocusRequester() }
    if (title.isNotEmpty()) LaunchedEffect(place, title) { if (atTop) arrival.requestFocus() }
    Title(
        title,
        Modifier.fillMaxWidth().focusRequester(arrival).focusable(),
        if (task) Type.title else Type.heading,
        align = if (centred) TextAlign.Center else null
    )
}

@Composable
private fun Back(shell: Shell) {
    val back = { shell.send(Tap.Back) }
    if (look.elders) {
        Press(shell.chrome.back, back, icon = "back", compact = true)
    } else {
        IconPress(shell.chrome.back, "back", back)
    }
}

@Composable
private fun Foot(shell: Shell, inline: Boolean, dock: (@Composable ColumnScope.() -> Unit)?) {
    if (!inline) {
        shell.chrome.toast?.let { Notice(it, shell, Modifier.column().padding(Space.s16, 0.dp, Space.s16, Space.s12)) }
    }
    if (dock == null) return
    Column(Modifier.fillMaxWidth().background(palette.surface), horizontalAlignment = Alignment.CenterHorizontally) {
        HorizontalDivider(color = palette.line)
        Column(
            Modifier.column().padding(horizontal = Space.s16, vertical = Space.s12),
            verticalArrangement = Arrangement.spacedBy(Space.s8),
            content = dock
        )
    }
}
