import Kit
import SharedTypes
import SwiftUI

/// A form's text in blocks.
struct Rich: View {
  let blocks: [RichBlock]
  let shell: Shell
  var font: Font = .body
  var paint: Paint = .ink

  var body: some View {
    ForEach(Array(blocks.enumerated()), id: \.offset) { _, block in
      RichLine(block: block, shell: shell, font: font, paint: paint)
    }
  }
}

/// A block: its text, and below it what it leads to.
struct RichLine: View {
  let block: RichBlock
  let shell: Shell
  let font: Font
  let paint: Paint

  var body: some View {
    VStack(alignment: .leading, spacing: 4) {
      switch block.kind {
      case .paragraph: words
      case .title: words.accessibilityAddTraits(.isHeader)
      case .item:
        HStack(alignment: .firstTextBaseline, spacing: 8) {
          Image(systemName: "circle.fill").foregroundStyle(Paint.inkFaint).imageScale(.small)
            .accessibilityHidden(true)
          words
        }
      }
      ForEach(Array(block.spans.filter { !$0.href.isEmpty }.enumerated()), id: \.offset) { _, span in
        FormLinkButton(label: span.text, url: span.href, shell: shell)
      }
    }
  }

  // What leads somewhere is a button of its own, as large as a finger.
  private var words: some View {
    block.spans.filter(\.href.isEmpty).map(styled).reduce(Text(verbatim: ""), +)
      .foregroundStyle(paint)
      .fixedSize(horizontal: false, vertical: true)
  }

  private func styled(_ span: RichSpan) -> Text {
    let heavy = span.strong || span.stressed || block.kind == .title
    return Text(span.text).font(heavy ? font.weight(.semibold) : font)
  }
}

/// Leads out of the app.
struct FormLinkButton: View {
  let label: String
  let url: String
  let shell: Shell

  var body: some View {
    ActionButton(label: label, icon: "link", kind: .text, compact: true) { shell.device.open(url) }
  }
}
