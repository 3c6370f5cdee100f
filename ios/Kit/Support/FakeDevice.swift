import Foundation
import Kit
import SharedTypes

/// Keys behind a finger, in memory.
@MainActor final class FakeKeys: OwnersKeys {
  var present = true
  var fingers: Data? = Data([1])
  /// What the owner does at the prompt.
  var atThePrompt: KeptKey?
  private(set) var kept: [String: [UInt8]] = [:]
  private(set) var prompts: [SecretPrompt] = []
  private var notes: [String: Data] = [:]

  func enrolment() -> Data? { fingers }
  func keep(_ key: [UInt8], name: String) -> Bool {
    kept[name] = key
    return true
  }
  func read(_ prompt: SecretPrompt) async -> KeptKey {
    prompts.append(prompt)
    return atThePrompt ?? kept[prompt.name].map { .key($0) } ?? .missing
  }
  func remove(_ name: String) { kept[name] = nil }
  func note(_ enrolment: Data?, name: String) { notes[name] = enrolment }
  func noted(_ name: String) -> Data? { notes[name] }
}

/// The system's keeper of notices, in memory.
@MainActor final class FakeCenter: NoticeCenter {
  var stands = Consent.notAsked
  /// What the owner says when asked.
  var ownerSays = Consent.granted
  private(set) var asked = 0
  private(set) var kept: [String: PlannedNotice] = [:]
  private(set) var categories: [NoticeCategory] = []

  func consent(asking: Bool) async -> Consent {
    if asking, stands == .notAsked {
      asked += 1
      stands = ownerSays
    }
    return stands
  }
  func use(_ categories: [NoticeCategory]) { self.categories = categories }
  func waiting() async -> [String] { Array(kept.keys) }
  func keep(_ notice: PlannedNotice) async throws { kept[notice.id] = notice }
  func drop(_ ids: [String]) { for id in ids { kept[id] = nil } }
}

/// The platform's store of measurements, in memory: each sample with its kind and the moment at which it came.
@MainActor final class FakeStore: HealthStore, HealthPlaces {
  var present = true
  var wasAsked = false
  /// Whether the system shows its question.
  var shows = true
  private(set) var came: [(kind: HealthKind, sample: HealthSample)] = []
  private var kept: [HealthKind: [Data]] = [:]

  func add(_ kind: HealthKind, _ sample: HealthSample) { came.append((kind, sample)) }

  func asked() async -> Bool { wasAsked }
  func ask() async -> Bool {
    wasAsked = wasAsked || shows
    return shows
  }
  func samples(_ kind: HealthKind, since: Date, most: Int) async throws -> [HealthSample] {
    let found = came.filter { $0.kind == kind && $0.sample.end >= since }.map(\.sample)
    return Array(found.sorted { $0.end < $1.end }.prefix(most))
  }
  func arrivals(_ kind: HealthKind, after place: Data?, notBefore: Date) async throws -> HealthArrivals {
    let from = place.flatMap { Int(String(decoding: $0, as: UTF8.self)) } ?? 0
    let found = came.dropFirst(from).filter { $0.kind == kind && $0.sample.end >= notBefore }.map(\.sample)
    return HealthArrivals(samples: found, place: Data("\(came.count)".utf8))
  }
  func places(_ kind: HealthKind) -> [Data] { kept[kind] ?? [] }
  func keep(_ places: [Data], of kind: HealthKind) { kept[kind] = places }
}
