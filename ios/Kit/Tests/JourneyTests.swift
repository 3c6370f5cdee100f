// A phone starts no hospital: this runs on Linux and on a Mac.
#if os(macOS) || os(Linux)
  import Foundation
  import Kit
  import SharedTypes
  import Testing

  @testable import KitSupport

  /// The main job with the real core, a real vault and a real hospital: a symptom logged offline reaches the doctor once,
  /// and the answer comes back.
  @MainActor struct JourneyTests {
    private static let pin = "204681"
    private static let note = "下楼梯的时候伤口一跳一跳地疼。"
    private static let reply = "李阿姨，请今天下午到病区来看一下伤口。"

    @Test(.timeLimit(.minutes(4)))
    func aSymptomLoggedOfflineReachesTheDoctorAndTheAnswerComesBack() async throws {
      let folder = try Folder()
      let vault = try folder.folder("vault")
      let hospital = try await Hospital(data: try folder.folder("hospital"))
      defer { hospital.goAway() }
      let base = hospital.base

      // The code, a PIN, and her record: rules for the days after an operation need to know of one.
      var person = Person(folder: vault, hospital: base)
      try await person.activate(hospital.code, pin: Self.pin)
      _ = try await person.today("today with her record") { $0.date.contains("术后") }

      // The network refuses her. She logs pain and is told what to do at once.
      hospital.goAway()
      person.store.send(.network(false))
      person.store.send(.today(.quickPressed("pain")))
      try await person.see("the scale") { if case .logSymptom = $0 { () } else { nil } }
      person.store.send(.diary(.scoreChosen(8)))
      person.store.send(.diary(.noteTyped(Self.note)))
      person.store.send(.diary(.savePressed))
      let advice = try await person.see("advice") { if case .advice(let view) = $0 { view } else { nil } }
      #expect(advice.cards.first?.value.contains("8") == true)
      #expect(advice.cards.first?.steps.isEmpty == false)

      // The process ends, and another one opens the same folder, still without a network.
      await person.store.close()
      person = Person(folder: vault, hospital: base, online: false)
      try await person.unlock(Self.pin)
      let kept = try await person.today("the entry on this phone") { $0.entries.count == 1 }
      #expect(kept.entries.map(\.mark.state) == [.saved])

      // The network returns, and the hospital confirms what was never sent before.
      try await hospital.comeBack()
      person.store.send(.network(true))
      let received = try await person.today("that the hospital has it") {
        $0.sync.state == .received && $0.entries.map(\.mark.state) == [.received]
      }
      #expect(received.entries.first?.mark.text.contains("医院已收到") == true)

      // The doctor finds one alert and answers; the phone shows it by itself.
      let doctor = try await Doctor(origin: hospital.origin, name: "dr-wang", password: "wang-2026")
      let alert = try await doctor.alert(about: "li-xiuying")
      person.store.send(.tabChosen(.messages))
      try await doctor.reply(Self.reply, to: "li-xiuying", about: alert)
      let bubble = try await person.see("the reply") {
        if case .messages(let view) = $0 { view.bubbles.first { $0.text == Self.reply } } else { nil }
      }
      #expect(bubble.author.contains("王建国"))
      #expect(!bubble.own)

      await person.store.close()
      try expectNothingReadable(in: vault)
    }

    private func expectNothingReadable(in folder: URL) throws {
      let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
      let contents = (files?.allObjects ?? []).compactMap {
        ($0 as? URL).flatMap { try? Data(contentsOf: $0) }
      }
      #expect(!contents.isEmpty)
      for secret in [Self.note, Self.reply, "Observation", Self.pin] {
        #expect(
          contents.allSatisfy { $0.range(of: Data(secret.utf8)) == nil }, "\(secret) can be read on disk")
      }
    }
  }
#endif
