import Foundation
import SharedTypes

/// A sample as the platform's store has it.
public struct HealthSample: Sendable, Equatable {
  public var id: String
  public var start: Date
  public var end: Date
  /// In the store's own units for the kind: mmHg, mmol/L, kg, beats a minute, a part of one (oxygen), °C; none for sleep.
  public var values: [Double]
  public var maker: String
  public var model: String
  public var source: String
  public var typed: Bool

  public init(
    id: String, start: Date, end: Date, values: [Double], maker: String = "", model: String = "",
    source: String = "", typed: Bool = false
  ) {
    self.id = id
    self.start = start
    self.end = end
    self.values = values
    self.maker = maker
    self.model = model
    self.source = source
    self.typed = typed
  }
}

/// Samples that came into the store after a place in its history, and the place behind them.
public struct HealthArrivals: Sendable {
  public var samples: [HealthSample]
  public var place: Data

  public init(samples: [HealthSample], place: Data) {
    self.samples = samples
    self.place = place
  }
}

/// The platform's store of what was measured.
@MainActor public protocol HealthStore {
  /// Whether the device has one.
  var present: Bool { get }
  /// Whether the owner was asked for all that is read here.
  func asked() async -> Bool
  /// Asks. False when the system does not show the question.
  func ask() async -> Bool
  /// Samples that ended at or after a moment, oldest first.
  func samples(_ kind: HealthKind, since: Date, most: Int) async throws -> [HealthSample]
  /// What came after a place, or ever, and did not end before a moment.
  func arrivals(_ kind: HealthKind, after place: Data?, notBefore: Date) async throws -> HealthArrivals
}

/// Keeps places in the history of the store, for each kind.
@MainActor public protocol HealthPlaces {
  /// The last places, oldest first.
  func places(_ kind: HealthKind) -> [Data]
  /// Replaces them.
  func keep(_ places: [Data], of kind: HealthKind)
}

/// Readings over such a store.
///
/// The store does not say when it got a sample, so two questions stand for one: what ended since the moment, and what
/// came late. Late ones are given twice, because the process may die before the core has them; their ids tell.
@MainActor public struct StoredHealth: HealthReadings {
  /// How many readings are given at once.
  public static let most = 500
  /// How late a sample may come, as from a watch that was off: 30 days.
  static let lateness: TimeInterval = 30 * 86_400
  static let kinds: [HealthKind] = [
    .bloodPressure, .glucose, .weight, .heartRate, .oxygenSaturation, .temperature, .sleep,
  ]

  private let store: any HealthStore
  private let places: any HealthPlaces

  public init(_ store: any HealthStore, places: any HealthPlaces) {
    self.store = store
    self.places = places
  }

  public var skilled: Bool { store.present }

  public func perform(_ operation: HealthOp) async -> HealthOut {
    guard store.present else { return nothing(.unavailable) }
    switch operation {
    case .ask:
      guard await store.ask() else { return nothing(.unavailable) }
      return nothing(await store.asked() ? .granted : .notAsked)
    case .read(let since):
      guard await store.asked() else { return nothing(.notAsked) }
      return await read(Date(timeIntervalSince1970: TimeInterval(since) / 1000))
    }
  }

  private func nothing(_ consent: Consent) -> HealthOut {
    HealthOut(consent: consent, readings: [], more: false)
  }

  private func read(_ since: Date) async -> HealthOut {
    var readings: [String: HealthReading] = [:]
    for kind in Self.kinds {
      // A kind that cannot be read now is read the next time; the others are not kept waiting.
      for sample in await found(kind, since) {
        readings[sample.id] = Self.reading(kind, sample)
      }
    }
    let sorted = readings.values.sorted { ($0.startMs, $0.id) < ($1.startMs, $1.id) }
    return HealthOut(
      consent: .granted, readings: Array(sorted.prefix(Self.most)), more: sorted.count > Self.most)
  }

  private func found(_ kind: HealthKind, _ since: Date) async -> [HealthSample] {
    let fresh = (try? await store.samples(kind, since: since, most: Self.most + 1)) ?? []
    let known = places.places(kind)
    let oldest = since.addingTimeInterval(-Self.lateness)
    guard let late = try? await store.arrivals(kind, after: known.first, notBefore: oldest) else {
      return fresh
    }
    places.keep(Array((known + [late.place]).suffix(2)), of: kind)
    // The first time there is no place yet, and nothing can be late.
    return known.isEmpty ? fresh : fresh + late.samples
  }

  static func reading(_ kind: HealthKind, _ sample: HealthSample) -> HealthReading {
    HealthReading(
      id: sample.id, kind: kind, startMs: milliseconds(sample.start), endMs: milliseconds(sample.end),
      values: values(kind, sample).map { Int64(($0 * 1000).rounded()) },
      device: [sample.maker, sample.model].filter { !$0.isEmpty }.joined(separator: " "),
      source: sample.source, typed: sample.typed)
  }

  private static func values(_ kind: HealthKind, _ sample: HealthSample) -> [Double] {
    switch kind {
    case .bloodPressure, .glucose, .weight, .heartRate, .temperature: sample.values
    case .oxygenSaturation: sample.values.map { $0 * 100 }
    case .sleep: [sample.end.timeIntervalSince(sample.start) / 3600]
    }
  }

  private static func milliseconds(_ date: Date) -> Int64 {
    Int64((date.timeIntervalSince1970 * 1000).rounded())
  }
}
