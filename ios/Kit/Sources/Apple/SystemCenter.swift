#if canImport(UserNotifications)
  import Foundation
  import SharedTypes
  @preconcurrency import UserNotifications

  /// The system's keeper of notices. What a notice needs when it comes back travels in the notice itself.
  @MainActor public final class SystemCenter: NSObject, NoticeCenter {
    private static let again = "again"
    private let center: UNUserNotificationCenter
    /// Called when a notice or a button of it was pressed; the button's name is empty for the notice itself.
    public var pressed: (@MainActor (PlannedNotice, String) async -> Void)?

    /// Has to be made before the app has finished launching: what was pressed is told then.
    public init(_ center: UNUserNotificationCenter = .current()) {
      self.center = center
      super.init()
      center.delegate = self
    }

    public func consent(asking: Bool) async -> Consent {
      let stands = await stands()
      guard asking, stands == .notAsked else { return stands }
      // Refused or failed: how it stands afterwards says which.
      _ = try? await center.requestAuthorization(options: [.alert, .sound, .badge])
      return await self.stands()
    }

    public func use(_ categories: [NoticeCategory]) {
      center.setNotificationCategories(
        Set(
          categories.map { category in
            UNNotificationCategory(
              identifier: category.id,
              actions: category.actions.map {
                UNNotificationAction(
                  identifier: $0.id, title: $0.label, options: $0.opens ? [.foreground] : [])
              }, intentIdentifiers: [])
          }))
    }

    public func waiting() async -> [String] {
      await center.pendingNotificationRequests().map(\.identifier)
    }

    public func keep(_ notice: PlannedNotice) async throws {
      let content = UNMutableNotificationContent()
      content.title = notice.title
      content.body = notice.text
      content.categoryIdentifier = notice.category
      content.sound = notice.urgent ? .default : nil
      // Without the entitlement the system treats it as any other.
      content.interruptionLevel = notice.urgent && notice.exact ? .timeSensitive : .active
      content.userInfo = [Self.again: notice.again.mapValues { NSNumber(value: $0) }]
      let wait = max(1, notice.at.timeIntervalSinceNow)
      let trigger = UNTimeIntervalNotificationTrigger(timeInterval: wait, repeats: false)
      try await center.add(UNNotificationRequest(identifier: notice.id, content: content, trigger: trigger))
    }

    public func drop(_ ids: [String]) { center.removePendingNotificationRequests(withIdentifiers: ids) }

    private func stands() async -> Consent {
      switch await center.notificationSettings().authorizationStatus {
      case .notDetermined: .notAsked
      case .denied: .refused
      case .authorized, .provisional, .ephemeral: .granted
      @unknown default: .unavailable
      }
    }

    private nonisolated static func planned(_ request: UNNotificationRequest) -> PlannedNotice {
      let content = request.content
      let again = content.userInfo[again] as? [String: NSNumber] ?? [:]
      return PlannedNotice(
        id: request.identifier, at: .now, title: content.title, text: content.body,
        urgent: content.sound != nil,
        exact: content.interruptionLevel == .timeSensitive, category: content.categoryIdentifier,
        again: again.mapValues(\.uint64Value))
    }
  }

  extension SystemCenter: UNUserNotificationCenterDelegate {
    public nonisolated func userNotificationCenter(
      _ center: UNUserNotificationCenter, didReceive response: UNNotificationResponse
    ) async {
      guard response.actionIdentifier != UNNotificationDismissActionIdentifier else { return }
      let itself = response.actionIdentifier == UNNotificationDefaultActionIdentifier
      let notice = Self.planned(response.notification.request)
      await tell(notice, itself ? "" : response.actionIdentifier)
    }

    public nonisolated func userNotificationCenter(
      _ center: UNUserNotificationCenter, willPresent notification: UNNotification
    ) async -> UNNotificationPresentationOptions {
      // The app in front is no reason to miss a dose.
      [.banner, .list, .sound]
    }

    private func tell(_ notice: PlannedNotice, _ action: String) async { await pressed?(notice, action) }
  }
#endif
