#if os(iOS)
  @preconcurrency import BackgroundTasks
  import Foundation
  import Network
  import SharedTypes
  import UIKit

  /// Watches the system's way to the network.
  @MainActor final class PathWatch: NetworkWatch {
    private(set) var online = true
    var changed: (@MainActor (Bool) -> Void)?
    private let monitor = NWPathMonitor()

    init() {
      monitor.pathUpdateHandler = { [weak self] path in
        let online = path.status == .satisfied
        Task { @MainActor [weak self] in self?.follow(online) }
      }
      monitor.start(queue: .main)
    }

    private func follow(_ now: Bool) {
      guard now != online else { return }
      online = now
      changed?(now)
    }
  }

  /// Moments in the background by the system's scheduler.
  @MainActor final class RefreshMoments: BackgroundMoments {
    // Also in Info.plist.
    private static let name = "org.kangban.patient.refresh"
    /// What is done in such a moment.
    var work: (@MainActor () async -> Void)?

    /// Has to be made before the app has finished launching.
    init() {
      BGTaskScheduler.shared.register(forTaskWithIdentifier: Self.name, using: .main) { [weak self] task in
        // It comes on the main queue, as was asked.
        nonisolated(unsafe) let task = task
        MainActor.assumeIsolated { self?.run(task) }
      }
    }

    func ask() {
      let request = BGAppRefreshTaskRequest(identifier: Self.name)
      request.earliestBeginDate = Date(timeIntervalSinceNow: 15 * 60)
      // The person may have turned background refresh off: then the app syncs when it is opened.
      try? BGTaskScheduler.shared.submit(request)
    }

    private func run(_ task: BGTask) {
      nonisolated(unsafe) let task = task
      let running = Task { [work] in
        await work?()
        task.setTaskCompleted(success: !Task.isCancelled)
      }
      task.expirationHandler = { running.cancel() }
    }
  }

  /// The system's pages. All of this app's are on one; only the notices have their own.
  @MainActor final class SettingsPages: SystemPages {
    func open(_ page: SystemPage) {
      let address =
        switch page {
        case .permissions, .biometrics: UIApplication.openSettingsURLString
        case .notices, .exactNotices: UIApplication.openNotificationSettingsURLString
        case .health: "x-apple-health://"
        }
      if let url = URL(string: address) { UIApplication.shared.open(url) }
    }
  }

  extension AppSession {
    /// The session of a phone. Has to be made before the app has finished launching.
    public static func live() throws -> AppSession {
      let folder = try AppFolder(
        below: FileManager.default.url(
          for: .applicationSupportDirectory, in: .userDomainMask, appropriateFor: nil, create: true))
      let photo = PhotoMark(file: folder.taking)
      let center = SystemCenter()
      let notices = PlannedNotices(center, log: ChosenLog(file: folder.chosen))
      center.pressed = { [weak notices] in await notices?.chose($0, action: $1) }
      let device = PhoneDevice(mark: photo)
      let handlers = Handlers(
        secrets: KeptSecrets(KeychainKeys(service: "org.kangban.patient")), notices: notices,
        health: StoredHealth(SystemHealth(), places: PlaceFile(file: folder.places)), pages: SettingsPages(),
        exports: ShareSheet(), otherSkills: device.skills)
      let moments = RefreshMoments()
      let store = Store(launch: .live, handlers: handlers) { try LiveBridge(folder: folder.vault) }
      device.tell = { [weak store] in store?.send(.trouble($0)) }
      device.limits = { [weak store] in
        if case .showing(let view) = store?.state { view.screen.photo } else { nil }
      }
      let session = AppSession(
        Surroundings(
          handlers: handlers, device: device, network: PathWatch(), background: moments, photo: photo),
        store: store)
      moments.work = { [weak session] in
        session?.woke()
        // What is sent in this time is sent; the rest waits for the next.
        try? await Task.sleep(for: .seconds(20))
      }
      return session
    }
  }
#endif
