import Foundation

/// The app's own folder. Its files can be read after the device was unlocked once since its start, so that the core works
/// in the background; the vault is never part of a backup, because its keys are not either.
public struct AppFolder: Sendable {
  /// Where the core keeps its vault.
  public let vault: URL
  /// What was pressed on notices.
  public var chosen: URL { root.appendingPathComponent("chosen.json") }
  /// How far the store of measurements was read.
  public var places: URL { root.appendingPathComponent("places.json") }
  /// That a photo is being taken.
  public var taking: URL { root.appendingPathComponent("taking") }
  private let root: URL

  /// Makes the folder below another one, which is the app's by rights.
  public init(below parent: URL) throws {
    root = parent.appendingPathComponent("Kangban", isDirectory: true)
    vault = root.appendingPathComponent("vault", isDirectory: true)
    #if os(iOS)
      let attributes: [FileAttributeKey: Any] = [
        .protectionKey: FileProtectionType.completeUntilFirstUserAuthentication
      ]
    #else
      let attributes: [FileAttributeKey: Any] = [.posixPermissions: 0o700]
    #endif
    for folder in [root, vault] {
      try FileManager.default.createDirectory(
        at: folder, withIntermediateDirectories: true, attributes: attributes)
    }
    #if canImport(Darwin)
      var folder = root
      var values = URLResourceValues()
      values.isExcludedFromBackup = true
      try folder.setResourceValues(values)
    #endif
  }
}
