import Foundation
import Kit
import SharedTypes

/// `Boundary ANSWERS BASE CODE`: answers a question of a form of the demo hospital at BASE that often, as the patient whom
/// CODE invites, and prints what it measured as JSON: `p50` and `p99` from a tap to the next view that Swift has read, in
/// milliseconds; `bytes`, how large that view is; `start`, from opening the core to the first view.
@main struct Boundary {
  private static let pin = "380412"

  static func main() async throws {
    let words = CommandLine.arguments
    guard words.count == 4, let answers = Int(words[1]) else {
      fatalError("Boundary ANSWERS BASE CODE")
    }
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "kangban-boundary-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let began = DispatchTime.now()
    var session = Session(lane: CoreLane(try LiveBridge(folder: folder)))
    session.start(hospital: words[2])
    try await session.see { if case .invitation = $0 { () } else { nil } }
    let start = millis(since: began)
    let form = try await openForm(&session, code: words[3])
    let took = try await answer(&session, form, answers).sorted()
    func at(_ share: Double) -> Double { took[Int(Double(took.count - 1) * share)] }
    print(
      #"{"p50":\#(at(0.5)),"p99":\#(at(0.99)),"bytes":\#(session.bytes),"start":\#(start)}"#)
  }

  private static func openForm(_ session: inout Session, code: String) async throws -> FormView {
    session.send(.lock(.codeTyped(code)))
    session.send(.lock(.codeSubmitted))
    for _ in 0..<2 {
      try await session.see {
        if case .choosePin(let view) = $0, view.pad.ready, view.pad.filled == 0 { () } else { nil }
      }
      for digit in pin.compactMap(\.wholeNumberValue) { session.send(.lock(.digit(UInt8(digit)))) }
    }
    // The message of welcome comes first on Today; the form does once that is read.
    try await session.see { if case .today(let view) = $0, view.next.action != nil { () } else { nil } }
    session.send(.tabChosen(.messages))
    try await session.see { if case .messages(let view) = $0, !view.bubbles.isEmpty { () } else { nil } }
    session.send(.tabChosen(.today))
    let id = try await session.see {
      if case .today(let view) = $0, let action = view.next.action, action.id.hasPrefix("form") {
        action.id
      } else {
        nil
      }
    }
    session.send(.today(.nextPressed(id)))
    return try await session.see {
      if case .form(let view) = $0, scale(view) != nil { view } else { nil }
    }
  }

  /// Chooses one number of the scale after the other and waits for the view each time.
  private static func answer(_ session: inout Session, _ form: FormView, _ answers: Int) async throws
    -> [Double]
  {
    guard let control = scale(form) else { fatalError("the form has no scale") }
    var took: [Double] = []
    for i in 0..<answers {
      let number = UInt8(i % 11)
      let began = DispatchTime.now()
      session.send(.forms(.typed(FormText(path: control.path, text: String(number)))))
      try await session.see { screen -> Void? in
        guard case .form(let view) = screen else { return nil }
        return scale(view)?.scale?.value == number ? () : nil
      }
      took.append(millis(since: began))
    }
    return took
  }

  private static func scale(_ form: FormView) -> FormControl? {
    form.controls.first { $0.kind == .scale }
  }

  private static func millis(since began: DispatchTime) -> Double {
    Double(DispatchTime.now().uptimeNanoseconds - began.uptimeNanoseconds) / 1e6
  }
}

/// A session without anything that draws.
private struct Session {
  private let lane: CoreLane
  private var orders: AsyncStream<Order>.Iterator
  private let clock = SystemClock()
  /// How large the last view was.
  private(set) var bytes = 0

  init(lane: CoreLane) {
    self.lane = lane
    orders = lane.orders.makeAsyncIterator()
  }

  func start(hospital: String) {
    let seed = (0..<32).map { _ in UInt8.random(in: .min ... .max) }
    send(
      .started(
        Started(seed: seed, languages: ["zh-CN"], baseUrl: hospital, online: true, skills: [])))
  }

  func send(_ tap: Tap) { lane.send(Envelope(clock: clock.now(), tap: tap)) }

  /// Waits for a view that says it.
  mutating func see<T>(_ look: @Sendable (Screen) -> T?) async throws -> T {
    while let order = await orders.next() {
      guard case .draw(let view) = order, let seen = look(view.screen) else { continue }
      bytes = try view.bincodeSerialize().count
      return seen
    }
    throw CancellationError()
  }
}
