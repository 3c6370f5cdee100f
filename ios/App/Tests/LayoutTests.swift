import Foundation
import SharedTypes
import Testing

@testable import Screens
@_spi(Testing) import SwiftUI

/// Nothing is lost with the largest letters, on a tablet, in the dark; nothing private stays uncovered.
@MainActor @Suite(.serialized) struct LayoutTests {
  @Test(arguments: Repository.screens) func everyTextIsThereWhateverTheSizeTheWidthAndTheTheme(file: String)
    throws
  {
    for state in try Repository.read(GoldenFile.self, file).states {
      let view = try state.decoded()
      let finger = Finger(view)
      let usual = sorted(finger.nodes)
      finger.change { $0.dynamicTypeSize = .accessibility5 }
      #expect(sorted(finger.nodes) == usual, "the largest letters, \(file), \(state.name)")
      finger.change {
        $0.dynamicTypeSize = .large
        $0.horizontalSizeClass = .regular
        $0.colorScheme = .dark
      }
      #expect(sorted(finger.nodes) == usual, "a tablet in the dark, \(file), \(state.name)")
    }
  }

  @Test func onATabletTheTabsStandBesideTheScreen() throws {
    let view = try golden("today.json").decoded()
    let (phone, tablet) = (Finger(view), Finger(view) { $0.horizontalSizeClass = .regular })
    let first = try #require(view.chrome.tabs.first?.a11y)
    let place = { (finger: Finger) in finger.nodes.firstIndex { $0.names == [first] } }
    let (below, beside) = (try #require(place(phone)), try #require(place(tablet)))
    #expect(beside < below)
    #expect(tablet.nodes.prefix(beside).allSatisfy { $0.press == nil })
  }

  @Test func theScreenIsCoveredWhileTheAppIsNotInFront() throws {
    let finger = Finger(try golden("today.json").decoded())
    let shown = finger.nodes.count
    finger.change { $0.scenePhase = .inactive }
    #expect(finger.nodes.count == shown + 1)
    #expect(finger.nodes.last?.identifier == Icons.symbol("heart"))
    finger.change { $0.scenePhase = .active }
    #expect(finger.nodes.count == shown)
  }

  @Test func whatWasEnteredIsCoveredWhereTheSystemRedacts() throws {
    for file in ["today.json", "diary.json", "entry.json", "messages.json", "advice.json"] {
      for state in try Repository.read(GoldenFile.self, file).states {
        let view = try state.decoded()
        for text in view.screen.entered {
          let bare = Finger(view).nodes.filter { !$0.sensitive && $0.texts.contains(text) }
          #expect(bare.isEmpty, "\(file), \(state.name): \(text)")
        }
      }
    }
  }

  @Test func everyScreenHasOneHeadingToArriveAt() throws {
    for file in Repository.screens where file != "starting.json" {
      for state in try Repository.read(GoldenFile.self, file).states {
        let view = try state.decoded()
        let headings = Finger(view).nodes.filter { $0.traits.contains(.isHeader) && $0.depth == 0 }
        #expect(headings.contains { $0.names == [view.chrome.title] }, "\(file), \(state.name)")
      }
    }
  }

  private func golden(_ file: String) throws -> GoldenState {
    try #require(try Repository.read(GoldenFile.self, file).states.first)
  }
  /// The size and the width may change the order, and what is spelled how often; not what is there.
  private func sorted(_ nodes: [Node]) -> [String] { Set(nodes.flatMap(\.texts)).sorted() }
}

extension Screen {
  /// Texts that are a patient's own.
  fileprivate var entered: [String] {
    switch self {
    case .today(let view): view.entries.map(\.a11y)
    case .diary(let view): view.entries.map(\.a11y)
    case .entry(let view): [view.note].filter { !$0.isEmpty }
    case .messages(let view): view.bubbles.map(\.text)
    case .advice(let view): view.cards.map(\.value)
    case .starting, .failed, .invitation, .choosePin, .lock, .logSymptom, .bodySite, .measure, .sync,
      .settings,
      .form, .formReview, .formResult:
      []
    }
  }
}
