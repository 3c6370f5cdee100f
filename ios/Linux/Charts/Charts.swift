// Swift Charts on Linux: the part of its public interface that the screens use, for iOS 17, written by hand from Apple's
// documentation. A test sees which marks there are and the words of their annotations; nothing is drawn.
import Foundation
@_spi(StandIns) import SwiftUI

@MainActor @preconcurrency public protocol ChartContent {
  associatedtype Body: ChartContent
  @ChartContentBuilder @MainActor @preconcurrency var body: Body { get }
}
extension Never: ChartContent {
  public var body: Never { fatalError("never drawn") }
}
extension ChartContent where Body == Never {
  public var body: Never { fatalError("this mark has no body") }
}

struct Stroke {
  var kind: String
  var annotations: [AnyView] = []
}
@MainActor protocol Marks {
  var marks: [Stroke] { get }
}
@MainActor func drawings<C: ChartContent>(_ content: C) -> [Stroke] {
  (content as? any Marks)?.marks ?? drawings(content.body)
}
struct Several: ChartContent, Marks {
  typealias Body = Never
  let marks: [Stroke]
}

@MainActor @resultBuilder public struct ChartContentBuilder {
  public static func buildExpression<C: ChartContent>(_ content: C) -> C { content }
  public static func buildBlock() -> some ChartContent { Several(marks: []) }
  public static func buildBlock<C: ChartContent>(_ content: C) -> C { content }
  public static func buildBlock<each C: ChartContent>(_ content: repeat each C) -> some ChartContent {
    var all: [Stroke] = []
    repeat all += drawings(each content)
    return Several(marks: all)
  }
  public static func buildIf<C: ChartContent>(_ content: C?) -> C? { content }
}
extension Optional: ChartContent where Wrapped: ChartContent {
  public typealias Body = Never
}
extension Optional: Marks where Wrapped: ChartContent {
  var marks: [Stroke] { map { drawings($0) } ?? [] }
}
extension ForEach: ChartContent where Content: ChartContent {
  public typealias Body = Never
}
extension ForEach: Marks where Content: ChartContent {
  var marks: [Stroke] { all.flatMap { drawings($0) } }
}
extension ForEach where Content: ChartContent {
  public init(
    _ data: Data, id: KeyPath<Data.Element, ID>,
    @ChartContentBuilder content: @escaping (Data.Element) -> Content
  ) { self.init(elements: data, id: id, content: content) }
}

// MARK: Values

public protocol Plottable {}
extension Double: Plottable {}
extension Int: Plottable {}
extension String: Plottable {}
extension Date: Plottable {}
public struct PlottableValue<Value: Plottable> {
  let value: Value
  @_disfavoredOverload public static func value<S: StringProtocol>(_ label: S, _ value: Value)
    -> PlottableValue
  {
    PlottableValue(value: value)
  }
}
public protocol ScaleDomain {}
extension ClosedRange: ScaleDomain where Bound: Plottable {}

// MARK: Marks

public struct LineMark: ChartContent, Marks {
  let marks: [Stroke]
  public init<X: Plottable, Y: Plottable, S: Plottable>(
    x: PlottableValue<X>, y: PlottableValue<Y>, series: PlottableValue<S>
  ) { marks = [Stroke(kind: "line \(series.value)")] }
}
public struct PointMark: ChartContent, Marks {
  let marks: [Stroke]
  public init<X: Plottable, Y: Plottable>(x: PlottableValue<X>, y: PlottableValue<Y>) {
    marks = [Stroke(kind: "point \(y.value)")]
  }
}
public struct RuleMark: ChartContent, Marks {
  let marks: [Stroke]
  public init<X: Plottable>(x: PlottableValue<X>, yStart: CGFloat? = nil, yEnd: CGFloat? = nil) {
    marks = [Stroke(kind: "upright rule")]
  }
  public init<Y: Plottable>(xStart: CGFloat? = nil, xEnd: CGFloat? = nil, y: PlottableValue<Y>) {
    marks = [Stroke(kind: "rule \(y.value)")]
  }
}

public struct AnnotationPosition: Sendable {
  public static let automatic = AnnotationPosition()
  public static let top = AnnotationPosition()
  public static let bottom = AnnotationPosition()
}
public protocol ChartSymbolShape: Shape {}
public struct BasicChartSymbolShape: ChartSymbolShape {
  let name: String
  public var body: Never { fatalError("drawn by the chart") }
  nonisolated init(name: String) { self.name = name }
}
extension ChartSymbolShape where Self == BasicChartSymbolShape {
  nonisolated public static var circle: BasicChartSymbolShape { BasicChartSymbolShape(name: "circle") }
  nonisolated public static var diamond: BasicChartSymbolShape { BasicChartSymbolShape(name: "diamond") }
}

extension ChartContent {
  private func each(_ change: (inout Stroke) -> Void) -> Several {
    var all = drawings(self)
    for place in all.indices { change(&all[place]) }
    return Several(marks: all)
  }
  public func foregroundStyle<S: ShapeStyle>(_ style: S) -> some ChartContent { each { _ in } }
  public func lineStyle(_ style: StrokeStyle) -> some ChartContent { each { _ in } }
  public func symbolSize(_ area: CGFloat) -> some ChartContent { each { _ in } }
  public func accessibilityHidden(_ hidden: Bool) -> some ChartContent { each { _ in } }
  public func symbol<S: ChartSymbolShape>(_ symbol: S) -> some ChartContent {
    each { $0.kind += " \((symbol as? BasicChartSymbolShape)?.name ?? "")" }
  }
  public func annotation<C: View>(
    position: AnnotationPosition = .automatic, alignment: Alignment = .center, spacing: CGFloat? = nil,
    @ViewBuilder content: () -> C
  ) -> some ChartContent {
    let view = AnyView(content())
    return each { $0.annotations.append(view) }
  }
}

// MARK: The chart

public struct Chart<Content: ChartContent>: View {
  let content: Content
  public init(@ChartContentBuilder content: () -> Content) { self.content = content() }
  public var body: some View {
    let all = drawings(content)
    return Picture(marks: all.map(\.kind), views: all.flatMap(\.annotations))
  }
}
extension View {
  nonisolated public func chartYScale<D: ScaleDomain>(domain: D) -> some View { self }
  nonisolated public func chartXScale<D: ScaleDomain>(domain: D) -> some View { self }
  nonisolated public func chartXAxis(_ visibility: Visibility) -> some View { self }
  nonisolated public func chartYAxis(_ visibility: Visibility) -> some View { self }
  nonisolated public func chartLegend(_ visibility: Visibility) -> some View { self }
  public func chartXSelection<P: Plottable>(value: Binding<P?>) -> some View { self }
}
