import Charts
import Foundation
import SharedTypes
import SwiftUI

/// A reading with its place, and the run that its line belongs to: a gap ends a run, for a gap stays a gap.
struct PlottedPoint: Equatable {
  let place: Int
  let run: Int
  let point: SharedTypes.Point

  var when: Date { Date(timeIntervalSince1970: Double(point.at)) }
  var value: Double { Double(point.valueMilli) / 1000 }

  /// Readings further apart than this, in seconds, are not joined: a day and a half.
  static let gap: UInt32 = 36 * 3600

  static func all(_ points: [SharedTypes.Point]) -> [PlottedPoint] {
    var run = 0
    return points.enumerated().map { place, point in
      if place > 0 && point.at - points[place - 1].at > gap { run += 1 }
      return PlottedPoint(place: place, run: run, point: point)
    }
  }
}

/// The drawing: a line, a mark for each reading (a diamond at or beyond a limit), the limits as dashed lines with words.
struct TrendPlot: View {
  let chart: TrendChart
  let at: Int
  let chosen: @MainActor (Int) -> Void
  @State private var touched: Date?
  @ScaledMetric private var height: CGFloat = 220

  private var points: [PlottedPoint] { PlottedPoint.all(chart.points) }

  var body: some View {
    Chart {
      selected
      lines
      marks
      limits
    }
    .chartYScale(domain: Double(chart.lowMilli) / 1000...Double(chart.highMilli) / 1000)
    .chartXAxis(.hidden)
    .chartLegend(.hidden)
    .chartXSelection(value: $touched)
    .frame(minHeight: height)
    .privacySensitive()
    .accessibilityHidden(true)
    .onChange(of: touched) { _, new in
      if let new, let near = nearest(new) { chosen(near) }
    }
  }

  private func nearest(_ moment: Date) -> Int? {
    let far = { (point: PlottedPoint) in abs(point.when.timeIntervalSince(moment)) }
    return points.min { far($0) < far($1) }?.place
  }

  private var name: String { chart.title }

  @ChartContentBuilder private var selected: some ChartContent {
    ForEach(points.filter { $0.place == at }, id: \.place) { one in
      RuleMark(x: .value(name, one.when))
        .foregroundStyle(Paint.brandSoft)
        .lineStyle(StrokeStyle(lineWidth: 20))
    }
  }

  @ChartContentBuilder private var lines: some ChartContent {
    ForEach(points, id: \.place) { one in
      LineMark(x: .value(name, one.when), y: .value(name, one.value), series: .value(name, one.run))
        .foregroundStyle(Paint.brand)
    }
  }

  @ChartContentBuilder private var marks: some ChartContent {
    ForEach(points.filter { !$0.point.beyond }, id: \.place) { one in
      PointMark(x: .value(name, one.when), y: .value(name, one.value))
        .symbol(.circle)
        .foregroundStyle(Paint.brand)
    }
    ForEach(points.filter(\.point.beyond), id: \.place) { one in
      PointMark(x: .value(name, one.when), y: .value(name, one.value))
        .symbol(.diamond)
        .symbolSize(140)
        .foregroundStyle(Paint.caution)
        .annotation(position: .top) { Words(one.point.label, font: .caption.weight(.semibold)) }
    }
  }

  @ChartContentBuilder private var limits: some ChartContent {
    ForEach(chart.limits, id: \.valueMilli) { limit in
      RuleMark(y: .value(name, Double(limit.valueMilli) / 1000))
        .foregroundStyle(Paint.caution)
        .lineStyle(StrokeStyle(lineWidth: 1.5, dash: [6, 4]))
        .annotation(position: .top, alignment: .leading) {
          Words(limit.label, font: .caption.weight(.semibold), paint: .caution)
        }
    }
  }
}
