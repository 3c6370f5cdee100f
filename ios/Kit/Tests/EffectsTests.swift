import Foundation
import Kit
import SharedTypes
import Testing

@testable import KitSupport

/// Every effect of the golden file, as bytes: the request reaches its home, and what the home gives goes back as the
/// bytes that every shell has to send.
@MainActor @Suite(.serialized) struct EffectsTests {
  private struct GoldenFile: Decodable {
    let effects: [Golden]
  }
  struct Golden: Decodable, Sendable {
    let name: String
    let request: String
    let answer: String
  }

  nonisolated static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  nonisolated static let golden: [Golden] = {
    let file = root.appendingPathComponent("tests/shells/golden/effects.json")
    return (try? JSONDecoder().decode(GoldenFile.self, from: Data(contentsOf: file)).effects) ?? []
  }()

  @Test func everyEffectReachesItsHomeAndIsAnsweredToTheByte() async throws {
    try #require(!Self.golden.isEmpty)
    var proven: [String] = []
    for effect in Self.golden {
      try await perform(effect)
      proven.append(effect.name)
    }
    try write(proven)
  }

  private func perform(_ effect: Golden) async throws {
    let request = try bytes(effect.request)
    let asked = try #require(try Requests.bincodeDeserialize(input: request).value.first)
    #expect(asked.id == 7)
    let bridge = FakeBridge()
    let answer = try bytes(effect.answer)
    let home = try GoldenDevice(answer, to: asked.effect)
    let store = Store(
      launch: Launch(hospital: "https://hospital.example/fhir", languages: ["en"]), handlers: home.handlers,
      open: { bridge })
    store.start(online: true)
    bridge.say(.effects(Data(request)))
    if case .render = asked.effect {
      // Nothing to read yet is no view: that the view was asked for is what shows.
      try await eventually("a look at the view") { bridge.looks == 1 ? () : nil }
    } else {
      try await eventually("\(effect.name) at its home") { home.asked == [asked.effect] ? () : nil }
    }
    if answer.isEmpty {
      store.send(.tick)
      try await eventually("a later tap") { bridge.taps.contains(.tick) ? () : nil }
      #expect(bridge.answered.isEmpty, "\(effect.name)")
    } else {
      let given = try await eventually("the answer to \(effect.name)") { bridge.answered[7] }
      #expect(given == answer, "\(effect.name)")
    }
    bridge.end()
    await store.close()
  }

  private func bytes(_ text: String) throws -> [UInt8] { Array(try #require(Data(base64Encoded: text))) }

  private struct Table: Encodable {
    let shell = "ios"
    let effects: [String]
  }

  private func write(_ proven: [String]) throws {
    let folder = Self.root.appendingPathComponent("out/parity")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let encoder = JSONEncoder()
    encoder.outputFormatting = .prettyPrinted
    try encoder.encode(Table(effects: proven)).write(to: folder.appendingPathComponent("ios-effects.json"))
  }
}

/// A device whose every service gives what it was told to give, and writes down what it was asked.
@MainActor private final class GoldenDevice: Secrets, Notices, HealthReadings, SystemPages, Exports {
  var onChosen: (@MainActor () -> Void)?
  let skilled = true
  private(set) var asked: [ShellEffect] = []
  private var secret: SecretOut?
  private var notice: NotifyOut?
  private var health: HealthOut?

  init(_ answer: [UInt8], to effect: ShellEffect) throws {
    switch effect {
    case .secret: secret = try .bincodeDeserialize(input: answer)
    case .notify: notice = try .bincodeDeserialize(input: answer)
    case .health: health = try .bincodeDeserialize(input: answer)
    case .render, .export, .open: break
    }
  }

  var handlers: Handlers {
    Handlers(secrets: self, notices: self, health: self, pages: self, exports: self, otherSkills: [])
  }

  func perform(_ operation: SecretOp) async -> SecretOut {
    asked.append(.secret(operation))
    return secret ?? .unavailable
  }
  func perform(_ operation: NotifyOp) async -> NotifyOut {
    asked.append(.notify(operation))
    return notice ?? NotifyOut(consent: .unavailable, exact: false)
  }
  func perform(_ operation: HealthOp) async -> HealthOut {
    asked.append(.health(operation))
    return health ?? HealthOut(consent: .unavailable, readings: [], more: false)
  }
  func takeChosen() -> [NoticeChosen] { [] }
  func open(_ page: SystemPage) { asked.append(.open(page)) }
  func offer(_ file: ExportFile) { asked.append(.export(file)) }
}
