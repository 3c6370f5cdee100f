import Dispatch
import Foundation
import SharedTypes

/// What the core wants of the shell.
public enum Order: Sendable {
  /// Draw this.
  case draw(ViewModel)
  /// Carry this effect out; never a render.
  case carryOut(Request)
  /// The core speaks of something that this shell does not know: it is of a newer version.
  case newer
  /// The core has stopped.
  case stopped
}

/// The one way into the core: whatever enters goes through one queue, and is encoded and decoded on it, so that the main
/// actor never waits for the core.
public final class CoreLane: Sendable {
  /// What the core wants, in its order. One reader.
  public let orders: AsyncStream<Order>
  private let bridge: any CoreBridge
  private let queue = DispatchQueue(label: "kangban.core", qos: .userInitiated)
  private let out: AsyncStream<Order>.Continuation

  /// Takes a core that nobody else speaks with.
  public init(_ bridge: any CoreBridge) {
    self.bridge = bridge
    (orders, out) = AsyncStream.makeStream(of: Order.self)
    Task.detached { [calls = bridge.calls, queue, out, weak self] in
      for await call in calls {
        guard let lane = self else { break }
        queue.async { lane.serve(call) }
      }
      queue.async { out.finish() }
    }
  }

  /// Tells the core what happened.
  public func send(_ envelope: Envelope) {
    enter { try $0.update(Event.shell(envelope).bincodeSerialize()) }
  }

  /// Gives the core the answer to an effect.
  public func resolve(_ id: UInt32, _ output: [UInt8]) {
    enter { try $0.resolve(id, output) }
  }

  /// Lets events through that were sent before.
  public func drain() async {
    await withCheckedContinuation { done in queue.async { done.resume() } }
  }

  private func enter(_ work: @escaping @Sendable (any CoreBridge) throws -> Void) {
    queue.async { [bridge, out] in
      do { try work(bridge) } catch { out.yield(.stopped) }
    }
  }

  private func serve(_ call: CoreCall) {
    guard case .effects(let bytes) = call else {
      out.yield(.stopped)
      return
    }
    guard let requests = try? Requests.bincodeDeserialize(input: Array(bytes)).value else {
      out.yield(.newer)
      return
    }
    for request in requests { out.yield(order(request)) }
  }

  private func order(_ request: Request) -> Order {
    guard case .render = request.effect else { return .carryOut(request) }
    guard let bytes = try? bridge.view() else { return .stopped }
    guard let view = try? ViewModel.bincodeDeserialize(input: bytes) else { return .newer }
    return .draw(view)
  }
}
