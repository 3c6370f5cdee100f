import SharedTypes
import SwiftUI

/// A figure of regions to touch, each at least as large as a finger. The person's right is on the left, as when one
/// stands before somebody.
struct BodyFigure: View {
  let name: String
  let places: [ChoiceRow]
  let chosen: @MainActor (String) -> Void

  /// The places that have a region, and the row of the trunk that it stands in; limbs stand beside it.
  static let regions: [String: Int] = [
    "head": 0, "throat": 1, "neck": 1, "chest": 2, "shoulder": 2, "belly-upper-right": 3, "belly-upper": 3,
    "back-upper": 3, "navel": 4, "belly-lower": 5, "back-lower": 5, "groin": 6, "leg-right": 7, "leg-left": 7,
    "arm-right": beside, "arm-left": beside,
  ]
  private static let beside = -1
  private static let rows = Array(0...7)

  var body: some View {
    HStack(alignment: .center, spacing: 4) {
      region("arm-right")
      VStack(spacing: 4) {
        ForEach(Self.rows, id: \.self) { row in
          HStack(spacing: 4) {
            ForEach(places.filter { Self.regions[$0.id] == row }, id: \.id) { draw($0) }
          }
        }
      }
      .frame(maxWidth: 200)
      region("arm-left")
    }
    .frame(maxWidth: .infinity)
    .accessibilityElement(children: .contain)
    .accessibilityLabel(name)
  }

  private func region(_ id: String) -> some View {
    ForEach(places.filter { $0.id == id }, id: \.id) { draw($0).frame(maxWidth: 72) }
  }

  private func draw(_ place: ChoiceRow) -> some View {
    BodyRegion(place: place) {
      if !place.chosen { chosen(place.id) }
    }
  }
}

struct BodyRegion: View {
  let place: ChoiceRow
  let pressed: @MainActor () -> Void
  @ScaledMetric private var size: CGFloat = 48

  var body: some View {
    Button(action: pressed) {
      VStack(spacing: 2) {
        if place.chosen { Icon(name: "check", scale: .small) }
        Text(place.label).font(.footnote.weight(place.chosen ? .semibold : .regular))
      }
      .foregroundStyle(place.chosen ? Paint.onBrand : .ink)
      .padding(4)
      .frame(maxWidth: .infinity, minHeight: size)
      .background(place.chosen ? Paint.brand : .surface, in: .rect(cornerRadius: 16))
      .overlay { RoundedRectangle(cornerRadius: 16).strokeBorder(Paint.lineStrong, lineWidth: 1.5) }
      .contentShape(.rect(cornerRadius: 16))
    }
    .buttonStyle(.plain)
    .accessibilityAddTraits(place.chosen ? .isSelected : [])
  }
}
