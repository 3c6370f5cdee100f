import Foundation
import SharedTypes

/// What was pressed on notices while no core was there to hear it. It outlives the process. It holds the names of
/// notices and buttons and moments, and nothing of a record.
@MainActor public final class ChosenLog {
  private struct Line: Codable {
    var notice: String
    var action: String
    var atMs: Int64
  }

  private let file: URL
  private var lines: [Line]

  /// Keeps it in a file of its own.
  public init(file: URL) {
    self.file = file
    lines = (try? JSONDecoder().decode([Line].self, from: Data(contentsOf: file))) ?? []
  }

  /// Remembers one.
  public func add(_ chosen: NoticeChosen) {
    lines.append(Line(notice: chosen.notice, action: chosen.action, atMs: chosen.atMs))
    write()
  }

  /// Gives all, oldest first, and forgets them.
  public func take() -> [NoticeChosen] {
    guard !lines.isEmpty else { return [] }
    defer {
      lines = []
      write()
    }
    return lines.map { NoticeChosen(notice: $0.notice, action: $0.action, atMs: $0.atMs) }
  }

  // On a full disk it is remembered for as long as the process lives.
  private func write() {
    guard let data = try? JSONEncoder().encode(lines) else { return }
    #if canImport(UIKit)
      try? data.write(to: file, options: [.atomic, .completeFileProtectionUntilFirstUserAuthentication])
    #else
      try? data.write(to: file, options: .atomic)
    #endif
  }
}
