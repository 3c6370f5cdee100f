import SharedTypes

/// What a screen needs of the device. Calls come on the main actor; answers come back on it.
@MainActor public protocol Device: AnyObject {
  /// Offers to call a number.
  func dial(_ number: String)
  /// Opens a link of a form: `https:`, `tel:` or `mailto:`, and nothing else.
  func open(_ url: String)
  /// Lets the person pick a photo that is there. Nothing comes back when none is picked.
  func pickPhoto(_ picked: @escaping @MainActor (PickedFile) -> Void)
  /// Lets the person take a photo; only offered where `chrome.takePhoto` is not empty.
  func takePhoto(_ picked: @escaping @MainActor (PickedFile) -> Void)
  /// Listens in a language (BCP 47) and gives what was heard; only offered where `chrome.dictate` is not empty.
  func dictate(_ language: String, _ heard: @escaping @MainActor (String) -> Void)
  /// Reads a text aloud in a language.
  func speak(_ language: String, _ text: String)
  /// Stops reading aloud.
  func hush()
}

/// What every screen gets beside its own view.
@MainActor public struct Shell {
  /// What is the same on every screen.
  public let chrome: Chrome
  /// The device's services.
  public let device: any Device
  /// Tells the core what the person did.
  public let send: @MainActor (Tap) -> Void

  public init(chrome: Chrome, device: any Device, send: @escaping @MainActor (Tap) -> Void) {
    self.chrome = chrome
    self.device = device
    self.send = send
  }
}
