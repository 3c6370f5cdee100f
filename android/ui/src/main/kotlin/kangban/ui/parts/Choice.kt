package kangban.ui.parts

import androidx.compose.foundation.BorderStroke
import androidx.compose.foundation.background
import androidx.compose.foundation.border
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.selection.selectable
import androidx.compose.foundation.selection.selectableGroup
import androidx.compose.foundation.selection.toggleable
import androidx.compose.foundation.shape.CircleShape
import androidx.compose.material3.LocalContentColor
import androidx.compose.material3.MaterialTheme
import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.text.TextStyle
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.dp
import kangban.types.ChoiceRow
import kangban.ui.theme.Space
import kangban.ui.theme.Type
import kangban.ui.theme.look
import kangban.ui.theme.palette

/** How the options of a choice stand: segments in a bar, tiles in a grid, rows one below the other. */
enum class ChoiceForm { Segments, Tiles, Rows }

/**
 * One of several.
 *
 * @param title The question above them; empty where something else on the screen says it.
 */
@Composable
fun Choice(
    options: List<ChoiceRow>,
    form: ChoiceForm,
    onChosen: (String) -> Unit,
    modifier: Modifier = Modifier,
    title: String = "",
    enabled: Boolean = true
) {
    Column(modifier.fillMaxWidth(), Arrangement.spacedBy(Space.s8)) {
        Title(title)
        val group = Modifier.selectableGroup()
        when (form) {
            ChoiceForm.Segments -> Grid(options, if (look.elders) 96.dp else 68.dp, group, gap = Space.s4) { it, cell ->
                Option(it, form, enabled, onChosen, cell)
            }

            ChoiceForm.Tiles -> Grid(options, if (look.elders) 124.dp else 96.dp, group) { it, cell ->
                Option(it, form, enabled, onChosen, cell)
            }

            ChoiceForm.Rows -> Column(group, Arrangement.spacedBy(Space.s8)) {
                options.forEach { Option(it, form, enabled, onChosen, Modifier.fillMaxWidth()) }
            }
        }
    }
}

@Composable
private fun Option(
    option: ChoiceRow,
    form: ChoiceForm,
    enabled: Boolean,
    onChosen: (String) -> Unit,
    modifier: Modifier
) {
    OptionBox(
        option.chosen,
        modifier.clip(MaterialTheme.shapes.small)
            .selectable(option.chosen, enabled, Role.RadioButton) { onChosen(option.id) }
    ) {
        if (form == ChoiceForm.Rows) {
            Row(
                Modifier.fillMaxWidth().padding(horizontal = Space.s16, vertical = Space.s8),
                verticalAlignment = Alignment.CenterVertically,
                horizontalArrangement = Arrangement.spacedBy(Space.s12)
            ) {
                Ring(option.chosen)
                if (option.icon.isNotEmpty()) Glyph(option.icon)
                OptionWords(option)
            }
        } else {
            Tile(option, ticked = form == ChoiceForm.Tiles, upright = form == ChoiceForm.Tiles && look.elders)
        }
    }
}

@Composable
private fun Tile(option: ChoiceRow, ticked: Boolean, upright: Boolean) {
    // A chosen tile carries a tick where it has no icon of its own, so that colour is not the only sign; a segment has no room.
    val icon = option.icon.ifEmpty { if (option.chosen && ticked) "check" else "" }
    val inside: @Composable () -> Unit = {
        if (icon.isNotEmpty()) Glyph(icon, size = if (upright) GlyphSize.Medium else GlyphSize.Small)
        OptionWords(option, TextAlign.Center)
    }
    if (upright) {
        Column(
            Modifier.heightIn(min = 100.dp).padding(Space.s8),
            Arrangement.spacedBy(Space.s4, Alignment.CenterVertically),
            Alignment.CenterHorizontally
        ) { inside() }
    } else {
        Row(
            Modifier.padding(horizontal = Space.s4, vertical = Space.s4),
            Arrangement.spacedBy(Space.s4),
            Alignment.CenterVertically
        ) { inside() }
    }
}

@Composable
private fun OptionWords(option: ChoiceRow, align: TextAlign? = null) {
    val style: TextStyle = if (option.chosen) Type.strong else Type.strong.copy(fontWeight = FontWeight.Normal)
    Column(horizontalAlignment = if (align == null) Alignment.Start else Alignment.CenterHorizontally) {
        Said(option.label, style = style, align = align)
        Detail(option.detail, align = align)
    }
}

/** The box of an option: its edge, its fill and its text say whether it is chosen. */
@Composable
internal fun OptionBox(chosen: Boolean, modifier: Modifier, content: @Composable () -> Unit) {
    val shape = MaterialTheme.shapes.small
    Box(
        modifier.background(if (chosen) palette.brandSoft else palette.surface, shape)
            .border(
                BorderStroke(if (chosen) 2.dp else 1.5.dp, if (chosen) palette.brand else palette.lineStrong),
                shape
            )
            .heightIn(min = look.target),
        Alignment.Center
    ) {
        CompositionLocalProvider(
            LocalContentColor provides if (chosen) palette.brandStrong else palette.ink,
            content = content
        )
    }
}

@Composable
private fun Ring(chosen: Boolean) {
    Box(
        Modifier.size(24.dp).border(2.dp, if (chosen) palette.brand else palette.lineStrong, CircleShape),
        Alignment.Center
    ) {
        if (chosen) Box(Modifier.size(12.dp).background(palette.brand, CircleShape))
    }
}

/** Any of several, one below the other. */
@Composable
fun Checks(
    options: List<ChoiceRow>,
    onToggled: (String) -> Unit,
    modifier: Modifier = Modifier,
    enabled: Boolean = true
) {
    Column(modifier.fillMaxWidth(), Arrangement.spacedBy(Space.s8)) {
        options.forEach {
            OptionBox(
                it.chosen,
                Modifier.fillMaxWidth().clip(MaterialTheme.shapes.small)
                    .toggleable(it.chosen, enabled, Role.Checkbox) { _ -> onToggled(it.id) }
            ) {
                Row(
                    Modifier.fillMaxWidth().padding(horizontal = Space.s16, vertical = Space.s8),
                    verticalAlignment = Alignment.CenterVertically,
                    horizontalArrangement = Arrangement.spacedBy(Space.s12)
                ) {
                    Tick(it.chosen)
                    if (it.icon.isNotEmpty()) Glyph(it.icon)
                    OptionWords(it)
                }
            }
        }
    }
}

@Composable
private fun Tick(on: Boolean) {
    val shape = MaterialTheme.shapes.extraSmall
    Box(
        Modifier.size(24.dp).clip(shape).background(if (on) palette.brand else palette.surface)
            .border(2.dp, if (on) palette.brand else palette.lineStrong, shape),
        Alignment.Center
    ) { if (on) Glyph("check", size = GlyphSize.Small, tint = palette.onBrand) }
}
