import SharedTypes

// What is read aloud of a screen, in the order in which it stands there: title, content, then the actions. SwiftUI does
// not tell what it shows, so that it is taken from the view.

/// Lines to read; empty ones are left out.
struct Lines {
  private(set) var all: [String] = []

  mutating func add(_ lines: String...) { add(lines) }
  mutating func add(_ lines: [String]) { all.append(contentsOf: lines.filter { !$0.isEmpty }) }
  mutating func add(_ rows: [ChoiceRow]) { for row in rows { add(row.label, row.detail) } }
  mutating func add(_ rows: [DetailRow]) { for row in rows { add(row.label, row.value) } }
  mutating func add(_ rows: [TimelineRow]) { for row in rows { add(row.a11y) } }
  mutating func add(_ title: String, _ steps: [TrailStep]) {
    guard !steps.isEmpty else { return }
    add(title)
    for step in steps { add(step.text, step.detail) }
  }
  mutating func add(_ field: Field) { add(field.label, field.value, field.unit, field.help, field.error) }
  mutating func add(_ pad: PinPad) { add(pad.progress, pad.error) }
  mutating func add(_ scale: SharedTypes.Scale) {
    add(scale.question)
    for band in scale.bands { add(band.word, band.detail) }
  }
  mutating func add(_ cards: [AdviceCard]) {
    for card in cards {
      add(card.tag, card.value, card.when, card.title, card.why, card.stepsTitle)
      add(card.steps)
      add(card.emergencyTitle, card.emergency, card.source)
    }
  }
  mutating func add(_ blocks: [RichBlock]) {
    for block in blocks { add(block.spans.map(\.text).joined()) }
  }
}

extension ViewModel {
  /// A line each.
  var aloud: String {
    var lines = Lines()
    lines.add(chrome.title)
    screen.read(into: &lines)
    if let toast = chrome.toast { lines.add(toast.text, toast.detail) }
    return lines.all.joined(separator: "\n")
  }
}

extension Screen {
  fileprivate func read(into lines: inout Lines) {
    switch self {
    case .starting: break
    case .failed(let view): lines.add(view.title, view.text, view.action)
    case .invitation(let view): view.read(into: &lines)
    case .choosePin(let view): view.read(into: &lines)
    case .lock(let view): view.read(into: &lines)
    case .today(let view): view.read(into: &lines)
    case .diary(let view): view.read(into: &lines)
    case .logSymptom(let view): view.read(into: &lines)
    case .bodySite(let view): view.read(into: &lines)
    case .measure(let view): view.read(into: &lines)
    case .advice(let view): view.read(into: &lines)
    case .entry(let view): view.read(into: &lines)
    case .messages(let view): view.read(into: &lines)
    case .sync(let view): view.read(into: &lines)
    case .settings(let view): view.read(into: &lines)
    case .form(let view): view.read(into: &lines)
    case .formReview(let view): view.read(into: &lines)
    case .formResult(let view): view.read(into: &lines)
    }
  }
}
