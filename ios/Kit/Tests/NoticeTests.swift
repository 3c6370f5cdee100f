import Foundation
import Kit
import SharedTypes
import Testing

@testable import KitSupport

@MainActor struct NoticeTests {
  private let folder: Folder
  private let center = FakeCenter()
  private let clock = TestMoment()
  private let log: URL

  init() throws {
    folder = try Folder()
    log = folder.url.appendingPathComponent("chosen.json")
  }

  private func notices() -> PlannedNotices {
    PlannedNotices(center, log: ChosenLog(file: log), now: { [clock] in clock.now })
  }

  private func notice(_ id: String, at: Date, actions: [NoticeAction] = []) -> Notice {
    Notice(
      id: id, atMs: Int64(at.timeIntervalSince1970 * 1000), channel: "dose", title: "t", text: "x",
      exact: true,
      actions: actions)
  }

  private func plan(_ notices: [Notice]) -> NotifyOp {
    .plan(
      NoticePlan(
        channels: [NoticeChannel(id: "dose", name: "Doses", detail: "", urgent: true)], notices: notices))
  }

  private let taken = NoticeAction(id: "taken", label: "Taken", againAfterMs: 0, opens: false)
  private let later = NoticeAction(id: "later", label: "Later", againAfterMs: 600_000, opens: false)

  @Test func theOwnerIsAskedOnceAndNeverByLooking() async {
    let notices = notices()
    #expect(await notices.perform(.look) == NotifyOut(consent: .notAsked, exact: false))
    #expect(center.asked == 0)
    #expect(await notices.perform(.ask) == NotifyOut(consent: .granted, exact: true))
    #expect(await notices.perform(.ask) == NotifyOut(consent: .granted, exact: true))
    #expect(center.asked == 1)
  }

  @Test func aRefusalIsToldAndConsentGivenInTheSettingsIsSeen() async {
    center.ownerSays = .refused
    let notices = notices()
    #expect(await notices.perform(.ask) == NotifyOut(consent: .refused, exact: false))
    center.stands = .granted
    #expect(await notices.perform(.look) == NotifyOut(consent: .granted, exact: true))
  }

  @Test func aPlanReplacesWhatWasPlannedBefore() async {
    let notices = notices()
    let soon = clock.now.addingTimeInterval(60)
    _ = await notices.perform(plan([notice("a", at: soon), notice("b", at: soon)]))
    _ = await notices.perform(plan([notice("b", at: soon.addingTimeInterval(60)), notice("c", at: soon)]))
    #expect(Set(center.kept.keys) == ["b", "c"])
    #expect(center.kept["b"]?.at == soon.addingTimeInterval(60))
    #expect(center.kept["b"]?.urgent == true)
  }

  @Test func noMoreThanTheSystemKeepsAreHandedOver() async {
    let many = (0..<80).map { notice("n\($0)", at: clock.now.addingTimeInterval(Double($0 + 1) * 60)) }
    _ = await notices().perform(plan(many))
    #expect(center.kept.count == PlannedNotices.most)
    #expect(center.kept["n0"] != nil && center.kept["n79"] == nil)
  }

  @Test func aMomentThatHasPassedComesAtOnce() async {
    _ = await notices().perform(plan([notice("late", at: clock.now.addingTimeInterval(-600))]))
    #expect(center.kept["late"]?.at == clock.now.addingTimeInterval(1))
  }

  @Test func theButtonsOfAPlanAreKnownToTheSystem() async {
    let soon = clock.now.addingTimeInterval(60)
    _ = await notices().perform(
      plan([notice("a", at: soon, actions: [taken, later]), notice("b", at: soon)]))
    #expect(center.categories.map(\.actions) == [[taken, later]])
    #expect(center.kept["a"]?.category == center.categories.first?.id)
    #expect(center.kept["b"]?.category == "")
  }

  @Test func laterShowsTheSameNoticeAgain() async throws {
    let notices = notices()
    _ = await notices.perform(
      plan([notice("a", at: clock.now.addingTimeInterval(60), actions: [taken, later])]))
    var shown = try #require(center.kept["a"])
    clock.now.addTimeInterval(60)
    center.drop(["a"])
    await notices.chose(shown, action: "later")
    shown.at = clock.now.addingTimeInterval(600)
    #expect(center.kept == ["a": shown])
    center.drop(["a"])
    await notices.chose(shown, action: "taken")
    #expect(center.kept.isEmpty)
  }

  @Test func whatWasPressedOutlivesTheProcessAndIsToldOnce() async throws {
    let atMs = Int64(clock.now.timeIntervalSince1970 * 1000)
    _ = await notices().perform(plan([notice("a", at: clock.now.addingTimeInterval(60), actions: [taken])]))
    await notices().chose(try #require(center.kept["a"]), action: "taken")
    let next = notices()
    #expect(next.takeChosen() == [NoticeChosen(notice: "a", action: "taken", atMs: atMs)])
    #expect(next.takeChosen().isEmpty)
    #expect(notices().takeChosen().isEmpty)
  }

  @Test func aRunningSessionHearsOfItAtOnce() async throws {
    let notices = notices()
    let bridge = FakeBridge()
    var handlers = NoDevice().handlers
    handlers.notices = notices
    let store = Store(
      launch: Launch(hospital: "http://127.0.0.1:1/fhir", languages: ["en"]), handlers: handlers,
      open: { bridge })
    store.start(online: true)
    _ = await notices.perform(plan([notice("a", at: clock.now.addingTimeInterval(60), actions: [taken])]))
    await notices.chose(try #require(center.kept["a"]), action: "taken")
    let told = try await eventually("the notice told") {
      bridge.taps.compactMap { if case .notice(let chosen) = $0 { chosen } else { nil } }.first
    }
    #expect((told.notice, told.action) == ("a", "taken"))
    bridge.end()
    await store.close()
  }
}

/// A moment that the test moves.
@MainActor final class TestMoment {
  var now = Date(timeIntervalSince1970: 1_795_000_000)
}
