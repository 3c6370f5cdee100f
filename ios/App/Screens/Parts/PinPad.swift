import Kit
import SharedTypes
import SwiftUI

/// The keys of a PIN. Digits are never spoken back: only how many there are.
struct PinPadView: View {
  let pad: PinPad
  let shell: Shell

  var body: some View {
    VStack(spacing: 16) {
      dots
      Wrong(text: pad.error)
      VStack(spacing: 12) {
        keys(1...3)
        keys(4...6)
        keys(7...9)
        lastRow
      }
      .disabled(!pad.ready)
    }
    .frame(maxWidth: 360)
    .frame(maxWidth: .infinity)
    .privacySensitive()
  }

  private var dots: some View {
    HStack(spacing: 16) {
      ForEach(0..<Int(pad.length), id: \.self) { place in
        Image(systemName: place < Int(pad.filled) ? "circle.fill" : "circle")
          .foregroundStyle(Paint.brand)
          .accessibilityHidden(true)
      }
    }
    .accessibilityElement(children: .ignore)
    .accessibilityLabel(pad.progress)
    .accessibilityAddTraits(.updatesFrequently)
  }

  private func keys(_ digits: ClosedRange<UInt8>) -> some View {
    HStack(spacing: 12) {
      ForEach(Array(digits), id: \.self) { digit in key(digit) }
    }
  }

  private var lastRow: some View {
    HStack(spacing: 12) {
      Color.clear.frame(maxWidth: .infinity, maxHeight: 1)
      key(0)
      PinKey(name: pad.backspace, pressed: { shell.send(.lock(.erased)) }) { Icon(name: "backspace") }
    }
  }

  private func key(_ digit: UInt8) -> some View {
    PinKey(name: String(digit), pressed: { shell.send(.lock(.digit(digit))) }) { Text(String(digit)) }
  }
}

struct PinKey<Content: View>: View {
  let name: String
  let pressed: @MainActor () -> Void
  let content: Content
  @ScaledMetric private var height: CGFloat = 56

  init(name: String, pressed: @escaping @MainActor () -> Void, @ViewBuilder content: () -> Content) {
    self.name = name
    self.pressed = pressed
    self.content = content()
  }

  var body: some View {
    Button(action: pressed) {
      content
        .font(.title2.monospacedDigit())
        .foregroundStyle(Paint.ink)
        .frame(maxWidth: .infinity, minHeight: height)
        .background(Paint.surface, in: .rect(cornerRadius: 12))
        .overlay { RoundedRectangle(cornerRadius: 12).strokeBorder(Paint.lineStrong, lineWidth: 1) }
        .contentShape(.rect(cornerRadius: 12))
    }
    .buttonStyle(.plain)
    .accessibilityLabel(name)
    .accessibilityAddTraits(.isKeyboardKey)
  }
}
