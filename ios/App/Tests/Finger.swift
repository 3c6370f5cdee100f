import Foundation
import Kit
import SharedTypes

@testable import Screens
@_spi(Testing) import SwiftUI

/// The device of the tests: it writes down what it is asked for.
@MainActor final class TestDevice: Device {
  private(set) var dialled: [String] = []
  private(set) var opened: [String] = []
  private(set) var spoken: [(language: String, text: String)] = []
  private(set) var photos: [String] = []
  private let picture = PickedFile(mime: "image/jpeg", bytes: [1, 2, 3], originalBytes: 3)

  func dial(_ number: String) { dialled.append(number) }
  func open(_ url: String) { opened.append(url) }
  func pickPhoto(_ picked: @escaping @MainActor (PickedFile) -> Void) {
    photos.append("picked")
    picked(picture)
  }
  func takePhoto(_ picked: @escaping @MainActor (PickedFile) -> Void) {
    photos.append("taken")
    picked(picture)
  }
  func dictate(_ language: String, _ heard: @escaping @MainActor (String) -> Void) { heard("听到了") }
  func speak(_ language: String, _ text: String) { spoken.append((language, text)) }
  func hush() {}
}

struct NotThere: Error, CustomStringConvertible {
  let description: String
}

/// A view that is drawn, and what a finger does there.
@MainActor final class Finger {
  private(set) var view: ViewModel
  let device = TestDevice()
  private(set) var taps: [Tap] = []
  private var drawing: Drawing<RootView>?

  init(_ view: ViewModel, _ change: (inout EnvironmentValues) -> Void = { _ in }) {
    self.view = view
    drawing = Drawing(change) { [unowned self] in
      RootView(view: self.view, device: device) { [weak self] in self?.taps.append($0) }
    }
  }

  var nodes: [Node] { drawing?.nodes ?? [] }

  /// The core has answered.
  func show(_ view: ViewModel) {
    self.view = view
    _ = nodes
  }
  func text(of field: String) -> String? { try? find(field, 0) { $0.kind == .field }.current?() as? String }
  func isOn(_ toggle: String) -> Bool? { try? find(toggle, 0) { $0.kind == .toggle }.current?() as? Bool }

  func change(_ change: (inout EnvironmentValues) -> Void) { drawing?.change(change) }

  /// The controls with this text or name; where none has it, those whose name holds it.
  private func find(_ at: String, _ nth: Int, _ which: (Node) -> Bool) throws -> Node {
    let all = nodes.filter { which($0) && !$0.hidden }
    let called = all.filter { ($0.names + $0.seen).contains { plain($0) == plain(at) } }
    let holding = all.filter { $0.names.contains { plain($0).contains(plain(at)) } }
    let found = called.isEmpty ? holding : called
    guard found.indices.contains(nth) else {
      throw NotThere(description: "\(at) #\(nth) is not there: \(all.map(\.names))")
    }
    return found[nth]
  }

  func press(_ at: String, _ nth: Int = 0) throws {
    let node = try find(at, nth) { $0.press != nil }
    guard node.enabled, let press = node.press else { throw NotThere(description: "\(at) is off") }
    press()
    _ = nodes
  }

  private func field(_ at: String, _ nth: Int) throws -> Node {
    let node = try find(at, nth) { $0.kind == .field }
    guard node.enabled else { throw NotThere(description: "\(at) is off") }
    return node
  }

  func type(_ text: String, in at: String, _ nth: Int = 0) throws {
    try field(at, nth).focus?(true)
    guard try field(at, nth).enter?(text) == true else { throw NotThere(description: "\(at) takes no text") }
    _ = nodes
  }

  func leave(_ at: String, _ nth: Int = 0) throws {
    guard let enter = try field(at, nth).focus else { throw NotThere(description: "\(at) knows no focus") }
    enter(true)
    _ = nodes
    try field(at, nth).focus?(false)
    _ = nodes
  }

  /// A picker that is not on the screen comes up when its tile is pressed.
  func set(_ at: String, _ nth: Int, to input: String) throws {
    let isPicker = { (node: Node) in [.date, .slider].contains(node.kind) }
    if (try? find(at, nth, isPicker)) == nil { try press(at, nth) }
    let node = try find(at, nth, isPicker)
    let value: Any = node.kind == .slider ? Double(input) as Any : moment(input) as Any
    guard node.enabled, node.enter?(value) == true else {
      throw NotThere(description: "\(at) cannot be \(input)")
    }
    _ = nodes
  }

  /// A list that opens, or one whose options stand below each other.
  func pick(_ option: String, of list: String, _ nth: Int) throws {
    let all = nodes
    let lists = all.indices.filter {
      [.picker, .group].contains(all[$0].kind) && all[$0].press == nil
        && all[$0].names.map(plain) == [plain(list)]
        && all.indices.contains($0 + 1) && all[$0 + 1].press != nil
    }
    guard lists.indices.contains(nth) else { throw NotThere(description: "no list \(list) #\(nth)") }
    let options = all[(lists[nth] + 1)...].prefix { $0.press != nil && $0.enabled }
    guard let press = options.first(where: { $0.seen.contains { plain($0) == plain(option) } })?.press else {
      throw NotThere(description: "\(option) is not among \(options.map(\.seen))")
    }
    press()
    _ = nodes
  }

  func photo(_ at: String, _ nth: Int, way: String) throws {
    if (try? find(way, 0) { $0.press != nil }) == nil { try press(at, nth) }
    if (try? find(way, 0) { $0.press != nil }) != nil { try press(way) }
  }

  func goBack() throws {
    guard let back = nodes.first(where: { $0.kind == .gesture && $0.identifier == "escape" })?.submit else {
      throw NotThere(description: "no way back for VoiceOver")
    }
    back()
    _ = nodes
  }

  func swipe(from start: CGFloat, by width: CGFloat) {
    let drag = DragGesture.Value(
      startLocation: CGPoint(x: start, y: 300), translation: CGSize(width: width, height: 0))
    for node in nodes where node.identifier == "drag" { _ = node.enter?(drag) }
  }
}

/// White space counts as one blank.
func plain(_ text: String) -> String { text.split(whereSeparator: \.isWhitespace).joined(separator: " ") }

/// What a clock on the wall shows, as the picker counts it.
private func moment(_ text: String) -> Date? {
  let parts = text.split { "-T:".contains($0) }.compactMap { Int($0) }
  var calendar = Calendar(identifier: .gregorian)
  calendar.timeZone = .gmt
  var wall = DateComponents()
  if text.contains("-") {
    guard parts.count >= 3 else { return nil }
    (wall.year, wall.month, wall.day) = (parts[0], parts[1], parts[2])
    if parts.count == 5 { (wall.hour, wall.minute) = (parts[3], parts[4]) }
  } else {
    // The time of a day, whichever.
    guard parts.count == 2 else { return nil }
    (wall.year, wall.month, wall.day, wall.hour, wall.minute) = (2000, 1, 1, parts[0], parts[1])
  }
  return calendar.date(from: wall)
}
