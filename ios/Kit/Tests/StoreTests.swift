import Foundation
import Kit
import SharedTypes
import Testing

@testable import KitSupport

/// The session between a core and the screens.
@MainActor struct StoreTests {
  private let bridge = FakeBridge()
  private let device = NoDevice()

  private func opened(_ handlers: Handlers? = nil) -> Store {
    let store = Store(
      launch: Launch(hospital: "https://hospital.example/fhir", languages: ["en"]),
      handlers: handlers ?? device.handlers, open: { [bridge] in bridge })
    store.start(online: true)
    return store
  }

  private func ask(_ effect: ShellEffect) throws {
    bridge.say(.effects(Data(try Requests(value: [Request(id: 7, effect: effect)]).bincodeSerialize())))
  }

  @Test func theCoreIsToldOfTheStartWithASeedAndWhatTheDeviceCanDo() async throws {
    var handlers = device.handlers
    handlers.secrets = KeptSecrets(FakeKeys())
    handlers.otherSkills = [.camera]
    _ = opened(handlers)
    let started = try await eventually("the start") {
      bridge.taps.compactMap { if case .started(let started) = $0 { started } else { nil } }.first
    }
    #expect(started.seed.count == 32 && Set(started.seed).count > 8)
    #expect(started.skills == [.biometrics, .notices, .camera])
    #expect(started.baseUrl == "https://hospital.example/fhir")
  }

  @Test func threeHundredTapsKeepTheirOrder() async throws {
    let store = opened()
    for n in 1...300 { store.send(.lock(.codeTyped("\(n)"))) }
    let typed = try await eventually("300 taps") {
      let typed = bridge.taps.compactMap { if case .lock(.codeTyped(let text)) = $0 { text } else { nil } }
      return typed.count == 300 ? typed : nil
    }
    #expect(typed == (1...300).map(String.init))
  }

  @Test func aViewOfANewerCoreIsSaidToBeNewer() async throws {
    let store = opened()
    try bridge.show([255, 255, 255, 255, 1, 2, 3])
    try await eventually("newer") { if case .newer = store.state { () } else { nil } }
    #expect(!store.words.newer.isEmpty && !store.words.newerText.isEmpty)
  }

  @Test func anEffectThatThisShellDoesNotKnowIsSaidToBeNewer() async throws {
    let store = opened()
    bridge.say(.effects(Data([1, 0, 0, 0, 0, 0, 0, 0, 7, 0, 0, 0, 99, 0, 0, 0])))
    try await eventually("newer") { if case .newer = store.state { () } else { nil } }
  }

  @Test func aCoreThatStoppedIsSaidToHaveStoppedAndCanBeOpenedAgain() async throws {
    let store = opened()
    bridge.say(.stopped)
    try await eventually("stopped") { if case .stopped = store.state { () } else { nil } }
    bridge.end()
    await store.startAgain(online: true)
    #expect({ if case .opening = store.state { true } else { false } }())
    try await eventually("a second start") {
      bridge.taps.count { if case .started = $0 { true } else { false } } == 2 ? () : nil
    }
  }

  @Test func aFileAndAPageReachTheDeviceAndAreNotAnswered() async throws {
    let store = opened()
    let file = ExportFile(name: "entry.json", mime: "application/json", bytes: [1, 2])
    try ask(.export(file))
    try ask(.open(.notices))
    try await eventually("the page") { device.pages == [.notices] ? () : nil }
    #expect(device.files == [file])
    #expect(bridge.answered.isEmpty)
    store.send(.tick)
  }

  @Test func whatADeviceCannotDoIsAnsweredSo() async throws {
    let store = opened()
    try ask(.secret(.remove("quick")))
    let answer = try await eventually("an answer") { bridge.answered[7] }
    #expect(try SecretOut.bincodeDeserialize(input: answer) == .unavailable)
    store.send(.tick)
  }
}
