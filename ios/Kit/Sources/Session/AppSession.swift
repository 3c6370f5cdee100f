import Foundation
import Observation
import SharedTypes

/// Whether the device has a network.
@MainActor public protocol NetworkWatch: AnyObject {
  /// Whether it has one now.
  var online: Bool { get }
  /// Called when that changes.
  var changed: (@MainActor (Bool) -> Void)? { get set }
}

/// Asks the system for a moment in the background.
@MainActor public protocol BackgroundMoments: AnyObject {
  /// Asks for the next one.
  func ask()
}

/// Remembers over the end of the process that a photo was being taken.
@MainActor public struct PhotoMark {
  private let file: URL

  /// Keeps it as an empty file.
  public init(file: URL) { self.file = file }

  /// Whether a photo was being taken when the process ended.
  public var isThere: Bool { FileManager.default.fileExists(atPath: file.path) }
  /// A photo is being taken.
  public func set() { try? Data().write(to: file) }
  /// It was taken, or the person left.
  public func clear() { try? FileManager.default.removeItem(at: file) }
}

/// All that a session has around it.
@MainActor public struct Surroundings {
  public var handlers: Handlers
  public var device: any Device
  public var network: any NetworkWatch
  public var background: any BackgroundMoments
  public var photo: PhotoMark

  public init(
    handlers: Handlers, device: any Device, network: any NetworkWatch, background: any BackgroundMoments,
    photo: PhotoMark
  ) {
    self.handlers = handlers
    self.device = device
    self.network = network
    self.background = background
    self.photo = photo
  }
}

/// The app's one session: joins the store to what happens around it.
@MainActor @Observable public final class AppSession {
  /// What the screens see.
  public let store: Store
  /// The device's services.
  public let device: any Device

  @ObservationIgnored private let around: Surroundings
  @ObservationIgnored private var minutes: Task<Void, Never>?

  /// Joins them; nothing runs yet.
  public init(_ around: Surroundings, store: Store) {
    self.around = around
    self.store = store
    device = around.device
    around.network.changed = { [weak store] online in store?.send(.network(online)) }
  }

  /// Opens the core, unless it is open.
  public func start() {
    guard !store.isOpen else { return }
    store.start(online: around.network.online)
    if around.photo.isThere {
      around.photo.clear()
      store.send(.trouble(.photoLost))
    }
  }

  /// Opens a new core after the one before has stopped.
  public func startAgain() async { await store.startAgain(online: around.network.online) }

  /// The app came to the front: the core hears of it, and of every minute from then on.
  public func cameToFront() {
    start()
    store.send(.tick)
    minutes?.cancel()
    minutes = Task { [weak store] in
      while !Task.isCancelled {
        try? await Task.sleep(for: .seconds(60))
        if !Task.isCancelled { store?.send(.tick) }
      }
    }
  }

  /// The app went to the background.
  public func wentToBack() {
    minutes?.cancel()
    minutes = nil
    store.send(.hidden)
    around.background.ask()
  }

  /// The system has given a moment in the background.
  public func woke() {
    start()
    store.send(.woken)
    around.background.ask()
  }
}
