package kangban.ui.form

import androidx.compose.foundation.background
import androidx.compose.foundation.border
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxHeight
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.height
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.shape.CircleShape
import androidx.compose.foundation.shape.RoundedCornerShape
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.layout.Layout
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.unit.Constraints
import androidx.compose.ui.unit.dp
import kangban.types.ScoreBand
import kangban.types.ScoreCard
import kangban.ui.chart.Trend
import kangban.ui.chart.TrendWords
import kangban.ui.parts.Glyph
import kangban.ui.parts.GlyphSize
import kangban.ui.parts.Panel
import kangban.ui.parts.Said
import kangban.ui.parts.Title
import kangban.ui.parts.fill
import kangban.ui.parts.inOneBreath
import kangban.ui.parts.ink
import kangban.ui.theme.Space
import kangban.ui.theme.Type
import kangban.ui.theme.palette

/** A score: the number, its word, where it sits, how it moved, what next; below it the earlier ones. */
@Composable
fun Score(score: ScoreCard, words: TrendWords) {
    Column(verticalArrangement = Arrangement.spacedBy(Space.s12)) {
        Panel {
            Title(score.title)
            Column(Modifier.inOneBreath(score.a11y), Arrangement.spacedBy(Space.s12)) {
                Number(score)
                if (score.bands.isNotEmpty()) Bands(score)
            }
            Said(score.meaning)
            Said(score.moved)
            Said(score.nextStep, style = Type.strong)
        }
        score.chart?.let { Trend(it, words) }
    }
}

@Composable
private fun Number(score: ScoreCard) {
    FlowRow(
        Modifier.fillMaxWidth(),
        horizontalArrangement = Arrangement.SpaceBetween,
        verticalArrangement = Arrangement.spacedBy(Space.s4),
    ) {
        Row(horizontalArrangement = Arrangement.spacedBy(Space.s8), verticalAlignment = Alignment.Bottom) {
            Text(score.value, style = Type.figure)
            if (score.outOf.isNotEmpty()) Text(score.outOf, style = Type.caption, color = palette.ink2)
        }
        if (score.word.isNotEmpty()) {
            Row(
                Modifier.background(
                    score.role.fill(),
                    CircleShape
                ).padding(horizontal = Space.s12, vertical = Space.s4),
                horizontalArrangement = Arrangement.spacedBy(Space.s4),
                verticalAlignment = Alignment.CenterVertically,
            ) {
                Glyph(score.icon, size = GlyphSize.Small, tint = score.role.ink())
                Text(score.word, style = Type.strong, color = score.role.ink())
            }
        }
    }
}

/** Where the score sits, as a line of bands with a marker above it, and the bands in words. */
@Composable
private fun Bands(score: ScoreCard) {
    Column(verticalArrangement = Arrangement.spacedBy(Space.s4)) {
        Marker(score.marker, score.markerPermille.toInt() / WHOLE)
        Row(Modifier.fillMaxWidth().height(14.dp), Arrangement.spacedBy(Space.s2)) {
            for (band in score.bands) Piece(band, Modifier.weight(weight(band)))
        }
        for (band in score.bands) {
            Text(
                band.a11y,
                style = Type.caption.copy(fontWeight = if (band.current) FontWeight.SemiBold else FontWeight.Normal),
                color = if (band.current) palette.ink else palette.ink2,
            )
        }
    }
}

@Composable
private fun Piece(band: ScoreBand, modifier: Modifier) {
    val shape = RoundedCornerShape(3.dp)
    val fill = if (band.current) palette.brand else palette.ground
    Box(modifier.fillMaxHeight().background(fill, shape).border(1.dp, palette.lineStrong, shape))
}

/** A narrow band is still seen. */
private fun weight(
    band: ScoreBand
) = (band.toPermille.toInt() - band.fromPermille.toInt()).coerceAtLeast(NARROWEST).toFloat()

/** Words that stand over their place on the line, and never outside of it. */
@Composable
private fun Marker(text: String, share: Float) {
    Layout({ Text(text, style = Type.strong) }, Modifier.fillMaxWidth()) { measurables, constraints ->
        val words = measurables.single().measure(Constraints(maxWidth = constraints.maxWidth))
        val left = (constraints.maxWidth * share - words.width / 2f).toInt()
        layout(constraints.maxWidth, words.height) {
            words.placeRelative(left.coerceIn(0, constraints.maxWidth - words.width), 0)
        }
    }
}

private const val WHOLE = 1000f
private const val NARROWEST = 40
