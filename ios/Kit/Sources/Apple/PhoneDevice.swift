#if os(iOS)
  @preconcurrency import AVFoundation
  import PhotosUI
  import SharedTypes
  import UIKit
  import UniformTypeIdentifiers

  /// A phone's services for the screens.
  @MainActor final class PhoneDevice: NSObject, Device {
    /// Tells the core what went wrong.
    var tell: (@MainActor (Trouble) -> Void)?
    /// How large a photo may be that is taken now.
    var limits: (@MainActor () -> PhotoRow?)?

    private let mark: PhotoMark
    private let voice = AVSpeechSynthesizer()
    private let ear = Dictation()
    private var picked: (@MainActor (PickedFile) -> Void)?

    init(mark: PhotoMark) {
      self.mark = mark
      super.init()
    }

    /// What this phone can do. iOS lets no app keep a screen out of screenshots, so that is never claimed; the list of
    /// recent apps is always covered.
    var skills: [Skill] {
      let here: [(Skill, Bool)] = [
        (.camera, UIImagePickerController.isSourceTypeAvailable(.camera)), (.dictation, Dictation.isThere),
      ]
      return here.filter(\.1).map(\.0)
    }

    func dial(_ number: String) { open("tel:\(number)") }

    func open(_ url: String) {
      guard let url = URL(string: url), ["https", "tel", "mailto"].contains(url.scheme) else {
        tell?(.noApp)
        return
      }
      UIApplication.shared.open(url) { [weak self] opened in
        if !opened { Task { @MainActor [weak self] in self?.tell?(.noApp) } }
      }
    }

    func pickPhoto(_ picked: @escaping @MainActor (PickedFile) -> Void) {
      self.picked = picked
      var wanted = PHPickerConfiguration()
      wanted.filter = .images
      let picker = PHPickerViewController(configuration: wanted)
      picker.delegate = self
      Presenter.front?.present(picker, animated: true)
    }

    func takePhoto(_ picked: @escaping @MainActor (PickedFile) -> Void) {
      self.picked = picked
      Task {
        guard await AVCaptureDevice.requestAccess(for: .video) else {
          tell?(.cameraRefused)
          return
        }
        mark.set()
        let camera = UIImagePickerController()
        camera.sourceType = .camera
        camera.delegate = self
        Presenter.front?.present(camera, animated: true)
      }
    }

    func dictate(_ language: String, _ heard: @escaping @MainActor (String) -> Void) {
      hush()
      ear.listen(language, heard: heard) { [weak self] in self?.tell?($0) }
    }

    func speak(_ language: String, _ text: String) {
      hush()
      guard let chosen = AVSpeechSynthesisVoice(language: language) else {
        tell?(.speechMissing)
        return
      }
      let words = AVSpeechUtterance(string: text)
      words.voice = chosen
      voice.speak(words)
    }

    func hush() { voice.stopSpeaking(at: .immediate) }

    private func give(_ data: Data) {
      guard let picked else { return }
      self.picked = nil
      guard let row = limits?() else { return }
      let (edge, bytes) = (Int(row.maxEdge), Int(row.maxBytes))
      Task {
        picked(await Task.detached { SmallPhoto.made(of: data, edge: edge, bytes: bytes) }.value)
      }
    }
  }

  extension PhoneDevice: PHPickerViewControllerDelegate {
    func picker(_ picker: PHPickerViewController, didFinishPicking results: [PHPickerResult]) {
      picker.dismiss(animated: true)
      guard let provider = results.first?.itemProvider else { return }
      provider.loadDataRepresentation(forTypeIdentifier: UTType.image.identifier) { [weak self] data, _ in
        // What cannot be read as a picture is said by the core: it gets it without a media type.
        Task { @MainActor [weak self] in self?.give(data ?? Data()) }
      }
    }
  }

  extension PhoneDevice: UIImagePickerControllerDelegate, UINavigationControllerDelegate {
    func imagePickerController(
      _ picker: UIImagePickerController,
      didFinishPickingMediaWithInfo info: [UIImagePickerController.InfoKey: Any]
    ) {
      picker.dismiss(animated: true)
      mark.clear()
      give((info[.originalImage] as? UIImage)?.jpegData(compressionQuality: 0.95) ?? Data())
    }

    func imagePickerControllerDidCancel(_ picker: UIImagePickerController) {
      picker.dismiss(animated: true)
      mark.clear()
    }
  }

  /// Finds what is in front.
  @MainActor enum Presenter {
    static var front: UIViewController? {
      let scenes = UIApplication.shared.connectedScenes.compactMap { $0 as? UIWindowScene }
      var front = scenes.first { $0.activationState == .foregroundActive }?.keyWindow?.rootViewController
      while let next = front?.presentedViewController { front = next }
      return front
    }
  }

  /// Offers a file to save or share. The copy that is shared lies in a folder for it alone and goes with the sheet.
  @MainActor final class ShareSheet: Exports {
    func offer(_ file: ExportFile) {
      let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
      let copy = folder.appendingPathComponent(file.name)
      let remove: @MainActor () -> Void = { try? FileManager.default.removeItem(at: folder) }
      do {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(file.bytes).write(to: copy, options: .completeFileProtection)
      } catch {
        remove()
        return
      }
      let sheet = UIActivityViewController(activityItems: [copy], applicationActivities: nil)
      sheet.completionWithItemsHandler = { _, _, _, _ in Task { @MainActor in remove() } }
      sheet.popoverPresentationController?.sourceView = Presenter.front?.view
      Presenter.front?.present(sheet, animated: true)
    }
  }
#endif
