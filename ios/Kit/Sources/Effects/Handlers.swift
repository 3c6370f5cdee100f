import SharedTypes

/// Keeps keys that only the owner's finger or face gives back.
@MainActor public protocol Secrets {
  /// Whether the device has such hardware at all.
  var skilled: Bool { get }
  /// Carries it out.
  func perform(_ operation: SecretOp) async -> SecretOut
}

/// Shows notices at a time, with the app closed.
@MainActor public protocol Notices: AnyObject {
  /// Called when something was pressed while the app runs.
  var onChosen: (@MainActor () -> Void)? { get set }
  /// Carries it out.
  func perform(_ operation: NotifyOp) async -> NotifyOut
  /// Gives what was pressed on notices since this was asked last.
  func takeChosen() -> [NoticeChosen]
}

/// Reads what other apps and devices measured.
@MainActor public protocol HealthReadings {
  /// Whether the device has such a store.
  var skilled: Bool { get }
  /// Carries it out.
  func perform(_ operation: HealthOp) async -> HealthOut
}

/// The system's own pages.
@MainActor public protocol SystemPages {
  /// Sends the person there.
  func open(_ page: SystemPage)
}

/// Hands files to the person.
@MainActor public protocol Exports {
  /// Offers to save or share it.
  func offer(_ file: ExportFile)
}

/// A home for every effect.
@MainActor public struct Handlers {
  public var secrets: any Secrets
  public var notices: any Notices
  public var health: any HealthReadings
  public var pages: any SystemPages
  public var exports: any Exports
  /// What the device can do besides: camera, dictation, cover.
  public var otherSkills: [Skill]

  public init(
    secrets: any Secrets, notices: any Notices, health: any HealthReadings, pages: any SystemPages,
    exports: any Exports, otherSkills: [Skill]
  ) {
    self.secrets = secrets
    self.notices = notices
    self.health = health
    self.pages = pages
    self.exports = exports
    self.otherSkills = otherSkills
  }

  /// What the core is told that this device can do.
  public var skills: [Skill] {
    let here: [(Skill, Bool)] = [
      (.biometrics, secrets.skilled), (.notices, true), (.health, health.skilled),
    ]
    return here.filter(\.1).map(\.0) + otherSkills
  }
}
