import SharedTypes
import SwiftUI

/// A surface with a hairline, or with a soft ground that carries a meaning.
struct Card<Content: View>: View {
  var paint: Paint = .surface
  let content: Content

  init(_ paint: Paint = .surface, @ViewBuilder content: () -> Content) {
    self.paint = paint
    self.content = content()
  }

  var body: some View {
    VStack(alignment: .leading, spacing: 12) { content }
      .padding(16)
      .frame(maxWidth: .infinity, alignment: .leading)
      .background(paint, in: .rect(cornerRadius: 16))
      .overlay { RoundedRectangle(cornerRadius: 16).strokeBorder(Paint.line, lineWidth: 1) }
  }
}

/// A block with its heading.
struct Block<Content: View>: View {
  let title: String
  let content: Content

  init(_ title: String, @ViewBuilder content: () -> Content) {
    self.title = title
    self.content = content()
  }

  var body: some View {
    VStack(alignment: .leading, spacing: 8) {
      Heading(text: title)
      content
    }
    .frame(maxWidth: .infinity, alignment: .leading)
  }
}

/// Side by side, or one below the other where the letters are too large for that.
struct Pair<Content: View>: View {
  var spacing: CGFloat = 12
  let content: Content
  @Environment(\.dynamicTypeSize) private var typeSize

  init(spacing: CGFloat = 12, @ViewBuilder content: () -> Content) {
    self.spacing = spacing
    self.content = content()
  }

  var body: some View {
    if typeSize.isAccessibilitySize {
      VStack(alignment: .leading, spacing: spacing) { content }
    } else {
      HStack(alignment: .top, spacing: spacing) { content }
    }
  }
}

/// An icon beside a title and a second line.
struct Titled: View {
  let icon: String
  let title: String
  var detail = ""
  var role: Role = .neutral
  var brand = false

  var body: some View {
    HStack(alignment: .top, spacing: 12) {
      if !icon.isEmpty {
        Disc(icon: icon, ink: brand ? .brand : role.ink, soft: brand ? .brandSoft : role.soft)
      }
      VStack(alignment: .leading, spacing: 4) {
        Words(title, font: .body.weight(.semibold))
        Words.detail(detail)
      }
    }
  }
}
