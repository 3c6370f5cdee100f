package kangban.ui

import androidx.compose.runtime.Composable
import kangban.types.Screen
import kangban.types.Tap
import kangban.types.ViewModel
import kangban.ui.parts.Window
import kangban.ui.screens.AdviceScreen
import kangban.ui.screens.BodySiteScreen
import kangban.ui.screens.ChoosePinScreen
import kangban.ui.screens.DiaryScreen
import kangban.ui.screens.EntryScreen
import kangban.ui.screens.FailedScreen
import kangban.ui.screens.FormResultScreen
import kangban.ui.screens.FormReviewScreen
import kangban.ui.screens.FormScreen
import kangban.ui.screens.InvitationScreen
import kangban.ui.screens.LockScreen
import kangban.ui.screens.LogSymptomScreen
import kangban.ui.screens.MeasureScreen
import kangban.ui.screens.MessagesScreen
import kangban.ui.screens.SettingsScreen
import kangban.ui.screens.StartingScreen
import kangban.ui.screens.SyncScreen
import kangban.ui.screens.TodayScreen
import kangban.ui.theme.KangbanTheme

/**
 * The whole app: draws what the core says, and hands it what a person does.
 *
 * @param view What the core says.
 * @param device What the device can do for a screen.
 * @param send Hands a tap to the core.
 */
@Composable
fun KangbanApp(view: ViewModel, device: Device, send: (Tap) -> Unit) {
    val chrome = view.chrome
    val shell = Shell(chrome, device, send)
    KangbanTheme(chrome.theme, chrome.elders, chrome.language) {
        Window(shell) { InFront(view.screen, shell) }
    }
}

/** One composable a screen. A screen without one does not compile. */
@Composable
private fun InFront(screen: Screen, shell: Shell) = when (screen) {
    is Screen.Starting -> StartingScreen(shell)
    is Screen.Failed -> FailedScreen(screen.value, shell)
    is Screen.Invitation -> InvitationScreen(screen.value, shell)
    is Screen.ChoosePin -> ChoosePinScreen(screen.value, shell)
    is Screen.Lock -> LockScreen(screen.value, shell)
    is Screen.Today -> TodayScreen(screen.value, shell)
    is Screen.Diary -> DiaryScreen(screen.value, shell)
    is Screen.LogSymptom -> LogSymptomScreen(screen.value, shell)
    is Screen.BodySite -> BodySiteScreen(screen.value, shell)
    is Screen.Measure -> MeasureScreen(screen.value, shell)
    is Screen.Advice -> AdviceScreen(screen.value, shell)
    is Screen.Entry -> EntryScreen(screen.value, shell)
    is Screen.Messages -> MessagesScreen(screen.value, shell)
    is Screen.Sync -> SyncScreen(screen.value, shell)
    is Screen.Settings -> SettingsScreen(screen.value, shell)
    is Screen.Form -> FormScreen(screen.value, shell)
    is Screen.FormReview -> FormReviewScreen(screen.value, shell)
    is Screen.FormResult -> FormResultScreen(screen.value, shell)
}
