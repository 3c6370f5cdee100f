package kangban.ui.parts

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.selection.toggleable
import androidx.compose.material3.Switch
import androidx.compose.material3.SwitchDefaults
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.Role
import kangban.ui.theme.Space
import kangban.ui.theme.Type
import kangban.ui.theme.palette

/** On or off, as a whole row. */
@Composable
fun ToggleRow(
    label: String,
    detail: String,
    icon: String,
    on: Boolean,
    onToggled: () -> Unit,
    modifier: Modifier = Modifier
) {
    Row(
        modifier.toggleable(on, role = Role.Switch) { onToggled() }.rowLike(),
        verticalAlignment = Alignment.CenterVertically,
        horizontalArrangement = Arrangement.spacedBy(Space.s12)
    ) {
        if (icon.isNotEmpty()) Glyph(icon)
        Column(Modifier.weight(1f)) {
            Said(label, style = Type.strong)
            Detail(detail)
        }
        Switch(
            on,
            onCheckedChange = null,
            colors = SwitchDefaults.colors(
                checkedThumbColor = palette.onBrand,
                checkedTrackColor = palette.brand,
                uncheckedThumbColor = palette.lineStrong,
                uncheckedTrackColor = palette.surface,
                uncheckedBorderColor = palette.lineStrong
            )
        )
    }
}
