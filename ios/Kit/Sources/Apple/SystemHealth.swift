#if canImport(HealthKit)
  import Foundation
  @preconcurrency import HealthKit
  import SharedTypes

  /// Apple's store of measurements. It never says whether reading was refused: then it is simply empty.
  @MainActor public final class SystemHealth: HealthStore {
    private let store = HKHealthStore()

    public init() {}

    public var present: Bool { HKHealthStore.isHealthDataAvailable() }

    public func asked() async -> Bool {
      let status = try? await store.statusForAuthorizationRequest(toShare: [], read: Self.read)
      return status == .unnecessary
    }

    public func ask() async -> Bool {
      do {
        try await store.requestAuthorization(toShare: [], read: Self.read)
        return true
      } catch {
        return false
      }
    }

    public func samples(_ kind: HealthKind, since: Date, most: Int) async throws -> [HealthSample] {
      let ended = HKQuery.predicateForSamples(withStart: since, end: nil)
      let query = HKSampleQueryDescriptor(
        predicates: [.sample(type: Self.type(kind), predicate: ended)],
        sortDescriptors: [SortDescriptor(\.endDate)], limit: most)
      return try await query.result(for: store).compactMap { Self.sample(kind, $0) }
    }

    public func arrivals(_ kind: HealthKind, after place: Data?, notBefore: Date) async throws
      -> HealthArrivals
    {
      let recent = HKQuery.predicateForSamples(withStart: notBefore, end: nil)
      let anchor = try place.flatMap {
        try NSKeyedUnarchiver.unarchivedObject(ofClass: HKQueryAnchor.self, from: $0)
      }
      let query = HKAnchoredObjectQueryDescriptor(
        predicates: [.sample(type: Self.type(kind), predicate: recent)], anchor: anchor)
      let found = try await query.result(for: store)
      return HealthArrivals(
        samples: found.addedSamples.compactMap { Self.sample(kind, $0) },
        place: try NSKeyedArchiver.archivedData(withRootObject: found.newAnchor, requiringSecureCoding: true))
    }

    // A correlation is read by its parts' permissions.
    private static var read: Set<HKObjectType> {
      [
        HKQuantityType(.bloodPressureSystolic), HKQuantityType(.bloodPressureDiastolic),
        HKQuantityType(.bloodGlucose), HKQuantityType(.bodyMass), HKQuantityType(.heartRate),
        HKQuantityType(.oxygenSaturation), HKQuantityType(.bodyTemperature), HKCategoryType(.sleepAnalysis),
      ]
    }

    private static func type(_ kind: HealthKind) -> HKSampleType {
      switch kind {
      case .bloodPressure: HKCorrelationType(.bloodPressure)
      case .glucose: HKQuantityType(.bloodGlucose)
      case .weight: HKQuantityType(.bodyMass)
      case .heartRate: HKQuantityType(.heartRate)
      case .oxygenSaturation: HKQuantityType(.oxygenSaturation)
      case .temperature: HKQuantityType(.bodyTemperature)
      case .sleep: HKCategoryType(.sleepAnalysis)
      }
    }

    private static func sample(_ kind: HealthKind, _ found: HKSample) -> HealthSample? {
      guard let values = values(kind, found) else { return nil }
      return HealthSample(
        id: found.uuid.uuidString, start: found.startDate, end: found.endDate, values: values,
        maker: found.device?.manufacturer ?? "", model: found.device?.model ?? found.device?.name ?? "",
        source: found.sourceRevision.source.name,
        typed: found.metadata?[HKMetadataKeyWasUserEntered] as? Bool ?? false)
    }

    private static func values(_ kind: HealthKind, _ found: HKSample) -> [Double]? {
      switch kind {
      case .bloodPressure: pressure(found)
      case .glucose:
        quantity(
          found, .moleUnit(with: .milli, molarMass: HKUnitMolarMassBloodGlucose).unitDivided(by: .liter()))
      case .weight: quantity(found, .gramUnit(with: .kilo))
      case .heartRate: quantity(found, .count().unitDivided(by: .minute()))
      case .oxygenSaturation: quantity(found, .percent())
      case .temperature: quantity(found, .degreeCelsius())
      case .sleep: asleep(found) ? [] : nil
      }
    }

    private static func quantity(_ found: HKSample, _ unit: HKUnit) -> [Double]? {
      (found as? HKQuantitySample).map { [$0.quantity.doubleValue(for: unit)] }
    }

    private static func pressure(_ found: HKSample) -> [Double]? {
      guard let pair = found as? HKCorrelation else { return nil }
      let parts = [HKQuantityType(.bloodPressureSystolic), HKQuantityType(.bloodPressureDiastolic)].compactMap
      {
        pair.objects(for: $0).first.flatMap { quantity($0, .millimeterOfMercury()) }?.first
      }
      return parts.count == 2 ? parts : nil
    }

    /// In bed or awake is no sleep.
    private static func asleep(_ found: HKSample) -> Bool {
      guard
        let stage = (found as? HKCategorySample).flatMap({ HKCategoryValueSleepAnalysis(rawValue: $0.value) })
      else { return false }
      return HKCategoryValueSleepAnalysis.allAsleepValues.contains(stage)
    }
  }
#endif
