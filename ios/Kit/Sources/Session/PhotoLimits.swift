import SharedTypes

extension Screen {
  /// The photo that can be taken on this screen: it says how large the file may be.
  public var photo: PhotoRow? {
    switch self {
    case .logSymptom(let view): view.photo
    case .form(let view): view.controls.lazy.compactMap(\.photo).first
    case .starting, .failed, .invitation, .choosePin, .lock, .today, .diary, .bodySite, .measure, .advice,
      .entry,
      .messages, .sync, .settings, .formReview, .formResult:
      nil
    }
  }
}
