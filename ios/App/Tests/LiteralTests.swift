import Foundation
import Testing

/// No sentence, no word that a person could see or hear stands in the shell: all text is the core's.
struct LiteralTests {
  @Test func noTextForAPersonStandsInTheScreensTheAppOrTheKit() throws {
    var count = 0
    for folder in ["ios/App/Screens", "ios/App/Main", "ios/Kit/Sources"] {
      for file in try sources(in: folder) {
        count += 1
        let found = Literal.all(in: try String(contentsOf: file, encoding: .utf8))
        let name = file.lastPathComponent
        let texts = found.filter { $0.mayBeSeen && !Self.technical.contains($0.text) }
        #expect(texts.isEmpty, "\(name)")
      }
    }
    #expect(count > 40, "only \(count) files were read")
  }

  @Test(arguments: [
    #"Text("已保存")"#, #"Text("Saved")"#, #"Text("saved")"#, #"Words("on this phone")"#,
    #"let a = "Try again""#,
    #"Button("ok") {}"#, #".accessibilityLabel("close")"#, #"ActionButton(label: "ok", icon: "done")"#,
    #"content.title = "hello""#, #"Text("\(count) left")"#, #"label: "a\("b")c""#,
    "let a = \"\"\"\n  Call us\n  \"\"\"",
    #"Text(flag ? "yes" : title)"#, #"let why = "您好""#, ##"let a = #"Raw words"#"##,
  ])
  func aTextForAPersonIsFound(source: String) {
    let seen = Literal.all(in: source).filter(\.mayBeSeen)
    #expect(!seen.isEmpty, "\(source)")
  }

  @Test(arguments: [
    #"Icon(name: "warning")"#, #"Text(view.title)"#, #"// Text("Saved")"#, #"/* "Saved" */ let a = """#,
    #"Frame(shell, place: "diary \(section)")"#, #"Image(systemName: "1.circle")"#, #"Text(String(score))"#,
    #"ActionButton(label: view.save, detail: "", icon: "done")"#,
  ])
  func whatIsNoTextForAPersonIsNot(source: String) {
    let seen = Literal.all(in: source).filter(\.mayBeSeen)
    #expect(seen.isEmpty, "\(source)")
  }

  @Test func theScreensImportOnlyWhatTheyMay() throws {
    let may: Set = ["SwiftUI", "Charts", "Foundation", "Kit", "SharedTypes"]
    for file in try sources(in: "ios/App/Screens") {
      let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
      let imports = lines.filter { $0.hasPrefix("import ") }.map { String($0.dropFirst("import ".count)) }
      #expect(Set(imports).subtracting(may).isEmpty, "\(file.lastPathComponent)")
      #expect(
        !lines.contains { $0.contains("Binding(get:") || $0.contains("#Preview") },
        "\(file.lastPathComponent)")
    }
  }

  /// What machines read: formats, keys, and what a developer sees when the app is put together wrongly.
  private static let technical: Set = [
    "yyyy-MM-dd", "HH:mm", "yyyy-MM-dd'T'HH:mm", "en_US_POSIX", "Kangban", "KangbanHospital",
    "Info.plist names no KangbanHospital", "no folder for the app: ",
  ]

  private func sources(in folder: String) throws -> [URL] {
    let root = Repository.root.appendingPathComponent(folder)
    let all = try FileManager.default.subpathsOfDirectory(atPath: root.path)
    return all.filter { $0.hasSuffix(".swift") }.map { root.appendingPathComponent($0) }
  }
}

/// A string literal of a Swift source.
struct Literal {
  /// Its text, without what is interpolated.
  var text: String
  /// What stands before it on its line, and in the call that it is in.
  var before: String

  /// Keys, paths and icons are written small and in one piece; all else, and all that goes to where texts are shown, may
  /// be read by a person.
  var mayBeSeen: Bool {
    if !text.contains(where: \.isLetter) { return false }
    let isKey = text.allSatisfy {
      $0.isASCII && !$0.isUppercase && ($0.isLetter || $0.isNumber || "._-/:;=|,@+ ".contains($0))
    }
    let isOneWord = !text.trimmingCharacters(in: .whitespaces).contains(" ")
    return !isKey || !isOneWord || Self.shows(before)
  }

  private static let calls = [
    "Text(", "Words(", "Words.detail(", "Heading(text:", "Wrong(text:", "Button(", "Label(", "Toggle(",
    "Picker(",
    "Block(", "TextField(", "DatePicker(", "Announcement(", "accessibilityLabel(", "accessibilityValue(",
    "accessibilityHint(", "navigationTitle(", "alert(", "confirmationDialog(", "label:", "title:", "detail:",
    "prompt:", "placeholder:", ".title =", ".body =", ".subtitle =", "localizedReason:", "localizedReason =",
  ]
  /// Whether the words before it, after the last end of an argument, lead to a text that is shown.
  private static func shows(_ before: String) -> Bool {
    let argument = before.split(separator: ",", omittingEmptySubsequences: false).last ?? ""
    return !argument.hasSuffix("DispatchQueue(label: ") && calls.contains { argument.contains($0) }
  }

  /// Reads a source once from its beginning: comments are passed over, interpolations looked into.
  static func all(in source: String) -> [Literal] {
    var reader = Reader(rest: Substring(source))
    while !reader.rest.isEmpty { reader.step() }
    return reader.found
  }

  private struct Reader {
    var rest: Substring
    var line = ""
    var found: [Literal] = []

    mutating func step() {
      if rest.hasPrefix("//") {
        rest = rest.drop { $0 != "\n" }
      } else if rest.hasPrefix("/*") {
        let end = rest.range(of: "*/")?.upperBound ?? rest.endIndex
        rest = rest[end...]
      } else if let quote = quote() {
        read(quote)
      } else {
        let next = rest.removeFirst()
        if next == "\n" { line = "" } else { line.append(next) }
      }
    }

    /// How the literal begins that is next, if there is one.
    private func quote() -> String? {
      let hashes = rest.prefix { $0 == "#" }
      let after = rest.dropFirst(hashes.count)
      if after.hasPrefix("\"\"\"") { return hashes + "\"\"\"" }
      return after.hasPrefix("\"") ? hashes + "\"" : nil
    }

    private mutating func read(_ quote: String) {
      rest.removeFirst(quote.count)
      let hashes = quote.prefix { $0 == "#" }
      let end = quote.dropFirst(hashes.count) + hashes
      let before = line
      var text = ""
      while !rest.isEmpty && !rest.hasPrefix(end) {
        if rest.hasPrefix("\\" + hashes + "(") {
          rest.removeFirst(hashes.count + 2)
          inside()
        } else if rest.hasPrefix("\\" + hashes) {
          rest.removeFirst(hashes.count + 1)
          if !rest.isEmpty { rest.removeFirst() }
        } else {
          text.append(rest.removeFirst())
        }
      }
      rest = rest.dropFirst(end.count)
      found.append(Literal(text: text, before: before))
      line.append("\"\"")
    }

    /// What is interpolated is source again, up to its closing bracket.
    private mutating func inside() {
      var depth = 1
      while depth > 0 && !rest.isEmpty {
        if rest.hasPrefix("(") { depth += 1 }
        if rest.hasPrefix(")") { depth -= 1 }
        if depth > 0 { step() } else { rest.removeFirst() }
      }
    }
  }
}
