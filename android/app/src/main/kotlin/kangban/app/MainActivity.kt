package kangban.app

import android.content.Intent
import android.os.Build
import android.os.Bundle
import android.os.Handler
import android.os.Looper
import android.view.WindowManager
import androidx.activity.ComponentActivity
import androidx.activity.compose.BackHandler
import androidx.activity.compose.setContent
import androidx.activity.enableEdgeToEdge
import androidx.activity.result.contract.ActivityResultContracts
import androidx.compose.runtime.Composable
import androidx.compose.runtime.SideEffect
import kangban.platform.HandedFiles
import kangban.platform.NoticeReceiver
import kangban.platform.Notices
import kangban.types.ExportFile
import kangban.types.Tap
import kangban.types.ViewModel
import kangban.ui.KangbanApp
import kangban.ui.Words
import kangban.ui.WordsScreen
import uniffi.kangban_core.words

/** The one activity: it draws what the core says, and does for it what only an activity can. */
class MainActivity : ComponentActivity(), KangbanApplication.Front {
    private val app get() = application as KangbanApplication
    private val main = Handler(Looper.getMainLooper())
    internal val hands by lazy { Hands(this, app.living) }
    private val tick = Runnable { ticked() }
    private var asked: (() -> Unit)? = null

    private val question = registerForActivityResult(ActivityResultContracts.RequestMultiplePermissions()) {
        asked?.invoke()
        asked = null
    }

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        enableEdgeToEdge()
        // Until the core says that the screen may be seen.
        cover(true)
        hands.register(savedInstanceState)
        if (savedInstanceState == null) tellChosen(intent)
        setContent {
            when (val shown = app.living.shown) {
                is Shown.View -> Said(shown.view)
                Shown.Opening -> Wordless { Words(it.opening) }
                Shown.Stopped -> Wordless { Words(it.stopped, it.stoppedText, it.again, it.call, it.emergency) }
                Shown.Newer -> Wordless { Words(it.newer, it.newerText, call = it.call, number = it.emergency) }
            }
        }
    }

    @Composable
    private fun Said(view: ViewModel) {
        SideEffect { cover(view.chrome.covered) }
        BackHandler(enabled = view.chrome.back.isNotEmpty()) { app.living.send(Tap.Back) }
        Unlearned { KangbanApp(view, hands, app.living::send) }
    }

    @Composable
    private fun Wordless(say: (uniffi.kangban_core.Words) -> Words) =
        WordsScreen(say(words(Living.languages(this))), onAction = app.living::open, dial = hands::dial)

    override fun onNewIntent(intent: Intent) {
        super.onNewIntent(intent)
        tellChosen(intent)
    }

    /** A notice or its button brought the app here. */
    private fun tellChosen(intent: Intent) {
        if (intent.component?.className != FROM_NOTICE) return
        val choice = NoticeReceiver.choice(intent) ?: return
        Notices(this).chosen(choice)
        app.noticeChosen()
    }

    override fun onStart() {
        super.onStart()
        app.front = this
        ticked()
    }

    override fun onStop() {
        main.removeCallbacks(tick)
        app.living.send(Tap.Hidden)
        if (app.front === this) app.front = null
        super.onStop()
    }

    override fun onDestroy() {
        hands.close()
        if (isFinishing) HandedFiles.stopSharing()
        super.onDestroy()
    }

    override fun onSaveInstanceState(outState: Bundle) {
        super.onSaveInstanceState(outState)
        hands.save(outState)
    }

    private fun ticked() {
        app.living.send(Tap.Tick)
        main.removeCallbacks(tick)
        main.postDelayed(tick, MINUTE)
    }

    override fun ask(permissions: List<String>, done: () -> Unit) {
        asked?.invoke()
        asked = done
        question.launch(permissions.toTypedArray())
    }

    override fun share(file: ExportFile) = hands.share(file)

    /** Keeps the screen out of screenshots and of the list of recent apps, or no longer. */
    private fun cover(covered: Boolean) {
        window.setFlags(
            if (covered) WindowManager.LayoutParams.FLAG_SECURE else 0,
            WindowManager.LayoutParams.FLAG_SECURE
        )
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU) setRecentsScreenshotEnabled(!covered)
    }

    private companion object {
        const val FROM_NOTICE = "kangban.app.FromNotice"
        const val MINUTE = 60_000L
    }
}
