#if os(macOS) || os(Linux)
  import Foundation

  /// A hospital of its own, in a process of its own, with fictional patients.
  @MainActor final class Hospital {
    private(set) var base = ""
    private(set) var code = ""
    private let data: URL
    private var address = "127.0.0.1:0"
    private var process: Process?

    /// Starts one with its data in a folder.
    init(data: URL) async throws {
      self.data = data
      try await open()
    }

    /// Where its own pages begin.
    var origin: String { "http://\(address)" }

    /// Kills it: connections to it are refused from now on.
    func goAway() {
      guard let process else { return }
      // A process started on one of Dispatch's threads has SIGTERM blocked.
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      self.process = nil
    }

    /// Starts it again, at the same address and over the same data.
    func comeBack() async throws { try await open() }

    private func open() async throws {
      guard let program = ProcessInfo.processInfo.environment["KANGBAN_HOSPITAL_BIN"] else {
        throw Missing("KANGBAN_HOSPITAL_BIN, the path of kangban-hospital")
      }
      let process = Process()
      let said = Pipe()
      process.executableURL = URL(fileURLWithPath: program)
      process.arguments = ["serve", "--listen", address, "--data", data.path, "--demo"]
      process.standardOutput = said
      process.standardError = FileHandle.nullDevice
      let heard = Heard()
      said.fileHandleForReading.readabilityHandler = { heard.add($0.availableData) }
      try process.run()
      self.process = process
      base = try await eventually("the hospital's address") { heard.after("FHIR base: ") }
      code = try await eventually("an invitation") { heard.after("invitation code (李秀英): ") }
      address = base.replacingOccurrences(of: "http://", with: "").replacingOccurrences(of: "/fhir", with: "")
    }
  }

  /// The lines that a process has written so far.
  private final class Heard: @unchecked Sendable {
    private let lock = NSLock()
    private var bytes = Data()

    func add(_ more: Data) { lock.withLock { bytes.append(more) } }

    /// What stands behind these words in a line that is complete.
    func after(_ words: String) -> String? {
      let text = lock.withLock { String(decoding: bytes, as: UTF8.self) }
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      return lines.first { $0.hasPrefix(words) }.map { String($0.dropFirst(words.count)) }
    }
  }
#endif
