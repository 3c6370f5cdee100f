package kangban.ui

import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.runtime.getValue
import androidx.compose.runtime.key
import androidx.compose.runtime.mutableIntStateOf
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.focus.FocusManager
import androidx.compose.ui.geometry.Size
import androidx.compose.ui.input.key.Key
import androidx.compose.ui.platform.LocalFocusManager
import androidx.compose.ui.semantics.AccessibilityAction
import androidx.compose.ui.semantics.SemanticsActions
import androidx.compose.ui.semantics.SemanticsNode
import androidx.compose.ui.semantics.SemanticsPropertyKey
import androidx.compose.ui.semantics.getOrNull
import androidx.compose.ui.test.ComposeUiTest
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.isRoot
import androidx.compose.ui.test.onFirst
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performKeyInput
import androidx.compose.ui.test.pressKey
import androidx.compose.ui.test.v2.runSkikoComposeUiTest
import androidx.compose.ui.text.AnnotatedString
import androidx.compose.ui.unit.Density
import com.novi.serde.DeserializationError
import kangban.types.Tap
import kangban.types.ViewModel
import org.json.JSONObject
import org.junit.Assert.assertEquals
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Test
import java.io.File
import java.time.LocalDate
import java.time.LocalDateTime
import java.time.LocalTime
import java.time.format.TextStyle
import java.util.Locale

/** Draws every golden state, looks for every text, does everything that can be done, and compares the events' bytes. */
@OptIn(ExperimentalTestApi::class)
class GoldenTest {
    @Test
    fun everyScreenShowsWhatTheCoreSaysAndTellsWhatAPersonDoes() {
        val counts = JSONObject()
        val faults = mutableListOf<String>()
        runSkikoComposeUiTest(Size(WIDE * SMALL, HIGH * SMALL), Density(SMALL)) {
            val stage = Stage(this)
            for (name in goldenNames()) {
                val states = golden(name)
                states.forEach { stage.play(it, faults) }
                counts.put(
                    states.first().screen,
                    JSONObject()
                        .put("states", states.size)
                        .put("texts", states.sumOf { it.shown.size })
                        .put("actions", states.sumOf { it.actions.size }),
                )
            }
        }
        assertEquals("", faults.joinToString("\n"))
        assertTrue("no golden states", counts.length() > 0)
        val parity = JSONObject().put("shell", "android").put("screens", counts)
        File(repository, "out/parity/android-screens.json").apply { parentFile.mkdirs() }.writeText(parity.toString(2))
    }

    @Test
    fun aViewOfANewerCoreCannotBeReadAndWordsAreDrawnInItsPlace() = runSkikoComposeUiTest {
        assertThrows(DeserializationError::class.java) { ViewModel.bincodeDeserialize(newerView()) }
        var pressed = 0
        val dialled = mutableListOf<String>()
        val words = Words("title", "text", "action", "call", "120")
        setContent { WordsScreen(words, { pressed++ }, { dialled += it }) }
        for (text in listOf("title", "text")) onNodeWithText(text).assertIsDisplayed()
        onNodeWithText("action").performClick()
        onNodeWithText("call").performClick()
        assertEquals(1 to listOf("120"), pressed to dialled)
    }

    @Test
    fun aTextThatNobodyDeclaredIsFound() {
        val declared = listOf("Pain", "4 of 10", "Open the diary")
        assertEquals(listOf("Save"), undeclared(listOf("Pain", "4 of 10 · Pain", "diary", "1", "Save"), declared))
    }
}

/** A phone in dp, drawn small: nobody looks at it. What is scrolled away is found and pressed all the same. */
private const val WIDE = 400
private const val HIGH = 900
private const val SMALL = 0.25f

/** Where the platform's calendar begins. */
private const val FIRST_YEAR = 1900
private const val MONTHS = 12

/** The app on a screen without a window. */
@OptIn(ExperimentalTestApi::class)
private class Stage(private val test: ComposeUiTest) {
    private var view by mutableStateOf<ViewModel?>(null)
    private var round by mutableIntStateOf(0)
    private lateinit var focus: FocusManager
    private val sent = mutableListOf<Tap>()
    private val device = TestDevice()

    init {
        test.setContent {
            focus = LocalFocusManager.current
            key(round) {
                view?.let { Box(Modifier.fillMaxSize()) { KangbanApp(it, device) { tap -> sent += tap } } }
            }
        }
    }

    /** Draws one state and does all of its actions, each on a screen that nobody has touched. */
    fun play(state: GoldenState, faults: MutableList<String>) {
        val place = "${state.screen} / ${state.name}"
        draw(state.view())
        val said = test.said()
        state.shown.filter { text -> said.none { text in it } }.forEach { faults += "$place: not shown: $it" }
        undeclared(said, state.shown + state.behind).forEach { faults += "$place: not declared: $it" }
        var touched = false
        for (action in state.actions) {
            // A press that was told has changed nothing here: what is in front is the core's.
            if (touched) draw(state.view())
            touched = action.kind != "press"
            val fault = runCatching { perform(action) }.exceptionOrNull()
            if (fault == null) continue
            touched = true
            faults += "$place: $action: ${fault.message}"
        }
    }

    private fun draw(next: ViewModel) {
        view = next
        round++
        test.waitForIdle()
    }

    private fun perform(action: GoldenAction) {
        sent.clear()
        device.dialled.clear()
        when (action.kind) {
            "press", "dictate" -> control(action.at, action.nth).invoke()

            "photo" -> {
                control(action.at, action.nth).invoke()
                test.waitForIdle()
                if (sent.isEmpty()) control(action.input, 0).invoke()
            }

            "type" -> field(action.at, action.nth).act(SemanticsActions.SetText) { it(AnnotatedString(action.input)) }

            "leave" -> {
                field(action.at, action.nth).act(SemanticsActions.RequestFocus) { it() }
                test.waitForIdle()
                test.runOnUiThread { focus.clearFocus(force = true) }
            }

            "set" -> set(action)

            "pick" -> {
                nodes(SemanticsActions.Expand).filter { action.input in it.name() }.getOrNull(action.nth)
                    ?.act(SemanticsActions.Expand) { it() }
                test.waitForIdle()
                control(action.at, 0).invoke()
            }

            "back" -> test.onAllNodes(isRoot()).onFirst().performKeyInput { pressKey(Key.Escape) }

            else -> error("this shell does not know how to do that")
        }
        test.waitForIdle()
        if (action.kind == "press" &&
            action.input.isNotEmpty()
        ) {
            check(device.dialled == listOf(action.input)) { "dialled ${device.dialled}" }
        }
        if (action.event.isEmpty()) return
        val told = sent.map { it.bincodeSerialize() }
        check(told.size == 1 && told.single().contentEquals(action.event)) {
            "told $sent, not ${Tap.bincodeDeserialize(action.event)}"
        }
    }

    /** Moves a slider, or picks in the platform's own picker. */
    private fun set(action: GoldenAction) {
        val slider = nodes(SemanticsActions.SetProgress).filter { action.at in it.name() }.getOrNull(action.nth)
        if (slider != null) return slider.act(SemanticsActions.SetProgress) { it(action.input.toFloat()) }
        control(action.at, action.nth).invoke()
        test.waitForIdle()
        val chrome = checkNotNull(view).chrome
        val (date, time) = moment(action.input)
        if (date != null) pickDay(date, chrome.language)
        if (date != null && time != null) confirm(chrome.confirm)
        if (time != null) pickTime(time)
        confirm(chrome.confirm)
    }

    /** What lies over the screen comes last. */
    private fun confirm(word: String) {
        nodes(SemanticsActions.OnClick).last { word in it.said() }.invoke()
        test.waitForIdle()
    }

    private fun moment(text: String): Pair<LocalDate?, LocalTime?> = when {
        'T' in text -> LocalDateTime.parse(text).let { it.toLocalDate() to it.toLocalTime() }
        ':' in text -> null to LocalTime.parse(text)
        else -> LocalDate.parse(text) to null
    }

    private fun pickDay(day: LocalDate, language: String) {
        val months = nodes(SemanticsActions.ScrollToIndex).last()
        months.act(SemanticsActions.ScrollToIndex) { it((day.year - FIRST_YEAR) * MONTHS + day.monthValue - 1) }
        test.waitForIdle()
        val month = if (language ==
            "en"
        ) {
            day.month.getDisplayName(TextStyle.FULL, Locale.ENGLISH)
        } else {
            "${day.monthValue}月"
        }
        val number = Regex("(?<!\\d)${day.dayOfMonth}(?!\\d)")
        val cell = nodes(SemanticsActions.OnClick).firstOrNull {
            val name = it.name()
            month in name && "${day.year}" in name && number.containsMatchIn(name)
        }
        checkNotNull(cell) { "no $day among ${nodes(SemanticsActions.OnClick).map { it.name() }}" }.invoke()
        test.waitForIdle()
    }

    private fun pickTime(time: LocalTime) {
        for ((field, value) in listOf(time.hour, time.minute).withIndex()) {
            val fields = nodes(SemanticsActions.SetText).takeLast(2)
            fields[field].act(SemanticsActions.SetText) { it(AnnotatedString("%02d".format(value))) }
            test.waitForIdle()
        }
    }

    /** A field takes a press too, but nobody presses it for what stands in it. */
    private fun control(at: String, nth: Int) =
        named(nodes(SemanticsActions.OnClick).filter { SemanticsActions.SetText !in it.config }, at, nth)

    private fun field(at: String, nth: Int) = named(nodes(SemanticsActions.SetText), at, nth)

    private fun <T : Function<Boolean>> nodes(
        action: SemanticsPropertyKey<AccessibilityAction<T>>,
    ) = test.nodes(merged = true).filter { it.config.getOrNull(action) != null }

    /** The one that is called so; else one whose name begins so, or holds it. */
    private fun named(among: List<SemanticsNode>, at: String, nth: Int): SemanticsNode {
        val exact = among.filter { at in it.said() }
        val begun = among.filter { it.name().startsWith(at) }
        val close = among.filter { at in it.name() }
        return exact.ifEmpty { begun }.ifEmpty { close }.getOrNull(nth)
            ?: error("no such control among ${among.map { it.name() }}")
    }

    private fun SemanticsNode.name() = said().joinToString(" · ")

    private fun SemanticsNode.invoke() = act(SemanticsActions.OnClick) { it() }

    private fun <T : Function<Boolean>> SemanticsNode.act(
        key: SemanticsPropertyKey<AccessibilityAction<T>>,
        call: (T) -> Boolean,
    ) {
        val action = checkNotNull(config.getOrNull(key)?.action) { "cannot do that" }
        test.runOnUiThread { call(action) }
    }
}
