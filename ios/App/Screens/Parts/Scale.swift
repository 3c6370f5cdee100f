import SharedTypes
import SwiftUI

/// Eleven numbers in five bands, each with a face and a word.
struct ScaleControl: View {
  let scale: SharedTypes.Scale
  var enabled = true
  let chosen: @MainActor (UInt8) -> Void

  var body: some View {
    VStack(alignment: .leading, spacing: 8) {
      Heading(text: scale.question)
      VStack(spacing: 8) {
        ForEach(scale.bands, id: \.from) { band in
          BandRow(band: band, value: scale.value, names: scale.a11y) { score in
            if enabled && score != scale.value { chosen(score) }
          }
        }
      }
      .accessibilityElement(children: .contain)
      .accessibilityLabel(scale.question)
    }
    .sensoryFeedback(.selection, trigger: scale.value)
  }
}

struct BandRow: View {
  let band: Band
  let value: UInt8?
  let names: [String]
  let chosen: @MainActor (UInt8) -> Void

  private var isOn: Bool { value.map { (band.from...band.to).contains($0) } ?? false }

  var body: some View {
    Pair {
      HStack(spacing: 12) {
        Icon(name: band.icon).foregroundStyle(isOn ? Paint.brand : .inkSoft)
        VStack(alignment: .leading, spacing: 2) {
          Words(band.word, font: .body.weight(.semibold))
          Words.detail(band.detail)
        }
      }
      .frame(maxWidth: .infinity, alignment: .leading)
      // Each number's name says its band's word.
      .accessibilityHidden(true)
      HStack(spacing: 8) {
        ForEach(Array(band.from...band.to), id: \.self) { score in
          ScoreKey(score: score, name: name(score), isChosen: score == value) { chosen(score) }
        }
      }
    }
    .padding(8)
    .background(isOn ? Paint.brandSoft : .surface, in: .rect(cornerRadius: 12))
  }

  private func name(_ score: UInt8) -> String {
    names.indices.contains(Int(score)) ? names[Int(score)] : String(score)
  }
}

struct ScoreKey: View {
  let score: UInt8
  let name: String
  let isChosen: Bool
  let pressed: @MainActor () -> Void
  @ScaledMetric private var size: CGFloat = 48

  var body: some View {
    Button(action: pressed) {
      HStack(spacing: 4) {
        if isChosen { Icon(name: "check", scale: .small) }
        Text(String(score)).font(.title3.weight(.semibold).monospacedDigit())
      }
      .foregroundStyle(isChosen ? Paint.onBrand : .ink)
      .frame(minWidth: size, minHeight: size)
      .background(isChosen ? Paint.brand : .surface, in: .rect(cornerRadius: 12))
      .overlay { RoundedRectangle(cornerRadius: 12).strokeBorder(Paint.lineStrong, lineWidth: 1) }
    }
    .buttonStyle(.plain)
    .accessibilityLabel(name)
    .accessibilityAddTraits(isChosen ? .isSelected : [])
  }
}
