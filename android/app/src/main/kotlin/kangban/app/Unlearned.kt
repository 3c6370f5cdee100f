package kangban.app

import android.view.inputmethod.EditorInfo
import androidx.compose.runtime.Composable
import androidx.compose.ui.ExperimentalComposeUiApi
import androidx.compose.ui.platform.InterceptPlatformTextInput
import androidx.compose.ui.platform.PlatformTextInputMethodRequest

/** What is typed in here the keyboard does not learn from: any field of this app may hold something of a patient. */
@OptIn(ExperimentalComposeUiApi::class)
@Composable
internal fun Unlearned(content: @Composable () -> Unit) = InterceptPlatformTextInput(
    { request, next ->
        val private = object : PlatformTextInputMethodRequest {
            override fun createInputConnection(outAttributes: EditorInfo) =
                request.createInputConnection(outAttributes).also { outAttributes.keepPrivate() }
        }
        next.startInputMethod(private)
    },
    content
)

private fun EditorInfo.keepPrivate() {
    imeOptions = imeOptions or EditorInfo.IME_FLAG_NO_PERSONALIZED_LEARNING
}
