import Foundation
import Kit
import SharedTypes
import Testing

@testable import KitSupport

/// What goes wrong around an app, through the session and the real core.
@MainActor @Suite(.serialized) struct BadInputTests {
  private static let nowhere = "http://127.0.0.1:9/fhir"
  private static let pin = "204681"

  @Test func aHospitalThatCannotBeReachedAtTheFirstStartIsSaidInWords() async throws {
    let folder = try Folder()
    let person = Person(folder: folder.url, hospital: Self.nowhere)
    try await person.see("the invitation") { if case .invitation = $0 { () } else { nil } }
    person.store.send(.lock(.codeTyped("KANG-2026")))
    person.store.send(.lock(.codeSubmitted))
    let error = try await person.see("what is wrong") {
      if case .invitation(let view) = $0, !view.busy, !view.code.error.isEmpty {
        view.code.error
      } else {
        nil
      }
    }
    #expect(error.contains("网络") || error.contains("医院"))
    await person.store.close()
  }

  @Test func theLanguageCanBeChangedBeforeAnythingElse() async throws {
    let folder = try Folder()
    let person = Person(folder: folder.url, hospital: Self.nowhere)
    let chinese = try await person.see("the invitation") {
      if case .invitation(let view) = $0 { view.intro } else { nil }
    }
    person.store.send(.lock(.languageSwitched))
    _ = try await person.see("other words") {
      if case .invitation(let view) = $0, view.intro != chinese { view } else { nil }
    }
    await person.store.close()
  }

  @Test func aFolderThatIsNoFolderIsSaidAndNothingIsMadeInItsPlace() async throws {
    let folder = try Folder()
    let file = folder.url.appendingPathComponent("vault")
    try Data("not a vault".utf8).write(to: file)
    let person = Person(folder: file, hospital: Self.nowhere)
    let title = try await person.see("what is wrong") {
      if case .failed(let view) = $0 { view.title } else { nil }
    }
    #expect(!title.isEmpty)
    #expect(try Data(contentsOf: file) == Data("not a vault".utf8))
    await person.store.close()
  }

  @Test func aPhotoThatTheEndOfTheProcessTookIsTold() async throws {
    let folder = try Folder()
    let mark = PhotoMark(file: folder.url.appendingPathComponent("taking"))
    mark.set()
    let machine = QuietMachine()
    let bridge = FakeBridge()
    let handlers = NoDevice().handlers
    let store = Store(launch: Launch(hospital: Self.nowhere, languages: ["zh-CN"]), handlers: handlers) {
      bridge
    }
    let session = AppSession(
      Surroundings(handlers: handlers, device: machine, network: machine, background: machine, photo: mark),
      store: store)
    session.start()
    try await eventually("the lost photo told") { bridge.taps.contains(.trouble(.photoLost)) ? () : nil }
    #expect(!mark.isThere)
    machine.changed?(false)
    session.wentToBack()
    try await eventually("the way to the background") {
      bridge.taps.suffix(2) == [.network(false), .hidden] ? () : nil
    }
    #expect(machine.asked == 1)
    bridge.end()
    await store.close()
  }

  // A phone starts no hospital.
  #if os(macOS) || os(Linux)
    @Test(.timeLimit(.minutes(3)))
    func languageClockAndWrongPinsLoseNothing() async throws {
      let folder = try Folder()
      let vault = try folder.folder("vault")
      let hospital = try await Hospital(data: try folder.folder("hospital"))
      defer { hospital.goAway() }
      let clock = FakeClock(HangzhouClock().now())
      let person = Person(folder: vault, hospital: hospital.base, clock: clock)
      try await person.activate(hospital.code, pin: Self.pin)

      try await anotherLanguageKeepsTheAnswersOfAForm(person)
      try await aClockThatIsMovedBackLosesNoEntry(person, clock)
      await person.store.close()
      try await aWrongPinIsSaidAndTheRightOneStillOpens(vault, hospital.base)
    }

    private func anotherLanguageKeepsTheAnswersOfAForm(_ person: Person) async throws {
      person.store.send(.tabChosen(.diary))
      person.store.send(.diary(.sectionChosen("forms")))
      let due = try await person.see("a form that is due") {
        if case .diary(let view) = $0 { view.formGroups.first?.rows.first { !$0.id.isEmpty } } else { nil }
      }
      person.store.send(.forms(.opened(due.id)))
      let (title, path) = try await person.see("the form with its scale") { screen in
        screen.form.flatMap { form in form.scale.map { (form.formTitle, $0.path) } }
      }
      person.store.send(.forms(.typed(FormText(path: path, text: "7"))))
      let question = try await person.see("the answer") { screen in
        screen.form?.scale.flatMap { $0.scale?.value == 7 ? $0.plain : nil }
      }
      person.store.send(.forms(.languagePressed))
      let other = try await person.see("the form in other words") { screen in
        screen.form.flatMap { $0.formTitle == title ? nil : $0.scale }
      }
      #expect(other.scale?.value == 7)
      #expect(other.plain != question)
      person.store.send(.forms(.languagePressed))
      person.store.send(.forms(.laterPressed))
      person.store.send(.tabChosen(.today))
      _ = try await person.today()
    }

    private func aClockThatIsMovedBackLosesNoEntry(_ person: Person, _ clock: FakeClock) async throws {
      let now = try await person.today()
      clock.set {
        $0.wallMs -= 3 * 86_400_000
        $0.monoMs += 1_000
      }
      person.store.send(.tick)
      let then = try await person.today("that day") { $0.date != now.date }
      person.store.send(.today(.quickPressed("pain")))
      try await person.see("the scale") { if case .logSymptom = $0 { () } else { nil } }
      person.store.send(.diary(.scoreChosen(2)))
      person.store.send(.diary(.savePressed))
      _ = try await person.today("the entry") { $0.entries.count == then.entries.count + 1 }
    }

    private func aWrongPinIsSaidAndTheRightOneStillOpens(_ vault: URL, _ base: String) async throws {
      var person = Person(folder: vault, hospital: base, online: false)
      try await person.see("the lock") { if case .lock(let view) = $0, view.pad.ready { () } else { nil } }
      person.type("999999")
      try await person.see("that this PIN is wrong") {
        if case .lock(let view) = $0, !view.pad.error.isEmpty { () } else { nil }
      }
      await person.store.close()
      person = Person(folder: vault, hospital: base, online: false)
      try await person.unlock(Self.pin)
      await person.store.close()
    }
  #endif
}

extension Screen {
  fileprivate var form: FormView? { if case .form(let view) = self { view } else { nil } }
}

extension FormView {
  fileprivate var scale: FormControl? { controls.first { $0.kind == .scale } }
}

/// A machine without services whose network the test moves.
@MainActor private final class QuietMachine: Device, NetworkWatch, BackgroundMoments {
  let online = true
  var changed: (@MainActor (Bool) -> Void)?
  private(set) var asked = 0

  func ask() { asked += 1 }
  func dial(_ number: String) {}
  func open(_ url: String) {}
  func pickPhoto(_ picked: @escaping @MainActor (PickedFile) -> Void) {}
  func takePhoto(_ picked: @escaping @MainActor (PickedFile) -> Void) {}
  func dictate(_ language: String, _ heard: @escaping @MainActor (String) -> Void) {}
  func speak(_ language: String, _ text: String) {}
  func hush() {}
}
