import SharedTypes
import SwiftUI

/// A score: its number and band, what that means, how it moved, what to do next, and earlier ones.
struct ScorePart: View {
  let score: ScoreCard
  let words: TrendWords

  var body: some View {
    Card {
      Heading(text: score.title)
      VStack(alignment: .leading, spacing: 12) {
        number
        if !score.bands.isEmpty { ScoreBands(score: score) }
      }
      .accessibilityElement(children: .ignore)
      .accessibilityLabel(score.a11y)
      Words(score.meaning)
      Words(score.moved)
      Words(score.nextStep, font: .body.weight(.semibold))
    }
    .privacySensitive()
    if let chart = score.chart { TrendCard(chart: chart, words: words) }
  }

  private var number: some View {
    Pair {
      HStack(alignment: .firstTextBaseline, spacing: 4) {
        Words(score.value, font: .largeTitle.weight(.semibold))
        Words.detail(score.outOf)
      }
      .frame(maxWidth: .infinity, alignment: .leading)
      if !score.word.isEmpty {
        HStack(spacing: 4) {
          Icon(name: score.icon, scale: .small)
          Words(score.word, font: .body.weight(.semibold), paint: score.role.ink)
        }
        .foregroundStyle(score.role.ink)
        .padding(8)
        .background(score.role.soft, in: .rect(cornerRadius: 12))
      }
    }
  }
}

/// Where the score sits among its bands. The same is said in words beside it.
struct ScoreBands: View {
  let score: ScoreCard

  var body: some View {
    VStack(alignment: .leading, spacing: 6) {
      GeometryReader { room in
        ZStack(alignment: .topLeading) {
          ForEach(score.bands, id: \.fromPermille) { band in
            RoundedRectangle(cornerRadius: 4)
              .fill(band.current ? band.role.ink : Paint.line)
              .frame(width: width(band, room.size.width), height: 8)
              .offset(x: place(band.fromPermille, room.size.width), y: 8)
          }
          Rectangle()
            .fill(Paint.ink)
            .frame(width: 2, height: 24)
            .offset(x: place(score.markerPermille, room.size.width), y: 0)
        }
      }
      .frame(height: 24)
      Words(score.marker, font: .subheadline.weight(.semibold))
      ForEach(score.bands, id: \.fromPermille) { band in
        Words(
          band.a11y, font: band.current ? .subheadline.weight(.semibold) : .subheadline,
          paint: band.current ? .ink : .inkSoft)
      }
    }
  }

  private func place(_ permille: UInt16, _ whole: CGFloat) -> CGFloat { whole * CGFloat(permille) / 1000 }

  private func width(_ band: ScoreBand, _ whole: CGFloat) -> CGFloat {
    max(4, place(band.toPermille, whole) - place(band.fromPermille, whole) - 2)
  }
}
