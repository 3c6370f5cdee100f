package kangban.ui.parts

import androidx.compose.foundation.layout.size
import androidx.compose.material3.Icon
import androidx.compose.material3.LocalContentColor
import androidx.compose.runtime.Composable
import androidx.compose.runtime.remember
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.SolidColor
import androidx.compose.ui.graphics.StrokeCap
import androidx.compose.ui.graphics.StrokeJoin
import androidx.compose.ui.graphics.vector.ImageVector
import androidx.compose.ui.graphics.vector.addPathNodes
import androidx.compose.ui.unit.Dp
import androidx.compose.ui.unit.dp
import kangban.ui.theme.look

/** How large an icon is drawn. */
enum class GlyphSize(internal val more: Dp) {
    Small((-4).dp),
    Medium(0.dp),
    Large(8.dp)
}

private const val GRID = 24f

/** A line drawing that stands beside a word; a screen reader passes it by. */
@Composable
fun Glyph(
    name: String,
    modifier: Modifier = Modifier,
    size: GlyphSize = GlyphSize.Medium,
    tint: Color = LocalContentColor.current
) {
    val stroke = look.stroke
    val drawing = remember(name, stroke) { drawing(name, stroke) }
    Icon(drawing, contentDescription = null, modifier.size(look.icon + size.more), tint)
}

internal fun drawing(name: String, stroke: Float): ImageVector =
    ImageVector.Builder(defaultWidth = GRID.dp, defaultHeight = GRID.dp, viewportWidth = GRID, viewportHeight = GRID)
        .addPath(
            pathData = addPathNodes(Strokes.of(name)),
            stroke = SolidColor(Color.Black),
            strokeLineWidth = stroke,
            strokeLineCap = StrokeCap.Round,
            strokeLineJoin = StrokeJoin.Round
        )
        .build()
