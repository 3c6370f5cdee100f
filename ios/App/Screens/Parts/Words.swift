import SwiftUI

/// A text, or nothing where there is none to show.
struct Words: View {
  let text: String
  var font: Font = .body
  var paint: Paint = .ink

  init(_ text: String, font: Font = .body, paint: Paint = .ink) {
    self.text = text
    self.font = font
    self.paint = paint
  }

  var body: some View {
    if !text.isEmpty {
      Text(text)
        .font(font)
        .foregroundStyle(paint)
        .fixedSize(horizontal: false, vertical: true)
    }
  }
}

extension Words {
  /// A smaller second line.
  static func detail(_ text: String) -> Words { Words(text, font: .subheadline, paint: .inkSoft) }
}

/// A heading inside a screen: the rotor finds it.
struct Heading: View {
  let text: String

  var body: some View {
    if !text.isEmpty {
      Words(text, font: .title3.weight(.semibold)).accessibilityAddTraits(.isHeader)
    }
  }
}

/// What is wrong, where it is wrong.
struct Wrong: View {
  let text: String

  var body: some View {
    if !text.isEmpty {
      HStack(alignment: .firstTextBaseline, spacing: 8) {
        Icon(name: "warning", scale: .medium)
        Words(text, paint: .urgent)
      }
      .foregroundStyle(Paint.urgent)
      .accessibilityElement(children: .combine)
      .onChange(of: text, initial: true) { _, new in AccessibilityNotification.Announcement(new).post() }
    }
  }
}
