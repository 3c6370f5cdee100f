import Foundation
import SharedTypes
import SwiftUI

/// The words around every chart of a screen.
struct TrendWords: Equatable {
  let chart: String
  let table: String
  let stepper: [String]

  var earlier: String { stepper.first ?? "" }
  var later: String { stepper.last ?? "" }
}

/// A chart with its sentence first, or the same as a table.
struct TrendCard: View {
  let chart: TrendChart
  let words: TrendWords
  @State private var asTable = false

  var body: some View {
    VStack(alignment: .leading, spacing: 12) {
      Card(.brandSoft) {
        Heading(text: chart.title)
        Words(chart.sentence)
      }
      Choice(name: chart.title, form: .segments, options: forms) { asTable = $0 == Self.table }
      Card {
        if asTable { TrendTable(chart: chart) } else { TrendDrawing(chart: chart, words: words) }
      }
    }
  }

  private static let table = "table"
  private static let drawing = "chart"

  private var forms: [ChoiceRow] {
    [
      ChoiceRow(id: Self.drawing, label: words.chart, detail: "", icon: "chart", chosen: !asTable),
      ChoiceRow(id: Self.table, label: words.table, detail: "", icon: "table", chosen: asTable),
    ]
  }
}

/// The readings with a stepper. The drawing is passed over by a screen reader: sentence, stepper and table say the same.
struct TrendDrawing: View {
  let chart: TrendChart
  let words: TrendWords
  @State private var chosen: Int?

  private var last: Int { chart.points.count - 1 }
  private var at: Int { min(chosen ?? last, last) }

  var body: some View {
    VStack(alignment: .leading, spacing: 12) {
      Words.detail(chart.unit)
      HStack(spacing: 12) {
        IconButton(name: words.earlier, icon: "back") { chosen = max(0, at - 1) }
        readout.frame(maxWidth: .infinity)
        IconButton(name: words.later, icon: "next") { chosen = min(last, at + 1) }
      }
      TrendPlot(chart: chart, at: at) { chosen = $0 }
    }
    .sensoryFeedback(.selection, trigger: at)
  }

  @ViewBuilder private var readout: some View {
    if chart.points.indices.contains(at) {
      VStack(spacing: 2) {
        Words(chart.points[at].label, font: .title3.weight(.semibold))
        Words.detail(chart.points[at].when)
      }
      .accessibilityElement(children: .combine)
      .accessibilityAddTraits(.updatesFrequently)
    }
  }
}

/// The same numbers, newest first; a row is read in one breath.
struct TrendTable: View {
  let chart: TrendChart

  var body: some View {
    Grid(alignment: .topLeading, horizontalSpacing: 12, verticalSpacing: 8) {
      TableLine(cells: chart.headings, font: .subheadline.weight(.semibold), paint: .inkSoft)
      Divider()
      ForEach(Array(chart.rows.enumerated()), id: \.offset) { _, row in
        TableLine(cells: row.cells, font: .body.monospacedDigit(), paint: .ink)
      }
    }
    .privacySensitive()
  }
}

struct TableLine: View {
  let cells: [String]
  let font: Font
  let paint: Paint

  var body: some View {
    GridRow {
      ForEach(Array(cells.enumerated()), id: \.offset) { _, cell in
        Text(cell).font(font).foregroundStyle(paint)
      }
    }
    .accessibilityElement(children: .combine)
  }
}
