import Kit
import SharedTypes
import SwiftUI

/// The whole app: the one screen that is in front.
public struct RootView: View {
  let view: ViewModel
  let shell: Shell

  public init(view: ViewModel, device: any Device, send: @escaping @MainActor (Tap) -> Void) {
    self.view = view
    shell = Shell(chrome: view.chrome, device: device, send: send)
  }

  public var body: some View {
    // No `default`: a new screen of the core does not compile until it is drawn here.
    switch view.screen {
    case .starting: StartingScreen(shell: shell)
    case .failed(let view): FailedScreen(view: view, shell: shell)
    case .invitation(let view): InvitationScreen(view: view, shell: shell)
    case .choosePin(let view): ChoosePinScreen(view: view, shell: shell)
    case .lock(let view): LockScreen(view: view, shell: shell)
    case .today(let view): TodayScreen(view: view, shell: shell)
    case .diary(let view): DiaryScreen(view: view, shell: shell)
    case .logSymptom(let view): LogSymptomScreen(view: view, shell: shell)
    case .bodySite(let view): BodySiteScreen(view: view, shell: shell)
    case .measure(let view): MeasureScreen(view: view, shell: shell)
    case .advice(let view): AdviceScreen(view: view, shell: shell)
    case .entry(let view): EntryScreen(view: view, shell: shell)
    case .messages(let view): MessagesScreen(view: view, shell: shell)
    case .sync(let view): SyncScreen(view: view, shell: shell)
    case .settings(let view): SettingsScreen(view: view, shell: shell)
    case .form(let view): FormScreen(view: view, shell: shell)
    case .formReview(let view): FormReviewScreen(view: view, shell: shell)
    case .formResult(let view): FormResultScreen(view: view, shell: shell)
    }
  }
}
