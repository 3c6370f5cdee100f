import Foundation
import SharedTypes

/// A file of `tests/shells/golden`: what every shell has to draw of a screen and what can be done there.
struct GoldenFile: Decodable, Sendable {
  let screen: String
  let states: [GoldenState]
}
struct GoldenState: Decodable, Sendable {
  let name: String
  let language: String
  let elders: Bool
  let view: String
  var shown: [String]
  var behind: [String]
  let actions: [GoldenAction]

  func decoded() throws -> ViewModel { try .bincodeDeserialize(input: bytes(view)) }
}
struct GoldenAction: Decodable, Sendable {
  enum Kind: String, Decodable { case press, type, leave, set, pick, photo, dictate, back }
  let kind: Kind
  var at: String
  let nth: Int
  let input: String
  var event: String
}
struct NewerFile: Decodable {
  let view: String
}

struct NotBase64: Error {}
func bytes(_ text: String) throws -> [UInt8] {
  guard let data = Data(base64Encoded: text) else { throw NotBase64() }
  return Array(data)
}

enum Repository {
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  static let golden = root.appendingPathComponent("tests/shells/golden")

  static func read<T: Decodable>(_ type: T.Type, _ name: String) throws -> T {
    try JSONDecoder().decode(type, from: Data(contentsOf: golden.appendingPathComponent(name)))
  }
  /// The names of the files of screens.
  static let screens: [String] = {
    let all = (try? FileManager.default.contentsOfDirectory(atPath: golden.path)) ?? []
    return all.filter { $0.hasSuffix(".json") && !["newer.json", "effects.json"].contains($0) }.sorted()
  }()
}

extension Screen {
  /// As the golden files call it; a new one does not compile until it has a name here.
  var goldenName: String {
    switch self {
    case .starting: "Starting"
    case .failed: "Failed"
    case .invitation: "Invitation"
    case .choosePin: "ChoosePin"
    case .lock: "Lock"
    case .today: "Today"
    case .diary: "Diary"
    case .logSymptom: "LogSymptom"
    case .bodySite: "BodySite"
    case .measure: "Measure"
    case .advice: "Advice"
    case .entry: "Entry"
    case .messages: "Messages"
    case .sync: "Sync"
    case .settings: "Settings"
    case .form: "Form"
    case .formReview: "FormReview"
    case .formResult: "FormResult"
    }
  }
}
