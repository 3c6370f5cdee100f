import Foundation
import KangbanCore
import Observation
import SharedTypes

/// The few sentences for the time when the core cannot speak.
public typealias NativeWords = KangbanCore.Words

/// What a start needs to know of the device.
public struct Launch: Sendable {
  /// The FHIR base of the hospital.
  public var hospital: String
  /// The device's languages, BCP 47, best first.
  public var languages: [String]

  public init(hospital: String, languages: [String]) {
    self.hospital = hospital
    self.languages = languages
  }

  /// The hospital that this app was built for, from Info.plist, and the device's languages.
  public static var live: Launch {
    guard let hospital = Bundle.main.object(forInfoDictionaryKey: "KangbanHospital") as? String else {
      preconditionFailure("Info.plist names no KangbanHospital")
    }
    return Launch(hospital: hospital, languages: Locale.preferredLanguages)
  }
}

/// The app as the screens see it: what is to be drawn, and a way to tell what a person did. All else is the core's.
@MainActor @Observable public final class Store {
  /// What is to be drawn.
  public enum State: Sendable {
    /// The core has said nothing yet.
    case opening
    /// This.
    case showing(ViewModel)
    /// The core's view is of a version that this shell does not know.
    case newer
    /// The core has stopped, or did not start.
    case stopped
  }

  /// What is to be drawn now.
  public private(set) var state = State.opening
  /// The sentences for every state that has no view.
  public let words: NativeWords

  /// Whether a core is open.
  public var isOpen: Bool { lane != nil }

  @ObservationIgnored private let launch: Launch
  @ObservationIgnored private let handlers: Handlers
  @ObservationIgnored private let clock: any DeviceClock
  @ObservationIgnored private let open: @MainActor () throws -> any CoreBridge
  @ObservationIgnored private var lane: CoreLane?
  @ObservationIgnored private var reading: Task<Void, Never>?

  /// Prepares a session; `open` makes a core over the same folder each time.
  public init(
    launch: Launch, handlers: Handlers, clock: any DeviceClock = SystemClock(),
    open: @escaping @MainActor () throws -> any CoreBridge
  ) {
    self.launch = launch
    self.handlers = handlers
    self.clock = clock
    self.open = open
    words = KangbanCore.words(languages: launch.languages)
  }

  /// Opens the core and says that the shell has started; does nothing while one is open.
  public func start(online: Bool) {
    guard lane == nil else { return }
    state = .opening
    do {
      let lane = CoreLane(try open())
      self.lane = lane
      reading = Task { [weak self, orders = lane.orders] in
        for await order in orders { self?.follow(order) }
      }
      var generator = SystemRandomNumberGenerator()
      let seed = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
      send(
        .started(
          Started(
            seed: seed, languages: launch.languages, baseUrl: launch.hospital, online: online,
            skills: handlers.skills)))
      tellChosen()
      handlers.notices.onChosen = { [weak self] in self?.tellChosen() }
    } catch {
      state = .stopped
    }
  }

  /// Opens a new core over the same folder, after the one before has stopped.
  public func startAgain(online: Bool) async {
    await close()
    start(online: online)
  }

  /// Lets go of the core: writes are finished, the vault is locked.
  public func close() async {
    await lane?.drain()
    lane = nil
    await reading?.value
    reading = nil
  }

  /// Tells the core what happened, with the clocks of this moment.
  public func send(_ tap: Tap) {
    lane?.send(Envelope(clock: clock.now(), tap: tap))
  }

  private func tellChosen() {
    guard lane != nil else { return }
    for chosen in handlers.notices.takeChosen() { send(.notice(chosen)) }
  }

  private func follow(_ order: Order) {
    switch order {
    case .draw(let view): state = .showing(view)
    case .carryOut(let request): carryOut(request)
    case .newer: state = .newer
    case .stopped: state = .stopped
    }
  }

  private func carryOut(_ request: Request) {
    // No `default`: a new effect of the core does not compile until it has a home.
    switch request.effect {
    case .render: break
    case .export(let file): handlers.exports.offer(file)
    case .open(let page): handlers.pages.open(page)
    case .secret(let operation):
      answer(request.id) { try await $0.secrets.perform(operation).bincodeSerialize() }
    case .notify(let operation):
      answer(request.id) { try await $0.notices.perform(operation).bincodeSerialize() }
    case .health(let operation):
      answer(request.id) { try await $0.health.perform(operation).bincodeSerialize() }
    }
  }

  private func answer(_ id: UInt32, _ work: @escaping @MainActor (Handlers) async throws -> [UInt8]) {
    Task { [weak self, handlers, weak lane] in
      do {
        let output = try await work(handlers)
        lane?.resolve(id, output)
      } catch {
        // The answer cannot be written as bytes: shell and core are of different versions.
        self?.state = .newer
      }
    }
  }
}
