import Foundation
import Kit
import SharedTypes
import Testing

@testable import KitSupport

@MainActor struct SecretTests {
  private let keys = FakeKeys()
  private let prompt = SecretPrompt(name: "quick", title: "Open", detail: "", cancel: "PIN")
  private var secrets: KeptSecrets { KeptSecrets(keys) }

  private func created() async throws -> [UInt8] {
    guard case .key(let key) = await secrets.perform(.create(prompt)) else { throw Missing("a key") }
    return key.bytes
  }

  @Test func aFreshKeyIsOf32BytesAndAnotherEachTime() async throws {
    let first = try await created()
    let second = try await created()
    #expect(first.count == 32)
    #expect(first != second)
    #expect(await secrets.perform(.read(prompt)) == .key(SecretKey(bytes: second)))
  }

  @Test func theOwnerIsAskedBeforeAKeyIsGivenOut() async throws {
    _ = try await created()
    #expect(keys.prompts == [prompt])
  }

  @Test func aKeyThatTheOwnerDidNotWantLeavesNothingBehind() async {
    keys.atThePrompt = .cancelled
    #expect(await secrets.perform(.create(prompt)) == .cancelled)
    #expect(keys.kept.isEmpty)
    keys.atThePrompt = nil
    #expect(await secrets.perform(.read(prompt)) == .lost)
  }

  @Test func anotherFingerInTheSystemMeansChangedWithoutAPromptAndThenLost() async throws {
    _ = try await created()
    keys.fingers = Data([2])
    #expect(await secrets.perform(.read(prompt)) == .changed)
    #expect(keys.prompts.count == 1)
    #expect(await secrets.perform(.read(prompt)) == .lost)
  }

  @Test func noFingerSetUpIsUnavailableAndKeepsTheKey() async throws {
    let key = try await created()
    keys.fingers = nil
    #expect(await secrets.perform(.read(prompt)) == .unavailable)
    #expect(await secrets.perform(.create(prompt)) == .unavailable)
    keys.fingers = Data([1])
    #expect(await secrets.perform(.read(prompt)) == .key(SecretKey(bytes: key)))
  }

  @Test func aKeyThatIsGoneOrDamagedIsLost() async throws {
    _ = try await created()
    keys.atThePrompt = .missing
    #expect(await secrets.perform(.read(prompt)) == .lost)
    keys.atThePrompt = .key([1, 2, 3])
    #expect(await secrets.perform(.read(prompt)) == .lost)
  }

  @Test func hardwareThatDoesNotAnswerIsUnavailable() async throws {
    _ = try await created()
    keys.atThePrompt = .failed
    #expect(await secrets.perform(.read(prompt)) == .unavailable)
  }

  @Test func whatWasRemovedIsNotThereAndRemovingItTwiceIsTheSame() async throws {
    _ = try await created()
    #expect(await secrets.perform(.remove("quick")) == .removed)
    #expect(await secrets.perform(.remove("quick")) == .removed)
    #expect(await secrets.perform(.read(prompt)) == .lost)
  }
}
