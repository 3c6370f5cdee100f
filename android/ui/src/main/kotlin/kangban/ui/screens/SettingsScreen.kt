package kangban.ui.screens

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.padding
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.unit.dp
import kangban.types.SettingsEvent
import kangban.types.SettingsView
import kangban.types.SwitchRow
import kangban.types.Tap
import kangban.ui.Shell
import kangban.ui.parts.Choice
import kangban.ui.parts.ChoiceForm
import kangban.ui.parts.Detail
import kangban.ui.parts.Frame
import kangban.ui.parts.Glyph
import kangban.ui.parts.GlyphSize
import kangban.ui.parts.Panel
import kangban.ui.parts.Press
import kangban.ui.parts.Rows
import kangban.ui.parts.Said
import kangban.ui.parts.Section
import kangban.ui.parts.SyncRow
import kangban.ui.parts.ToggleRow
import kangban.ui.parts.live
import kangban.ui.theme.Space
import kangban.ui.theme.Type
import kangban.ui.theme.palette

/** Me. */
@Composable
fun SettingsScreen(view: SettingsView, shell: Shell) {
    Frame(shell, place = "Settings") {
        Panel {
            Said(view.name, style = Type.strong)
            Detail(view.hospital)
        }
        SyncRow(view.sync, { shell.settings(SettingsEvent.SyncPressed) })
        Panel(padding = 0.dp) {
            with(view.elders) {
                ToggleRow(label, detail, icon, chosen, { shell.settings(SettingsEvent.EldersToggled) })
            }
        }
        if (view.switches.isNotEmpty()) {
            Section(view.deviceTitle) { Rows(view.switches) { Switch(it, shell) } }
        }
        val speak = { id: String -> shell.settings(SettingsEvent.LanguageChosen(id)) }
        val colour = { id: String -> shell.settings(SettingsEvent.ThemeChosen(id)) }
        Choice(view.languages, ChoiceForm.Rows, speak, title = view.languageTitle)
        Choice(view.themes, ChoiceForm.Rows, colour, title = view.themeTitle)
        Column(verticalArrangement = Arrangement.spacedBy(Space.s8)) {
            Press(view.lock, { shell.settings(SettingsEvent.LockPressed) }, icon = "lock")
            Press(view.changePin, { shell.settings(SettingsEvent.ChangePinPressed) }, icon = "edit")
        }
        Detail(view.about)
    }
}

/** Something of this device that is on or off; why it does not work as it should, and what helps. */
@Composable
private fun Switch(row: SwitchRow, shell: Shell) {
    Column {
        ToggleRow(row.label, row.detail, row.icon, row.on, { shell.settings(SettingsEvent.SwitchToggled(row.id)) })
        if (row.problem.isEmpty()) return@Column
        Column(Modifier.padding(Space.s16, 0.dp, Space.s16, Space.s16), Arrangement.spacedBy(Space.s8)) {
            Caution(row.problem)
            if (row.fix.isNotEmpty()) Press(row.fix, { shell.settings(SettingsEvent.FixPressed(row.id)) })
        }
    }
}

/** It does not work as it should; that is no fault of what a person entered. */
@Composable
private fun Caution(text: String) {
    Row(Modifier.live(), Arrangement.spacedBy(Space.s4)) {
        Glyph("info", size = GlyphSize.Small, tint = palette.caution)
        Said(text)
    }
}

private fun Shell.settings(event: SettingsEvent) = send(Tap.Settings(event))
