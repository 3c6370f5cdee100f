package kangban.ui.form

import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.fillMaxHeight
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.height
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.widthIn
import androidx.compose.foundation.shape.CircleShape
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.semantics.ProgressBarRangeInfo
import androidx.compose.ui.semantics.progressBarRangeInfo
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.semantics.stateDescription
import androidx.compose.ui.unit.dp
import kangban.types.DeliveryMark
import kangban.types.ProgressBar
import kangban.ui.parts.Detail
import kangban.ui.parts.LocalColumn
import kangban.ui.parts.Mark
import kangban.ui.theme.Space
import kangban.ui.theme.palette

/** How far one has come, and where the answers are. */
@Composable
fun Progress(progress: ProgressBar, mark: DeliveryMark) {
    Column(
        Modifier.widthIn(max = LocalColumn.current).fillMaxWidth().padding(horizontal = Space.s16, vertical = Space.s8),
        verticalArrangement = Arrangement.spacedBy(Space.s8),
    ) {
        FlowRow(
            Modifier.fillMaxWidth(),
            horizontalArrangement = Arrangement.SpaceBetween,
            verticalArrangement = Arrangement.spacedBy(Space.s4),
        ) {
            Detail(progress.text)
            Mark(mark)
        }
        val share = progress.permille.toInt().toFloat() / WHOLE
        Box(
            Modifier
                .fillMaxWidth()
                .height(8.dp)
                .clip(CircleShape)
                .background(palette.line)
                .semantics {
                    progressBarRangeInfo = ProgressBarRangeInfo(share, 0f..1f)
                    stateDescription = progress.text
                },
        ) {
            Box(Modifier.fillMaxWidth(share).fillMaxHeight().clip(CircleShape).background(palette.brand))
        }
    }
}

private const val WHOLE = 1000
