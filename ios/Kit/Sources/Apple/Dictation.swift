#if os(iOS)
  @preconcurrency import AVFoundation
  import SharedTypes
  @preconcurrency import Speech

  /// Turns speech into text on the device itself: what a patient says of their health goes to nobody for that.
  @MainActor final class Dictation {
    /// Whether this phone can, in one of its owner's languages.
    static var isThere: Bool { SFSpeechRecognizer()?.supportsOnDeviceRecognition == true }

    private static let silence = Duration.seconds(2)
    private let engine = AVAudioEngine()
    private var request: SFSpeechAudioBufferRecognitionRequest?
    private var task: SFSpeechRecognitionTask?
    private var pause: Task<Void, Never>?

    /// Listens until nothing was said for a while, or until it is called once more, and gives what was heard.
    func listen(
      _ language: String, heard: @escaping @MainActor (String) -> Void,
      failed: @escaping @MainActor (Trouble) -> Void
    ) {
      guard request == nil else {
        request?.endAudio()
        return
      }
      Task {
        guard await Self.allowed() else { return failed(.microphoneRefused) }
        guard let recogniser = SFSpeechRecognizer(locale: Locale(identifier: language)),
          recogniser.isAvailable, recogniser.supportsOnDeviceRecognition
        else { return failed(.speechMissing) }
        do {
          try start(recogniser, heard)
        } catch {
          stop()
          failed(.speechMissing)
        }
      }
    }

    private func start(_ recogniser: SFSpeechRecognizer, _ heard: @escaping @MainActor (String) -> Void)
      throws
    {
      let session = AVAudioSession.sharedInstance()
      try session.setCategory(.record, mode: .measurement, options: .duckOthers)
      try session.setActive(true, options: .notifyOthersOnDeactivation)
      let request = SFSpeechAudioBufferRecognitionRequest()
      request.requiresOnDeviceRecognition = true
      request.shouldReportPartialResults = true
      self.request = request
      Self.feed(request, from: engine)
      engine.prepare()
      try engine.start()
      let run = ObjectIdentifier(request)
      task = recogniser.recognitionTask(with: request) { [weak self] result, error in
        let text = result?.bestTranscription.formattedString ?? ""
        let ended = error != nil || result?.isFinal == true
        Task { @MainActor [weak self] in
          guard let self, self.request.map(ObjectIdentifier.init) == run else { return }
          if ended {
            self.stop()
            if !text.isEmpty { heard(text) }
          } else {
            self.waitForMore()
          }
        }
      }
      waitForMore()
    }

    /// Audio comes on a thread of its own.
    private nonisolated static func feed(
      _ request: SFSpeechAudioBufferRecognitionRequest, from engine: AVAudioEngine
    ) {
      nonisolated(unsafe) let request = request
      let input = engine.inputNode
      input.installTap(onBus: 0, bufferSize: 1024, format: input.outputFormat(forBus: 0)) { buffer, _ in
        request.append(buffer)
      }
    }

    private func waitForMore() {
      pause?.cancel()
      pause = Task { [weak self] in
        try? await Task.sleep(for: Self.silence)
        guard !Task.isCancelled else { return }
        self?.request?.endAudio()
      }
    }

    private func stop() {
      pause?.cancel()
      engine.stop()
      engine.inputNode.removeTap(onBus: 0)
      request?.endAudio()
      request = nil
      task = nil
      try? AVAudioSession.sharedInstance().setActive(false, options: .notifyOthersOnDeactivation)
    }

    /// Its answers come on any thread.
    private nonisolated static func allowed() async -> Bool {
      guard await AVAudioApplication.requestRecordPermission() else { return false }
      return await withCheckedContinuation { asked in
        SFSpeechRecognizer.requestAuthorization { asked.resume(returning: $0 == .authorized) }
      }
    }
  }
#endif
