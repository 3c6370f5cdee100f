package kangban.ui.parts

import androidx.compose.foundation.BorderStroke
import androidx.compose.foundation.background
import androidx.compose.foundation.border
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.BoxWithConstraints
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.width
import androidx.compose.foundation.selection.selectable
import androidx.compose.foundation.selection.selectableGroup
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.hideFromAccessibility
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.Dp
import androidx.compose.ui.unit.dp
import kangban.types.Band
import kangban.types.Scale
import kangban.ui.theme.Space
import kangban.ui.theme.Type
import kangban.ui.theme.look
import kangban.ui.theme.palette

/** A row of three numbers, with a gap between each. */
private const val ACROSS = 3

/** Narrower than this, at usual text, and the numbers stand below the words of their band. */
private val roomBeside = 320.dp
private val roomBesideElders = 420.dp

/** Eleven radios in five bands. */
@Composable
fun Scale0to10(scale: Scale, onChosen: (UByte) -> Unit, modifier: Modifier = Modifier, enabled: Boolean = true) {
    Column(modifier.fillMaxWidth().selectableGroup(), Arrangement.spacedBy(Space.s8)) {
        Title(scale.question)
        BoxWithConstraints {
            val room = (if (look.elders) roomBesideElders else roomBeside) * LocalDensity.current.fontScale
            val beside = maxWidth >= room
            val cell = if (look.elders) 64.dp else 56.dp
            Column(verticalArrangement = Arrangement.spacedBy(Space.s8)) {
                scale.bands.forEach { band ->
                    if (beside) {
                        Row(
                            verticalAlignment = Alignment.CenterVertically,
                            horizontalArrangement = Arrangement.spacedBy(Space.s8)
                        ) {
                            BandWords(band, scale, Modifier.weight(1f))
                            Numbers(band, scale, enabled, onChosen, Modifier.width(cell * ACROSS + Space.s8 * 2))
                        }
                    } else {
                        Column(verticalArrangement = Arrangement.spacedBy(Space.s4)) {
                            BandWords(band, scale, Modifier)
                            Numbers(band, scale, enabled, onChosen, Modifier.fillMaxWidth())
                        }
                    }
                }
            }
        }
    }
}

private fun Band.holds(value: UByte?) = value != null && value in from..to

/** A face and a word. The name of each number says the word too, so that nobody has to hear it twice. */
@Composable
private fun BandWords(band: Band, scale: Scale, modifier: Modifier) {
    val on = band.holds(scale.value)
    Row(
        modifier.semantics { hideFromAccessibility() },
        verticalAlignment = Alignment.CenterVertically,
        horizontalArrangement = Arrangement.spacedBy(Space.s8)
    ) {
        Glyph(band.icon, size = GlyphSize.Large, tint = if (on) palette.brandStrong else palette.ink2)
        Column {
            Said(band.word, style = Type.strong, color = if (on) palette.brandStrong else palette.ink)
            Detail(band.detail)
        }
    }
}

@Composable
private fun Numbers(band: Band, scale: Scale, enabled: Boolean, onChosen: (UByte) -> Unit, modifier: Modifier) {
    Row(modifier, Arrangement.spacedBy(Space.s8)) {
        (band.from..band.to).forEach {
            val score = it.toUByte()
            Number(score, scale, enabled, onChosen, Modifier.weight(1f))
        }
    }
}

@Composable
private fun Number(score: UByte, scale: Scale, enabled: Boolean, onChosen: (UByte) -> Unit, modifier: Modifier) {
    val chosen = score == scale.value
    val shape = MaterialTheme.shapes.small
    val height: Dp = if (look.elders) 64.dp else look.target
    val ink = if (chosen) palette.onBrand else palette.ink
    Row(
        modifier.clip(shape)
            .selectable(chosen, enabled, Role.RadioButton) { onChosen(score) }
            .inOneBreath(scale.a11y.getOrElse(score.toInt()) { score.toString() })
            .background(if (chosen) palette.brand else palette.surface, shape)
            .border(BorderStroke(1.5.dp, if (chosen) palette.brand else palette.lineStrong), shape)
            .heightIn(min = height),
        horizontalArrangement = Arrangement.Center,
        verticalAlignment = Alignment.CenterVertically
    ) {
        if (chosen) Glyph("check", size = GlyphSize.Small, tint = ink)
        Text(score.toString(), color = ink, style = Type.title)
    }
}
