import Foundation
import Kit
import SharedTypes
import Testing

@testable import KitSupport

@MainActor struct HealthTests {
  private let store = FakeStore()
  private let noon = Date(timeIntervalSince1970: 1_795_000_000)
  private var health: StoredHealth { StoredHealth(store, places: store) }

  private func ms(_ date: Date) -> Int64 { Int64(date.timeIntervalSince1970 * 1000) }

  private func sample(_ id: String, _ values: [Double], after: TimeInterval = 0, lasting: TimeInterval = 0)
    -> HealthSample
  {
    HealthSample(
      id: id, start: noon.addingTimeInterval(after), end: noon.addingTimeInterval(after + lasting),
      values: values,
      maker: "OMRON", model: "HEM-7136", source: "Connect")
  }

  private func read(since: Date) async -> HealthOut { await health.perform(.read(ms(since))) }

  @Test func nothingIsReadBeforeTheOwnerWasAsked() async {
    store.add(.weight, sample("w", [61.4]))
    #expect(await read(since: noon) == HealthOut(consent: .notAsked, readings: [], more: false))
    #expect(await health.perform(.ask).consent == .granted)
    #expect(await read(since: noon).readings.map(\.id) == ["w"])
  }

  @Test func aDeviceWithoutSuchAStoreSaysSo() async {
    store.present = false
    #expect(health.skilled == false)
    #expect(await health.perform(.ask).consent == .unavailable)
  }

  @Test func aQuestionThatTheSystemDoesNotShowIsUnavailable() async {
    store.shows = false
    #expect(await health.perform(.ask).consent == .unavailable)
  }

  @Test(
    arguments: [
      (HealthKind.bloodPressure, [142, 91], [142_000, 91_000]), (.glucose, [7.8], [7_800]),
      (.weight, [61.4], [61_400]), (.heartRate, [72], [72_000]), (.oxygenSaturation, [0.975], [97_500]),
      (.temperature, [38.9], [38_900]),
    ] as [(HealthKind, [Double], [Int64])])
  func valuesAreThousandthsOfTheKindsUnit(kind: HealthKind, stored: [Double], given: [Int64]) async {
    store.wasAsked = true
    store.add(kind, sample("one", stored))
    #expect(await read(since: noon).readings.map(\.values) == [given])
  }

  @Test func sleepIsHoursFromItsStartToItsEnd() async {
    store.wasAsked = true
    store.add(.sleep, sample("night", [], after: -7 * 3600, lasting: 7.5 * 3600))
    let reading = await read(since: noon).readings.first
    #expect(reading?.values == [7_500])
    #expect(reading.map { $0.endMs - $0.startMs } == 27_000_000)
  }

  @Test func aReadingNamesItsDeviceItsAppAndWhetherItWasTyped() async {
    store.wasAsked = true
    var typed = sample("t", [36.8])
    (typed.maker, typed.model, typed.typed) = ("", "", true)
    store.add(.heartRate, sample("h", [72]))
    store.add(.temperature, typed)
    let readings = await read(since: noon).readings
    #expect(readings.map(\.device) == ["OMRON HEM-7136", ""])
    #expect(readings.map(\.source) == ["Connect", "Connect"])
    #expect(readings.map(\.typed) == [false, true])
  }

  @Test func theOldestComeFirstAndTheRestIsSaidToBeThere() async {
    store.wasAsked = true
    for minute in (0..<600).reversed() {
      store.add(.heartRate, sample("h\(minute)", [70], after: Double(minute) * 60))
    }
    let first = await read(since: noon)
    #expect(first.more)
    #expect(first.readings.count == StoredHealth.most)
    #expect(first.readings.first?.id == "h0")
    let rest = await read(since: noon.addingTimeInterval(500 * 60))
    #expect(!rest.more)
    #expect(rest.readings.map(\.id).contains("h599"))
  }

  @Test func whatCameLateIsGivenThoughItIsOlderThanTheMoment() async {
    store.wasAsked = true
    store.add(.weight, sample("first", [61]))
    #expect(await read(since: noon).readings.map(\.id) == ["first"])
    store.add(.weight, sample("late", [62], after: -86_400))
    #expect(await read(since: noon.addingTimeInterval(60)).readings.map(\.id).contains("late"))
    // Whoever died before it was kept gets it once more.
    #expect(await read(since: noon.addingTimeInterval(120)).readings.map(\.id).contains("late"))
    #expect(await read(since: noon.addingTimeInterval(180)).readings.isEmpty)
  }
}
