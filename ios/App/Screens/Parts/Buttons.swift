import SwiftUI

/// What a button is for: one `primary` a screen, `danger` only to confirm what cannot be undone.
enum ButtonKind: Equatable {
  case primary, second, text, danger, dangerLine
}

/// A button that says its result. One that is busy stays where it is and does nothing.
struct ActionButton: View {
  let label: String
  var detail = ""
  var icon = ""
  var kind = ButtonKind.second
  var compact = false
  var busy = false
  let pressed: @MainActor () -> Void

  var body: some View {
    if !label.isEmpty {
      Button {
        if !busy { pressed() }
      } label: {
        HStack(spacing: 8) {
          Icon(name: icon, scale: .medium)
          VStack(spacing: 2) {
            Text(label).font(.body.weight(.semibold))
            if !detail.isEmpty { Text(detail).font(.subheadline) }
          }
          if busy { ProgressView().accessibilityHidden(true) }
        }
      }
      .buttonStyle(Solid(kind: kind, compact: compact))
    }
  }
}

/// How a button looks; it grows with its words.
struct Solid: ButtonStyle {
  let kind: ButtonKind
  var compact = false
  @ScaledMetric private var height: CGFloat = 48
  @ScaledMetric private var tall: CGFloat = 56

  init(kind: ButtonKind, compact: Bool = false) {
    self.kind = kind
    self.compact = compact
  }

  func makeBody(configuration: Configuration) -> some View {
    configuration.label
      .multilineTextAlignment(.center)
      .foregroundStyle(ink)
      .padding(.horizontal, 16)
      .padding(.vertical, 8)
      .frame(maxWidth: compact ? nil : .infinity, minHeight: kind == .primary ? tall : height)
      .background(ground, in: .rect(cornerRadius: 12))
      .overlay { RoundedRectangle(cornerRadius: 12).strokeBorder(edge, lineWidth: 1) }
      .opacity(configuration.isPressed ? 0.7 : 1)
      .contentShape(.rect(cornerRadius: 12))
  }

  private var ink: Paint {
    switch kind {
    case .primary: .onBrand
    case .second: .ink
    case .text: .brand
    case .danger: .onUrgent
    case .dangerLine: .urgent
    }
  }
  private var ground: Paint {
    switch kind {
    case .primary: .brand
    case .second, .dangerLine: .surface
    case .text: .ground
    case .danger: .urgent
    }
  }
  private var edge: Paint {
    switch kind {
    case .primary: .brand
    case .second: .lineStrong
    case .text: .ground
    case .danger, .dangerLine: .urgent
    }
  }
}

/// Only an icon to see, and its name to hear.
struct IconButton: View {
  let name: String
  let icon: String
  var solid = false
  let pressed: @MainActor () -> Void
  @ScaledMetric private var size: CGFloat = 48

  var body: some View {
    if !name.isEmpty {
      Button(action: pressed) {
        Icon(name: icon)
          .foregroundStyle(solid ? Paint.onBrand : .brand)
          .frame(minWidth: size, minHeight: size)
          .background(solid ? Paint.brand : .ground, in: .circle)
          .contentShape(.circle)
      }
      .buttonStyle(.plain)
      .accessibilityLabel(name)
    }
  }
}
