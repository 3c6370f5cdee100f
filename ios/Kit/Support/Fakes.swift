import Foundation
import Kit
import SharedTypes

/// A clock that shows what it is told to show.
final class FakeClock: DeviceClock, @unchecked Sendable {
  private let lock = NSLock()
  private var clock: Clock

  init(_ clock: Clock) { self.clock = clock }

  func now() -> Clock { lock.withLock { clock } }

  func set(_ change: (inout Clock) -> Void) { lock.withLock { change(&clock) } }
}

/// The system's clocks, in the story's zone.
struct HangzhouClock: DeviceClock {
  func now() -> Clock {
    var clock = SystemClock().now()
    clock.zone = "Asia/Shanghai"
    return clock
  }
}

/// A core that says what it is told to say, and writes down what it is told.
final class FakeBridge: CoreBridge, @unchecked Sendable {
  let calls: AsyncStream<CoreCall>
  private let out: AsyncStream<CoreCall>.Continuation
  private let lock = NSLock()
  private var events: [Event] = []
  private var answers: [UInt32: [UInt8]] = [:]
  private var shown: [UInt8] = []
  private var seen = 0

  init() { (calls, out) = AsyncStream.makeStream(of: CoreCall.self) }

  var taps: [Tap] {
    lock.withLock { events }.compactMap { if case .shell(let envelope) = $0 { envelope.tap } else { nil } }
  }
  var answered: [UInt32: [UInt8]] { lock.withLock { answers } }

  /// How often the view was asked for.
  var looks: Int { lock.withLock { seen } }

  func say(_ call: CoreCall) { out.yield(call) }

  /// Nothing more comes, as from a core that was closed.
  func end() { out.finish() }

  func show(_ view: [UInt8]) throws {
    lock.withLock { shown = view }
    let render = Request(id: 0, effect: .render(RenderOperation()))
    say(.effects(Data(try Requests(value: [render]).bincodeSerialize())))
  }

  func update(_ event: [UInt8]) throws {
    let event = try Event.bincodeDeserialize(input: event)
    lock.withLock { events.append(event) }
  }

  func resolve(_ id: UInt32, _ output: [UInt8]) throws { lock.withLock { answers[id] = output } }

  func view() throws -> [UInt8] {
    lock.withLock {
      seen += 1
      return shown
    }
  }
}

/// Handlers of a device that can do nothing, and write down what they are asked.
@MainActor final class NoDevice: Secrets, Notices, HealthReadings, SystemPages, Exports {
  var onChosen: (@MainActor () -> Void)?
  let skilled = false
  private(set) var pages: [SystemPage] = []
  private(set) var files: [ExportFile] = []

  func perform(_ operation: SecretOp) async -> SecretOut { .unavailable }
  func perform(_ operation: NotifyOp) async -> NotifyOut { NotifyOut(consent: .unavailable, exact: false) }
  func perform(_ operation: HealthOp) async -> HealthOut {
    HealthOut(consent: .unavailable, readings: [], more: false)
  }
  func takeChosen() -> [NoticeChosen] { [] }
  func open(_ page: SystemPage) { pages.append(page) }
  func offer(_ file: ExportFile) { files.append(file) }

  var handlers: Handlers {
    Handlers(secrets: self, notices: self, health: self, pages: self, exports: self, otherSkills: [])
  }
}

/// A folder that goes with the test.
final class Folder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("kangban-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// A folder in it.
  func folder(_ name: String) throws -> URL {
    let inner = url.appendingPathComponent(name)
    try FileManager.default.createDirectory(at: inner, withIntermediateDirectories: true)
    return inner
  }
}

/// What was waited for did not come.
struct Missing: Error, CustomStringConvertible {
  let description: String

  init(_ what: String) { description = what }
}

/// Lets the core's threads and the main actor work until there is something, and gives it.
@MainActor func eventually<T>(
  _ what: @autoclosure () -> String, within limit: Duration = .seconds(30), _ look: () -> T?
) async throws -> T {
  let end = ContinuousClock.now + limit
  while true {
    if let found = look() { return found }
    guard ContinuousClock.now < end else { throw Missing("did not see \(what())") }
    try await Task.sleep(for: .milliseconds(5))
  }
}
