import Foundation
import Kit
import SharedTypes
import SwiftUI

/// One control of a form, or a text of it.
struct FormPart: View {
  let control: FormControl
  let shell: Shell
  @ScaledMetric private var step: CGFloat = 16

  var body: some View {
    VStack(alignment: .leading, spacing: 8) { part }
      .padding(.leading, CGFloat(min(control.level, 4)) * step)
      .frame(maxWidth: .infinity, alignment: .leading)
  }

  @ViewBuilder private var part: some View {
    switch control.kind {
    case .heading:
      Question(control: control, shell: shell, font: .title3).accessibilityAddTraits(.isHeader)
      FormAbout(control: control, shell: shell)
      FormButtons(control: control, shell: shell)
    case .display:
      Rich(blocks: control.label, shell: shell)
      FormAbout(control: control, shell: shell)
    case .help:
      Card(.infoSoft) {
        Rich(blocks: control.label, shell: shell)
        FormAbout(control: control, shell: shell)
      }
    case .calls:
      Card(.urgentSoft) {
        Rich(blocks: control.label, shell: shell)
        FormAbout(control: control, shell: shell)
        Calls(calls: control.calls, shell: shell)
      }
    case .addInstance:
      ActionButton(label: control.add, icon: "plus") { shell.send(.forms(.addPressed(control.path))) }
    case .scale:
      asked
      Words.detail(control.required)
      FormAbout(control: control, shell: shell)
      around
    case .radio, .checks, .dropDown, .autocomplete, .slider, .shortText, .longText, .integer, .decimal,
      .quantity,
      .date, .dateTime, .time, .url, .attachment, .reference:
      Question(control: control, shell: shell, font: .body)
      FormAbout(control: control, shell: shell)
      asked
      around
    }
  }

  @ViewBuilder private var asked: some View {
    if let last = control.asLast {
      ActionButton(label: last.label, detail: last.detail, icon: "refresh") {
        shell.send(.forms(.asLastPressed(control.path)))
      }
    }
    Answer(control: control, shell: shell)
  }

  @ViewBuilder private var around: some View {
    if !control.known.isEmpty {
      HStack(spacing: 4) {
        Icon(name: "info", scale: .small)
        Words.detail(control.known)
      }
      .foregroundStyle(Paint.inkSoft)
      .accessibilityElement(children: .combine)
    }
    FormButtons(control: control, shell: shell)
  }
}

/// The question as it is seen; what answers it has it as its name.
struct Question: View {
  let control: FormControl
  let shell: Shell
  let font: Font

  var body: some View {
    VStack(alignment: .leading, spacing: 4) {
      Words(control.prefix, font: font, paint: .inkSoft)
      Rich(blocks: control.label, shell: shell, font: font.weight(.semibold))
      Words.detail(control.required)
    }
    .accessibilityElement(children: .contain)
  }
}

/// Help, a picture, where to read more, and what is wrong.
struct FormAbout: View {
  let control: FormControl
  let shell: Shell

  var body: some View {
    Rich(blocks: control.help, shell: shell, font: .subheadline, paint: .inkSoft)
    if let media = control.media { FormMediaPart(media: media, shell: shell) }
    ForEach(control.links, id: \.url) { link in
      FormLinkButton(label: link.label, url: link.url, shell: shell)
    }
    Wrong(text: control.error)
  }
}

/// A picture that comes with the form is shown; anything else is opened outside.
struct FormMediaPart: View {
  let media: FormMedia
  let shell: Shell

  var body: some View {
    if let bytes = Self.bytes(media) {
      PhotoPicture(bytes: bytes, name: media.alt)
    } else {
      FormLinkButton(label: media.alt, url: media.url, shell: shell)
    }
  }

  /// The bytes of a picture whose address holds them.
  static func bytes(_ media: FormMedia) -> [UInt8]? {
    guard media.mime.hasPrefix("image/"), media.url.hasPrefix("data:"),
      let comma = media.url.firstIndex(of: ","), media.url[..<comma].hasSuffix(";base64"),
      let data = Data(base64Encoded: String(media.url[media.url.index(after: comma)...]))
    else { return nil }
    return Array(data)
  }
}

/// No answer after all; one more; one less.
struct FormButtons: View {
  let control: FormControl
  let shell: Shell

  var body: some View {
    if control.kind != .heading {
      ActionButton(label: control.clear, kind: .text, compact: true) { tell(.cleared(control.path)) }
    }
    ActionButton(label: control.add, icon: "plus") { tell(.addPressed(control.path)) }
    ActionButton(label: control.remove, icon: "close", kind: .text, compact: true) {
      tell(.removePressed(control.path))
    }
  }

  private func tell(_ event: FormsEvent) { shell.send(.forms(event)) }
}
