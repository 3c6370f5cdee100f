package kangban.ui.parts

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.widthIn
import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.verticalScroll
import androidx.compose.material3.DatePicker
import androidx.compose.material3.DatePickerState
import androidx.compose.material3.DisplayMode
import androidx.compose.material3.ExperimentalMaterial3Api
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.SelectableDates
import androidx.compose.material3.Surface
import androidx.compose.material3.TimeInput
import androidx.compose.material3.TimePickerState
import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.semantics.paneTitle
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.Density
import androidx.compose.ui.unit.dp
import androidx.compose.ui.window.Dialog
import androidx.compose.ui.window.DialogProperties
import kangban.ui.Shell
import kangban.ui.theme.KangbanTheme
import kangban.ui.theme.Space
import kangban.ui.theme.palette
import java.time.Instant
import java.time.LocalDate
import java.time.LocalTime
import java.time.ZoneOffset
import java.time.temporal.ChronoUnit
import java.util.Locale

/** What is picked. */
enum class WhenKind { Date, Time, DateTime }

/** The platform's calendar has days of a fixed size: larger text than this has no room in them. */
private const val MOST_TEXT = 1.3f

/**
 * The platform's own picker of a date, a time, or one after the other.
 *
 * @param label What is picked.
 * @param input What is known, as `2026-11-22`, `16:05` or `2026-11-22T16:05`; or empty.
 * @param latest The latest day that can be picked, which may have a time; or empty.
 * @param onPicked What was picked, in the form of [input].
 */
@Composable
fun WhenPicker(
    kind: WhenKind,
    label: String,
    input: String,
    latest: String,
    shell: Shell,
    onPicked: (String) -> Unit,
    onClosed: () -> Unit
) {
    val pick = remember { Pick(kind, input, latest, shell.chrome.language) }
    var timed by remember { mutableStateOf(kind == WhenKind.Time) }
    val here = LocalDensity.current
    Dialog(onClosed, DialogProperties(usePlatformDefaultWidth = false)) {
        Surface(
            Modifier.padding(Space.s8).widthIn(max = 400.dp).semantics { paneTitle = label },
            shape = MaterialTheme.shapes.large,
            color = palette.raised,
            contentColor = palette.ink
        ) {
            Column {
                Column(Modifier.weight(1f, fill = false).verticalScroll(rememberScrollState())) {
                    Title(label, Modifier.padding(Space.s24, Space.s16, Space.s24, Space.s8))
                    val held = Density(here.density, minOf(here.fontScale, MOST_TEXT))
                    CompositionLocalProvider(LocalDensity provides held) {
                        // The calendar is drawn at the usual size: in elders' mode its days would not fit.
                        Calm(shell) { if (timed) Time(pick) else Days(pick) }
                    }
                }
                Row(
                    Modifier.fillMaxWidth().padding(Space.s8),
                    Arrangement.spacedBy(Space.s8, Alignment.End)
                ) {
                    Press(shell.chrome.cancel, onClosed, kind = ButtonKind.Text, compact = true)
                    Press(
                        shell.chrome.confirm,
                        {
                            when {
                                !pick.complete(timed) -> Unit

                                kind == WhenKind.DateTime && !timed -> timed = true

                                else -> {
                                    onPicked(pick.picked())
                                    onClosed()
                                }
                            }
                        },
                        kind = ButtonKind.Text,
                        compact = true
                    )
                }
            }
        }
    }
}

@Composable
private fun Calm(shell: Shell, content: @Composable () -> Unit) =
    KangbanTheme(shell.chrome.theme, elders = false, shell.chrome.language, content)

@OptIn(ExperimentalMaterial3Api::class)
@Composable
private fun Days(pick: Pick) = DatePicker(pick.days, title = null, headline = null, showModeToggle = false)

@OptIn(ExperimentalMaterial3Api::class)
@Composable
private fun Time(pick: Pick) =
    Box(Modifier.fillMaxWidth().padding(Space.s16), Alignment.Center) { TimeInput(pick.time) }

/** What has been picked so far, in the platform's terms. */
@OptIn(ExperimentalMaterial3Api::class)
private class Pick(val kind: WhenKind, input: String, latest: String, language: String) {
    private val day = input.substringBefore('T').takeIf { kind != WhenKind.Time && it.isNotEmpty() }
    private val clock = if (kind == WhenKind.Time) input else input.substringAfter('T', "")
    private val last = latest.substringBefore('T').takeIf { it.isNotEmpty() }?.let { millis(it) }

    val days = DatePickerState(
        locale = Locale.forLanguageTag(language.ifEmpty { Locale.getDefault().toLanguageTag() }),
        initialSelectedDateMillis = day?.let { millis(it) },
        initialDisplayMode = DisplayMode.Picker,
        selectableDates = object : SelectableDates {
            override fun isSelectableDate(utcTimeMillis: Long) = last == null || utcTimeMillis <= last

            override fun isSelectableYear(year: Int) =
                last == null || year <= Instant.ofEpochMilli(last).atZone(ZoneOffset.UTC).year
        }
    )
    val time = clock.takeIf { it.isNotEmpty() }.let { LocalTime.parse(it ?: "00:00") }.let {
        TimePickerState(it.hour, it.minute, is24Hour = true)
    }

    /** Whether what is in front has been picked. */
    fun complete(timed: Boolean) = timed || days.selectedDateMillis != null

    fun picked(): String {
        val date = days.selectedDateMillis?.let { Instant.ofEpochMilli(it).atZone(ZoneOffset.UTC).toLocalDate() }
        val at = LocalTime.of(time.hour, time.minute).truncatedTo(ChronoUnit.MINUTES)
        return when (kind) {
            WhenKind.Date -> date.toString()
            WhenKind.Time -> at.toString()
            WhenKind.DateTime -> listOf(date, at).joinToString("T")
        }
    }

    private companion object {
        fun millis(day: String) = LocalDate.parse(day).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli()
    }
}
