package kangban.ui

import kangban.ui.parts.Draft
import org.junit.Assert.assertEquals
import org.junit.Test

/** What is typed is not taken away by what the core says late. */
class DraftTest {
    private val draft = Draft("").apply { focused = true }

    @Test
    fun aLateAnswerDoesNotUndoWhatWasTypedSince() {
        draft.type("3")
        draft.type("38")
        draft.hear("3")
        assertEquals("38", draft.text)
        draft.hear("38")
        assertEquals("38", draft.text)
    }

    @Test
    fun whatTheCoreMadeOfItIsTakenOverOnceItHasHeardAll() {
        draft.type("abcd")
        draft.hear("abcd")
        draft.hear("ABCD")
        assertEquals("ABCD", draft.text)
    }

    @Test
    fun whatTheCoreSaysIsTakenOverWhereNobodyTypes() {
        draft.type("3")
        draft.focused = false
        draft.hear("37.5")
        assertEquals("37.5", draft.text)
    }

    @Test
    fun anAnswerThatNeverCameIsForgottenAfterTheFieldWasLeft() {
        draft.type("x")
        draft.focused = false
        draft.settle("")
        assertEquals("", draft.text)
    }
}
