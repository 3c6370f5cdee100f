import Foundation
import SharedTypes

/// A notice as the system keeps it.
public struct PlannedNotice: Equatable, Sendable {
  public var id: String
  public var at: Date
  public var title: String
  public var text: String
  /// Whether it makes itself heard.
  public var urgent: Bool
  /// Whether it has to come at the minute, even where the owner wants quiet.
  public var exact: Bool
  /// Which buttons it has.
  public var category: String
  /// After how many milliseconds which button shows it again.
  public var again: [String: UInt64]
}

/// A set of buttons.
public struct NoticeCategory: Equatable, Sendable {
  public var id: String
  public var actions: [NoticeAction]
}

/// The system's keeper of notices.
@MainActor public protocol NoticeCenter: AnyObject {
  /// Says whether notices may be shown; asks the owner where nobody has and `asking` is set.
  func consent(asking: Bool) async -> Consent
  /// The sets of buttons there are; replaces earlier ones.
  func use(_ categories: [NoticeCategory])
  /// The notices that wait, by id.
  func waiting() async -> [String]
  /// Keeps one; one with the same id is replaced.
  func keep(_ notice: PlannedNotice) async throws
  /// Drops those that wait.
  func drop(_ ids: [String])
}

/// Notices over such a keeper.
@MainActor public final class PlannedNotices: Notices {
  /// How many the system keeps; it silently drops the rest.
  public static let most = 64

  public var onChosen: (@MainActor () -> Void)?
  private let center: any NoticeCenter
  private let log: ChosenLog
  private let now: @MainActor () -> Date

  public init(_ center: any NoticeCenter, log: ChosenLog, now: @escaping @MainActor () -> Date = { .now }) {
    self.center = center
    self.log = log
    self.now = now
  }

  public func perform(_ operation: NotifyOp) async -> NotifyOut {
    let consent: Consent
    switch operation {
    case .ask: consent = await center.consent(asking: true)
    case .look: consent = await center.consent(asking: false)
    case .plan(let plan):
      consent = await center.consent(asking: false)
      await carry(plan)
    }
    // The system's triggers keep the minute for whoever may show notices at all.
    return NotifyOut(consent: consent, exact: consent == .granted)
  }

  public func takeChosen() -> [NoticeChosen] { log.take() }

  /// Something was pressed: the notice itself (no action) or one of its buttons.
  public func chose(_ notice: PlannedNotice, action: String) async {
    let at = now()
    log.add(
      NoticeChosen(notice: notice.id, action: action, atMs: Int64(at.timeIntervalSince1970 * 1000)))
    if let wait = notice.again[action], wait > 0 {
      var later = notice
      later.at = at.addingTimeInterval(TimeInterval(wait) / 1000)
      try? await center.keep(later)
    }
    onChosen?()
  }

  // Planned even while they may not be shown: consent given in the system's settings is then enough.
  private func carry(_ plan: NoticePlan) async {
    let urgent = Set(plan.channels.filter(\.urgent).map(\.id))
    let soonest = now().addingTimeInterval(1)
    let notices = plan.notices.prefix(Self.most).map { notice in
      PlannedNotice(
        id: notice.id,
        // A moment that has passed would never come.
        at: max(soonest, Date(timeIntervalSince1970: TimeInterval(notice.atMs) / 1000)),
        title: notice.title, text: notice.text, urgent: urgent.contains(notice.channel), exact: notice.exact,
        category: Self.category(notice.actions),
        again: Dictionary(
          notice.actions.filter { $0.againAfterMs > 0 }.map { ($0.id, $0.againAfterMs) },
          uniquingKeysWith: { first, _ in first }))
    }
    center.use(Self.categories(plan.notices))
    let wanted = Set(notices.map(\.id))
    center.drop(await center.waiting().filter { !wanted.contains($0) })
    for notice in notices { try? await center.keep(notice) }
  }

  private static func category(_ actions: [NoticeAction]) -> String {
    actions.map { "\($0.id)=\($0.label)" }.joined(separator: "|")
  }

  private static func categories(_ notices: [Notice]) -> [NoticeCategory] {
    let all = notices.filter { !$0.actions.isEmpty }.map {
      NoticeCategory(id: category($0.actions), actions: $0.actions)
    }
    return Dictionary(all.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first }).values
      .sorted { $0.id < $1.id }
  }
}
