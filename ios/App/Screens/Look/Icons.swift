/// The core's icon names and the nearest SF Symbols of iOS 17. A name that is not here draws `info`; a test proves that
/// every name in the golden views is.
enum Icons {
  static func symbol(_ name: String) -> String { symbols[name] ?? "info.circle" }

  static let symbols: [String: String] = [
    "today": "sun.max", "diary": "square.and.pencil", "messages": "bubble.left", "me": "person",
    "call": "phone", "medicine": "pills", "temperature": "thermometer.medium", "form": "list.clipboard",
    "visit": "calendar", "check": "checkmark", "done": "checkmark.circle", "clock": "clock",
    "next": "chevron.right", "back": "chevron.left", "down": "chevron.down", "device": "iphone",
    "hospital": "cross.case", "camera": "camera", "note": "note.text", "body": "figure.stand",
    "send": "paperplane.fill", "attach": "paperclip", "warning": "exclamationmark.triangle",
    "info": "info.circle", "help": "questionmark.circle", "close": "xmark", "plus": "plus",
    "minus": "minus", "backspace": "delete.left", "fingerprint": "touchid", "lock": "lock",
    "refresh": "arrow.clockwise", "export": "square.and.arrow.up", "edit": "pencil",
    "chart": "chart.xyaxis.line", "table": "tablecells", "stock": "shippingbox", "skip": "forward.end",
    "later": "clock.arrow.circlepath", "wound": "bandage", "nausea": "mouth", "bloat": "drop.circle",
    "dizzy": "tornado", "more": "ellipsis", "seen": "eye", "speak": "speaker.wave.2", "learn": "book",
    "water": "drop", "partial": "circle.lefthalf.filled", "missed": "circle.dashed",
    "face0": "face.smiling", "face1": "face.smiling", "face2": "face.dashed", "face3": "face.dashed",
    "face4": "face.dashed.fill", "heart": "heart.text.square",
  ]
}
