import Foundation
import Kit
import SharedTypes

/// Somebody who looks at the screen and taps on it: a session with the real core over a folder.
@MainActor final class Person {
  let store: Store

  init(
    folder: URL, hospital: String, language: String = "zh-CN", online: Bool = true,
    handlers: Handlers = NoDevice().handlers, clock: any DeviceClock = HangzhouClock()
  ) {
    store = Store(
      launch: Launch(hospital: hospital, languages: [language]), handlers: handlers, clock: clock,
      open: { try LiveBridge(folder: folder) })
    store.start(online: online)
  }

  /// The screen in front.
  var screen: Screen? { if case .showing(let view) = store.state { view.screen } else { nil } }

  /// Waits until the screen says something.
  func see<T>(_ what: String, _ look: (Screen) -> T?) async throws -> T {
    try await eventually("\(what); the screen is \(String(describing: screen).prefix(1500))") {
      screen.flatMap(look)
    }
  }

  func type(_ pin: String) {
    for digit in pin.compactMap(\.wholeNumberValue) { store.send(.lock(.digit(UInt8(digit)))) }
  }

  /// From the invitation to Today.
  func activate(_ code: String, pin: String) async throws {
    try await see("the invitation") { if case .invitation = $0 { () } else { nil } }
    store.send(.lock(.codeTyped(code)))
    store.send(.lock(.codeSubmitted))
    for _ in 0..<2 {
      try await see("the choice of a PIN") {
        if case .choosePin(let view) = $0, view.pad.ready, view.pad.filled == 0 { () } else { nil }
      }
      type(pin)
    }
    _ = try await today()
  }

  /// Opens what is locked.
  func unlock(_ pin: String) async throws {
    try await see("the lock") {
      if case .lock(let view) = $0, view.pad.ready, view.pad.filled == 0 { () } else { nil }
    }
    type(pin)
    _ = try await today()
  }

  /// Today, once it is as wanted.
  func today(_ what: String = "today", where good: (TodayView) -> Bool = { _ in true }) async throws
    -> TodayView
  {
    try await see(what) { if case .today(let view) = $0, good(view) { view } else { nil } }
  }
}
