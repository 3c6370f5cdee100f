import Foundation
import Kit
import SharedTypes
import Testing

@testable import Screens
@_spi(Testing) import SwiftUI

/// What a golden view does not say: how a field, a switch, a picker, a chart and a notice behave over time.
@MainActor struct BehaviourTests {
  private func golden(_ file: String, _ fits: @escaping (ViewModel) -> Bool = { _ in true }) throws
    -> ViewModel
  {
    let views = try Repository.read(GoldenFile.self, file).states.map { try $0.decoded() }
    return try #require(views.first(where: fits))
  }

  @Test func whatIsBeingTypedIsNotTakenAwayByAnOlderAnswer() throws {
    var view = try golden("messages.json") { view in
      if case .messages(let messages) = view.screen { messages.urgent == nil } else { false }
    }
    guard case .messages(var messages) = view.screen else { return }
    let finger = Finger(view)
    let label = messages.draft.label
    try finger.type("疼", in: label)
    try finger.type("疼得", in: label)
    messages.draft.value = "疼"
    view.screen = .messages(messages)
    finger.show(view)
    #expect(finger.text(of: label) == "疼得", "the answer to the first key came late")
    messages.draft.value = "疼得"
    view.screen = .messages(messages)
    finger.show(view)
    messages.draft.value = ""
    view.screen = .messages(messages)
    finger.show(view)
    #expect(finger.text(of: label) == "", "sent, so that the core has emptied it")
    #expect(finger.taps.count == 2, "nothing was told twice: \(finger.taps)")
  }

  @Test func aSwitchShowsWhatTheCoreSaysWhateverWasTouched() throws {
    var view = try golden("settings.json")
    guard case .settings(var settings) = view.screen else { return }
    let finger = Finger(view)
    let label = settings.elders.label
    let before = settings.elders.chosen
    try finger.press(label)
    #expect(finger.taps == [.settings(.eldersToggled)])
    #expect(finger.isOn(label) == before, "the core has not answered yet")
    settings.elders.chosen.toggle()
    view.screen = .settings(settings)
    finger.show(view)
    #expect(finger.isOn(label) == !before)
    #expect(finger.taps.count == 1)
  }

  @Test func aMomentThatIsStillToComeCannotBePicked() throws {
    let view = try golden("measure.json")
    guard case .measure(let measure) = view.screen else { return }
    let finger = Finger(view)
    #expect(throws: NotThere.self) { try finger.set(measure.when.row.label, 0, to: "2031-01-01T08:00") }
    #expect(finger.taps.isEmpty)
  }

  @Test func aSwipeFromTheEdgeGoesBackAndOneInTheMiddleDoesNot() throws {
    let finger = Finger(try golden("log_symptom.json"))
    finger.swipe(from: 200, by: 150)
    finger.swipe(from: 4, by: 20)
    #expect(finger.taps.isEmpty)
    finger.swipe(from: 4, by: 150)
    #expect(finger.taps == [.back])
    let home = Finger(try golden("today.json"))
    home.swipe(from: 4, by: 150)
    #expect(home.taps.isEmpty, "there is nothing to go back to")
  }

  @Test func aChartHasAMarkForEachReadingAndNoLineOverAGap() throws {
    let view = try golden("diary.json") { view in
      if case .diary(let diary) = view.screen { !diary.charts.isEmpty } else { false }
    }
    guard case .diary(let diary) = view.screen else { return }
    let finger = Finger(view)
    let drawn = finger.nodes.filter { $0.kind == .chart }
    #expect(drawn.count == diary.charts.count)
    for (node, chart) in zip(drawn, diary.charts) {
      #expect(node.hidden, "the sentence, the stepper and the table say the same")
      #expect(node.marks.filter { $0.hasPrefix("point") }.count == chart.points.count)
      #expect(node.marks.filter { $0.hasSuffix("diamond") }.count == chart.points.filter(\.beyond).count)
      #expect(node.marks.filter { $0.hasPrefix("rule") }.count == chart.limits.count)
    }
    let gaps = [0, 3600, 7200, 7200 + 37 * 3600].map {
      SharedTypes.Point(at: UInt32($0), valueMilli: 37_000, beyond: false, label: "", when: "")
    }
    #expect(PlottedPoint.all(gaps).map(\.run) == [0, 0, 0, 1])
  }

  @Test func aChartIsATableToo() throws {
    let view = try golden("diary.json") { view in
      if case .diary(let diary) = view.screen { !diary.charts.isEmpty } else { false }
    }
    guard case .diary(let diary) = view.screen, let chart = diary.charts.first else { return }
    let finger = Finger(view)
    try finger.press(diary.tableLabel)
    let texts = Set(finger.nodes.flatMap(\.texts))
    for cell in chart.headings + chart.rows.flatMap(\.cells) where !cell.isEmpty {
      #expect(texts.contains(cell))
    }
    #expect(finger.nodes.filter { $0.kind == .chart }.count == diary.charts.count - 1)
  }

  @Test func theStepperMovesTheReadout() throws {
    let view = try golden("diary.json") { view in
      if case .diary(let diary) = view.screen { diary.charts.contains { $0.points.count > 1 } } else { false }
    }
    guard case .diary(let diary) = view.screen else { return }
    let place = try #require(diary.charts.firstIndex { $0.points.count > 1 })
    let points = diary.charts[place].points
    let finger = Finger(view)
    try finger.press(try #require(diary.stepper.first), place)
    #expect(
      finger.nodes.contains {
        $0.kind == .group && $0.names == [points[points.count - 2].label, points[points.count - 2].when]
      })
  }

  @Test func readAloudReadsTheTitleAndWhatTheScreenSaysAndNothingElse() throws {
    for file in Repository.screens {
      for state in try Repository.read(GoldenFile.self, file).states where state.elders {
        let view = try state.decoded()
        guard !view.chrome.readAloud.isEmpty else { continue }
        let finger = Finger(view)
        try finger.press(view.chrome.readAloud)
        let said = try #require(finger.device.spoken.first)
        #expect(said.language == state.language)
        let lines = said.text.split(separator: "\n").map { plain(String($0)) }
        #expect(lines.first == plain(view.chrome.title))
        let known = (state.shown + state.behind).map(plain)
        let strange = lines.filter { line in
          !known.contains { $0.contains(line) || line.contains($0) }
        }
        #expect(strange.isEmpty, "\(file), \(state.name)")
      }
    }
  }

  @Test func newsIsAnnouncedOnce() throws {
    var view = try golden("today.json")
    let finger = Finger(view)
    _ = finger.nodes
    _ = Announced.take()
    view.chrome.announcement = "news"
    finger.show(view)
    finger.show(view)
    #expect(Announced.take().filter { $0 == "news" }.count == 1)
  }

  @Test func aPhotoIsPickedAtOnceWhereThereIsNoCamera() throws {
    var view = try golden("log_symptom.json") { !$0.chrome.takePhoto.isEmpty && !$0.chrome.elders }
    view.chrome.takePhoto = ""
    guard case .logSymptom(let log) = view.screen else { return }
    let finger = Finger(view)
    try finger.press(log.photo.row.label)
    #expect(finger.device.photos == ["picked"])
  }

  @Test func aViewOfANewerCoreIsRefusedAndTheWordsSaySo() throws {
    let newer = try bytes(try Repository.read(NewerFile.self, "newer.json").view)
    #expect(throws: (any Error).self) { try ViewModel.bincodeDeserialize(input: newer) }
    let words = nativeWords()
    var called: [String] = []
    let drawing = Drawing { WordsScreen.newer(words) { called.append($0) } }
    let texts = drawing.nodes.flatMap(\.texts)
    #expect(texts.contains(words.newer) && texts.contains(words.newerText))
    drawing.nodes.first { $0.names == [words.call] }?.press?()
    #expect(called == [words.emergency])
  }

  @Test func whenTheCoreHasStoppedItCanBeOpenedAgain() {
    let words = nativeWords()
    var again = 0
    let drawing = Drawing { WordsScreen.stopped(words, onAgain: { again += 1 }, onCall: { _ in }) }
    #expect(drawing.nodes.flatMap(\.texts).contains(words.stoppedText))
    drawing.nodes.first { $0.names == [words.again] }?.press?()
    #expect(again == 1)
  }

  private func nativeWords() -> NativeWords {
    NativeWords(
      opening: "opening", stopped: "stopped", stoppedText: "stopped text", again: "again", newer: "newer",
      newerText: "newer text", call: "call", emergency: "120")
  }
}
