package kangban.ui.screens

import androidx.compose.foundation.layout.Box
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.text.style.TextAlign
import kangban.types.ChoosePinView
import kangban.ui.Shell
import kangban.ui.parts.Detail
import kangban.ui.parts.Frame
import kangban.ui.parts.PinPad
import kangban.ui.parts.Said
import kangban.ui.parts.live
import kangban.ui.parts.pinKeys

/** Choosing a PIN, or changing it. */
@Composable
fun ChoosePinScreen(view: ChoosePinView, shell: Shell) =
    Frame(shell, place = "ChoosePin", centred = true, keys = pinKeys(shell)) {
        Said(view.intro, align = TextAlign.Center)
        PinPad(view.pad, shell)
        Box(Modifier.live()) { Detail(if (view.busy) view.busyText else "", align = TextAlign.Center) }
    }
