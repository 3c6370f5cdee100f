import Foundation
import SharedTypes

/// The clocks of a device. The core has no other.
public protocol DeviceClock: Sendable {
  /// What they show now.
  func now() -> SharedTypes.Clock
}

/// The system's clocks.
public struct SystemClock: DeviceClock {
  // Goes on while the device sleeps, and nobody can set it.
  private static let start = ContinuousClock.now

  public init() {}

  public func now() -> SharedTypes.Clock {
    let run = ContinuousClock.now - Self.start
    return SharedTypes.Clock(
      wallMs: Int64(Date.now.timeIntervalSince1970 * 1000),
      monoMs: UInt64(max(0, run / .milliseconds(1))),
      zone: TimeZone.autoupdatingCurrent.identifier)
  }
}
