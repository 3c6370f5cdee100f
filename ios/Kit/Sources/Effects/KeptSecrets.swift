import Foundation
import SharedTypes

/// What a key store that is guarded by fingers or faces gives back.
public enum KeptKey: Sendable, Equatable {
  case key([UInt8])
  /// The owner left the prompt, or was not recognised.
  case cancelled
  /// It is not there, or cannot be opened any more.
  case missing
  /// The hardware does not answer.
  case failed
}

/// A store of keys behind the owner's finger or face.
@MainActor public protocol OwnersKeys {
  /// Whether the device has such hardware.
  var present: Bool { get }
  /// Which fingers or faces are set up, as the system tells them apart; nil when there are none.
  func enrolment() -> Data?
  /// Keeps a key for those who are set up now. Replaces an earlier one.
  func keep(_ key: [UInt8], name: String) -> Bool
  /// Asks the owner and gives the key.
  func read(_ prompt: SecretPrompt) async -> KeptKey
  /// Forgets it.
  func remove(_ name: String)
  /// Keeps, without a prompt, who was set up when a key was kept; nil forgets it.
  func note(_ enrolment: Data?, name: String)
  /// Who was set up then.
  func noted(_ name: String) -> Data?
}

/// Secrets over such a store.
@MainActor public struct KeptSecrets: Secrets {
  private let keys: any OwnersKeys

  public init(_ keys: any OwnersKeys) { self.keys = keys }

  public var skilled: Bool { keys.present }

  public func perform(_ operation: SecretOp) async -> SecretOut {
    switch operation {
    case .create(let prompt): await create(prompt)
    case .read(let prompt): await read(prompt)
    case .remove(let name): remove(name)
    }
  }

  // The owner is asked once, so that a key which nobody could open is never the only one.
  private func create(_ prompt: SecretPrompt) async -> SecretOut {
    guard let enrolment = keys.enrolment() else { return .unavailable }
    var generator = SystemRandomNumberGenerator()
    let key = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    guard keys.keep(key, name: prompt.name) else { return .unavailable }
    keys.note(enrolment, name: prompt.name)
    let out = await read(prompt)
    if case .key = out { return out }
    _ = remove(prompt.name)
    return out
  }

  private func read(_ prompt: SecretPrompt) async -> SecretOut {
    guard let noted = keys.noted(prompt.name) else { return .lost }
    guard let enrolment = keys.enrolment() else { return .unavailable }
    guard enrolment == noted else {
      _ = remove(prompt.name)
      return .changed
    }
    switch await keys.read(prompt) {
    case .key(let bytes) where bytes.count == 32: return .key(SecretKey(bytes: bytes))
    case .key, .missing: return .lost
    case .cancelled: return .cancelled
    case .failed: return .unavailable
    }
  }

  private func remove(_ name: String) -> SecretOut {
    keys.remove(name)
    keys.note(nil, name: name)
    return .removed
  }
}
