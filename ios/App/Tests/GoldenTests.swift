import Foundation
import Kit
import SharedTypes
import Testing

@testable import Screens
@_spi(Testing) import SwiftUI

/// Every golden view is drawn: all its texts are there, nothing else is, and every action tells the core what it should.
@MainActor @Suite(.serialized) struct GoldenTests {
  @Test(arguments: Repository.screens) func theScreenShowsAndTellsWhatEveryShellDoes(file: String) throws {
    let golden = try Repository.read(GoldenFile.self, file)
    var count = Parity.Count()
    for state in golden.states {
      let view = try state.decoded()
      #expect(view.screen.goldenName == golden.screen)
      #expect(view.chrome.elders == state.elders && view.chrome.language == state.language)
      let place: Comment = "\(golden.screen), \(state.name)"
      count.texts += texts(of: state, view, place)
      for action in state.actions { try perform(action, view, place) }
      count.actions += state.actions.count
      count.states += 1
    }
    #expect(count.states > 0)
    Parity.note(golden.screen, count)
  }

  @Test func everyScreenOfTheCoreHasAGoldenFile() throws {
    let screens = try Repository.screens.map { try Repository.read(GoldenFile.self, $0).screen }
    #expect(Set(screens).count == 18 && screens.count == 18, "\(screens)")
  }

  @Test func aTextThatIsMissingOneThatIsNotDeclaredAndAWrongTapAreFound() throws {
    var state = try #require(try Repository.read(GoldenFile.self, "today.json").states.first)
    let view = try state.decoded()
    var action = try #require(state.actions.first)
    let right = action
    try perform(right, view, "as it is")
    action.event = Data(try Tap.tick.bincodeSerialize()).base64EncodedString()
    withKnownIssue { try perform(action, view, "another tap is expected") }
    action = right
    action.at = "no such control"
    withKnownIssue { try perform(action, view, "a control that is not there") }
    state.shown.append("no such text")
    withKnownIssue { _ = texts(of: state, view, "a text that is not there") }
    state.shown = [view.chrome.title]
    state.behind = []
    withKnownIssue { _ = texts(of: state, view, "texts that nobody declared") }
  }

  private func texts(of state: GoldenState, _ view: ViewModel, _ place: Comment) -> Int {
    let nodes = Finger(view).nodes
    let drawn = Set(nodes.flatMap(\.texts).map(plain))
    let missing = state.shown.map(plain).filter { text in !drawn.contains { $0.contains(text) } }
    #expect(missing.isEmpty, place)
    let known = (state.shown + state.behind).map(plain)
    let undeclared = drawn.filter { !isDeclared($0, by: known) }
    #expect(undeclared.isEmpty, place)
    let nameless = nodes.filter {
      ($0.press != nil || $0.enter != nil) && $0.kind != .gesture && $0.names.isEmpty
    }
    #expect(nameless.isEmpty, place)
    return state.shown.count
  }

  /// It is one of these or a part of one, or made of them with only blanks and signs between.
  private func isDeclared(_ text: String, by known: [String]) -> Bool {
    if known.contains(where: { $0.contains(text) }) { return true }
    let rest = known.sorted { $0.count > $1.count }.reduce(text) {
      $0.replacingOccurrences(of: $1, with: " ")
    }
    return rest.allSatisfy { " ·/,:()".contains($0) }
  }

  private func perform(_ action: GoldenAction, _ view: ViewModel, _ place: Comment) throws {
    let finger = Finger(view)
    let (at, nth, input) = (action.at, action.nth, action.input)
    let what: Comment = "\(place.rawValue): \(action.kind) \(at) #\(nth) \(input)"
    do {
      switch action.kind {
      case .press: try finger.press(at, nth)
      case .type: try finger.type(input, in: at, nth)
      case .leave: try finger.leave(at, nth)
      case .set: try finger.set(at, nth, to: input)
      case .pick: try finger.pick(at, of: input, nth)
      case .photo: try finger.photo(at, nth, way: input)
      case .dictate: try finger.press(at, nth)
      case .back: try finger.goBack()
      }
    } catch {
      Issue.record(error, what)
      return
    }
    let told = try finger.taps.map { try $0.bincodeSerialize() }
    let expected = action.event.isEmpty ? [] : [try bytes(action.event)]
    #expect(told == expected, "\(what.rawValue) told \(finger.taps)")
    #expect(finger.device.dialled == (action.kind == .press && !input.isEmpty ? [input] : []), what)
    if action.kind == .photo {
      #expect(finger.device.photos == [input == view.chrome.takePhoto ? "taken" : "picked"], what)
    }
  }
}

/// What the parity table is made of.
@MainActor enum Parity {
  struct Count: Encodable {
    var states = 0
    var texts = 0
    var actions = 0
  }
  private struct Table: Encodable {
    let shell = "ios"
    let screens: [String: Count]
  }
  private static var counts: [String: Count] = [:]

  static func note(_ screen: String, _ count: Count) {
    counts[screen] = count
    let folder = Repository.root.appendingPathComponent("out/parity")
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
      let file = folder.appendingPathComponent("ios-screens.json")
      try encoder.encode(Table(screens: counts)).write(to: file)
    } catch {
      Issue.record(error)
    }
  }
}
