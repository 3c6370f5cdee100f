// A phone starts no hospital: this runs on Linux.
import Foundation
import Kit
import SharedTypes
import Testing

@testable import KitSupport
@testable import Screens
@_spi(Testing) import SwiftUI

/// The main job by finger: what is drawn is read and pressed, and below it are the session, the real core, a real vault
/// and a real hospital.
@MainActor @Suite(.serialized) struct DrawnJourneyTests {
  private static let pin = "204681"
  private static let reply = "李阿姨，请今天下午到病区来看一下伤口。"

  @Test(.timeLimit(.minutes(5)))
  func byFingerASymptomLoggedOfflineReachesTheDoctorAndTheAnswerComesBack() async throws {
    let folder = try Folder()
    let vault = try folder.folder("vault")
    let hospital = try await Hospital(data: try folder.folder("hospital"))
    defer { hospital.goAway() }
    var person = Person(folder: vault, hospital: hospital.base)
    var eye = Eye(person)

    let invitation = try await person.see("the invitation") {
      if case .invitation(let view) = $0 { view } else { nil }
    }
    try await eye.type(hospital.code, in: invitation.code.label)
    try await eye.press(invitation.submit)
    try await chooseThePin(person, eye)
    let today = try await person.today("today with her record") { $0.date.contains("术后") }

    hospital.goAway()
    person.store.send(.network(false))
    try await logPain(person, eye, today)

    await person.store.close()
    person = Person(folder: vault, hospital: hospital.base, online: false)
    eye = Eye(person)
    try await person.see("the lock") { if case .lock(let view) = $0, view.pad.ready { () } else { nil } }
    try await eye.press(keys: Self.pin)
    _ = try await person.today("the entry on this phone") { $0.entries.map(\.mark.state) == [.saved] }

    try await hospital.comeBack()
    person.store.send(.network(true))
    try await eye.sees("医院已收到")

    let doctor = try await Doctor(origin: hospital.origin, name: "dr-wang", password: "wang-2026")
    let alert = try await doctor.alert(about: "li-xiuying")
    try await eye.press(tab: .messages)
    try await doctor.reply(Self.reply, to: "li-xiuying", about: alert)
    try await eye.sees(Self.reply)
    await person.store.close()
  }

  private func chooseThePin(_ person: Person, _ eye: Eye) async throws {
    for _ in 0..<2 {
      try await person.see("the choice of a PIN") {
        if case .choosePin(let view) = $0, view.pad.ready, view.pad.filled == 0 { () } else { nil }
      }
      try await eye.press(keys: Self.pin)
    }
  }

  private func logPain(_ person: Person, _ eye: Eye, _ today: TodayView) async throws {
    try await eye.press(try #require(today.quick.first { $0.id == "pain" }).a11y)
    let log = try await person.see("the scale") { if case .logSymptom(let view) = $0 { view } else { nil } }
    try await eye.press(log.scale.a11y[8])
    let save = try await person.see("the save button") {
      if case .logSymptom(let view) = $0, view.scale.value == 8 { view.save } else { nil }
    }
    try await eye.press(save)
    let advice = try await person.see("advice") { if case .advice(let view) = $0 { view } else { nil } }
    try await eye.sees(try #require(advice.cards.first).title)
  }
}

/// Looks at what is drawn and puts a finger on it.
@MainActor private struct Eye {
  private let drawing: Drawing<Looking>
  private let person: Person

  init(_ person: Person) {
    self.person = person
    drawing = Drawing { Looking(store: person.store) }
  }

  func sees(_ text: String) async throws {
    try await eventually("\(text) among \(drawing.nodes.flatMap(\.texts))") {
      drawing.nodes.flatMap(\.texts).contains { $0.contains(text) } ? () : nil
    }
  }

  func press(_ name: String) async throws {
    let press = try await eventually("\(name) to press") {
      drawing.nodes.first { $0.press != nil && $0.enabled && ($0.names + $0.seen).contains(name) }?.press
    }
    press()
  }

  func press(keys: String) async throws {
    for key in keys { try await press(String(key)) }
  }

  func press(tab: Screens.Tab) async throws {
    let label = try await eventually("the tab") {
      if case .showing(let view) = person.store.state {
        view.chrome.tabs.first { $0.tab == tab }?.a11y
      } else {
        nil
      }
    }
    try await press(label)
  }

  func type(_ text: String, in name: String) async throws {
    let enter = try await eventually("\(name) to type in") {
      drawing.nodes.first { $0.kind == .field && $0.names.contains(name) }?.enter
    }
    guard enter(text) else { throw Missing("a field that takes text: \(name)") }
    _ = drawing.nodes
  }
}

/// The screen in front, as the app shows it.
private struct Looking: View {
  let store: Store
  private let device = TestDevice()

  init(store: Store) { self.store = store }

  var body: some View {
    if case .showing(let view) = store.state {
      RootView(view: view, device: device, send: store.send)
    }
  }
}
