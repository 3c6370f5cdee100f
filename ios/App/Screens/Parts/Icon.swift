import SwiftUI

/// A picture beside words; the words say what it means, so that it is not read out.
struct Icon: View {
  let name: String
  var scale: Image.Scale = .large

  var body: some View {
    if !name.isEmpty {
      Image(systemName: Icons.symbol(name))
        .imageScale(scale)
        .accessibilityHidden(true)
    }
  }
}

/// An icon on a soft round ground.
struct Disc: View {
  let icon: String
  var ink: Paint = .brand
  var soft: Paint = .brandSoft
  @ScaledMetric private var size: CGFloat = 40

  var body: some View {
    Icon(name: icon, scale: .medium)
      .foregroundStyle(ink)
      .frame(minWidth: size, minHeight: size)
      .background(soft, in: .circle)
      .accessibilityHidden(true)
  }
}
