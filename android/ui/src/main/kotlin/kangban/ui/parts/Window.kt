package kangban.ui.parts

import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.BoxWithConstraints
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.WindowInsets
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.safeDrawing
import androidx.compose.foundation.layout.windowInsetsPadding
import androidx.compose.material3.LocalContentColor
import androidx.compose.material3.LocalTextStyle
import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.runtime.saveable.SaveableStateHolder
import androidx.compose.runtime.saveable.rememberSaveableStateHolder
import androidx.compose.runtime.staticCompositionLocalOf
import androidx.compose.ui.Modifier
import androidx.compose.ui.input.key.Key
import androidx.compose.ui.input.key.KeyEventType
import androidx.compose.ui.input.key.key
import androidx.compose.ui.input.key.onKeyEvent
import androidx.compose.ui.input.key.type
import androidx.compose.ui.unit.Dp
import androidx.compose.ui.unit.dp
import kangban.types.Tap
import kangban.ui.Shell
import kangban.ui.theme.Type
import kangban.ui.theme.palette

/** From here on the tabs stand beside the screen. */
private val wide = 840.dp

/** How wide a screen's column gets: as on a phone, and where there is much more room than that. */
private val column = 480.dp
private val wideColumn = 640.dp

internal val LocalColumn = staticCompositionLocalOf<Dp> { column }

/** Remembers where each place was scrolled to. */
internal val LocalPlaces = staticCompositionLocalOf<SaveableStateHolder> { error("not in a window") }

/** The window around the screen in front: the tabs at the bottom, or beside it where there is room. */
@Composable
internal fun Window(shell: Shell, content: @Composable () -> Unit) {
    val chrome = shell.chrome
    val places = rememberSaveableStateHolder()
    BoxWithConstraints(
        Modifier.fillMaxSize()
            .background(palette.ground)
            .onKeyEvent {
                val leaves = chrome.back.isNotEmpty() && it.key == Key.Escape && it.type == KeyEventType.KeyUp
                if (leaves) shell.send(Tap.Back)
                leaves
            }
            .windowInsetsPadding(WindowInsets.safeDrawing)
    ) {
        val beside = maxWidth >= wide
        CompositionLocalProvider(
            LocalColumn provides if (beside) wideColumn else column,
            LocalPlaces provides places,
            LocalContentColor provides palette.ink,
            LocalTextStyle provides Type.body
        ) {
            Row(Modifier.fillMaxSize()) {
                if (beside && chrome.tabs.isNotEmpty()) Rail(shell)
                Column(Modifier.weight(1f)) {
                    Box(Modifier.weight(1f)) { content() }
                    if (!beside && chrome.tabs.isNotEmpty()) Bar(shell)
                }
            }
            Announced(chrome.announcement)
        }
    }
}
