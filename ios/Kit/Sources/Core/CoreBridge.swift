import Foundation
import KangbanCore

/// What the core says of its own accord, in its order.
public enum CoreCall: Sendable {
  /// Effects to carry out: a bincode `Requests`.
  case effects(Data)
  /// It has stopped on a fault of its own. What was acknowledged is on disk.
  case stopped
}

/// The boundary with Rust: bytes in, bytes out.
public protocol CoreBridge: Sendable {
  /// What the core says. One reader; it ends when the core is closed.
  var calls: AsyncStream<CoreCall> { get }
  /// Takes a bincode `Event`.
  func update(_ event: [UInt8]) throws
  /// Takes the answer to the effect with this number.
  func resolve(_ id: UInt32, _ output: [UInt8]) throws
  /// Gives the view of this moment, a bincode `ViewModel`.
  func view() throws -> [UInt8]
}

/// The real core. Letting go of it closes it: writes are finished, the vault is locked, the folder is free.
public final class LiveBridge: CoreBridge {
  public let calls: AsyncStream<CoreCall>
  private let core: Core

  /// Opens the core over a folder of its own.
  public init(folder: URL) throws {
    let (calls, inbox) = AsyncStream.makeStream(of: CoreCall.self)
    self.calls = calls
    core = try Core(storageDir: folder.path, shell: Inbox(inbox))
  }

  public func update(_ event: [UInt8]) throws { try core.update(event: Data(event)) }

  public func resolve(_ id: UInt32, _ output: [UInt8]) throws {
    try core.resolve(id: id, output: Data(output))
  }

  public func view() throws -> [UInt8] { Array(try core.view()) }
}

/// Called from the core's own thread: it only queues.
private final class Inbox: KangbanCore.Shell {
  private let queue: AsyncStream<CoreCall>.Continuation

  init(_ queue: AsyncStream<CoreCall>.Continuation) { self.queue = queue }

  deinit { queue.finish() }

  func handle(effects: Data) { queue.yield(.effects(effects)) }

  func stopped() { queue.yield(.stopped) }
}
