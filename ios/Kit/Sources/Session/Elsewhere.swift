#if !os(iOS)
  import Foundation
  import SharedTypes

  /// A machine that is no phone: it keeps no keys, shows no notices, and has no store of measurements. The package is
  /// compiled and tested there; nobody uses the app there.
  @MainActor
  final class Elsewhere: Secrets, Notices, HealthReadings, SystemPages, Exports, Device, NetworkWatch,
    BackgroundMoments
  {
    var onChosen: (@MainActor () -> Void)?
    var changed: (@MainActor (Bool) -> Void)?
    let skilled = false
    let online = true

    func perform(_ operation: SecretOp) async -> SecretOut { .unavailable }
    func perform(_ operation: NotifyOp) async -> NotifyOut { NotifyOut(consent: .unavailable, exact: false) }
    func perform(_ operation: HealthOp) async -> HealthOut {
      HealthOut(consent: .unavailable, readings: [], more: false)
    }
    func takeChosen() -> [NoticeChosen] { [] }
    func open(_ page: SystemPage) {}
    func offer(_ file: ExportFile) {}
    func dial(_ number: String) {}
    func open(_ url: String) {}
    func pickPhoto(_ picked: @escaping @MainActor (PickedFile) -> Void) {}
    func takePhoto(_ picked: @escaping @MainActor (PickedFile) -> Void) {}
    func dictate(_ language: String, _ heard: @escaping @MainActor (String) -> Void) {}
    func speak(_ language: String, _ text: String) {}
    func hush() {}
    func ask() {}
  }

  extension AppSession {
    /// A session without a device's services, over a folder of the user's.
    public static func live() throws -> AppSession {
      let folder = try AppFolder(below: FileManager.default.temporaryDirectory)
      let machine = Elsewhere()
      let around = Surroundings(
        handlers: Handlers(
          secrets: machine, notices: machine, health: machine, pages: machine, exports: machine,
          otherSkills: []),
        device: machine, network: machine, background: machine, photo: PhotoMark(file: folder.taking))
      return AppSession(
        around,
        store: Store(launch: .live, handlers: around.handlers) { try LiveBridge(folder: folder.vault) })
    }
  }
#endif
