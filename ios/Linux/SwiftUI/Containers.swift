import Foundation

public struct VStack<Content: View>: View, Around {
  let content: Content
  public init(
    alignment: HorizontalAlignment = .center, spacing: CGFloat? = nil, @ViewBuilder content: () -> Content
  ) { self.content = content() }
}
public struct HStack<Content: View>: View, Around {
  let content: Content
  public init(
    alignment: VerticalAlignment = .center, spacing: CGFloat? = nil, @ViewBuilder content: () -> Content
  ) { self.content = content() }
}
public struct LazyVStack<Content: View>: View, Around {
  let content: Content
  public init(
    alignment: HorizontalAlignment = .center, spacing: CGFloat? = nil, @ViewBuilder content: () -> Content
  ) { self.content = content() }
}
public struct ZStack<Content: View>: View, Around {
  let content: Content
  public init(alignment: Alignment = .center, @ViewBuilder content: () -> Content) {
    self.content = content()
  }
}
public struct Grid<Content: View>: View, Around {
  let content: Content
  public init(
    alignment: Alignment = .center, horizontalSpacing: CGFloat? = nil, verticalSpacing: CGFloat? = nil,
    @ViewBuilder content: () -> Content
  ) { self.content = content() }
}
public struct GridRow<Content: View>: View, Around {
  let content: Content
  public init(alignment: VerticalAlignment? = nil, @ViewBuilder content: () -> Content) {
    self.content = content()
  }
}
public struct GridItem: Sendable {
  public enum Size: Sendable {
    case fixed(CGFloat)
    case flexible(minimum: CGFloat = 10, maximum: CGFloat = .infinity)
    case adaptive(minimum: CGFloat, maximum: CGFloat = .infinity)
  }
  public init(_ size: Size = .flexible(), spacing: CGFloat? = nil, alignment: Alignment? = nil) {}
}
public struct LazyVGrid<Content: View>: View, Around {
  let content: Content
  public init(
    columns: [GridItem], alignment: HorizontalAlignment = .center, spacing: CGFloat? = nil,
    @ViewBuilder content: () -> Content
  ) { self.content = content() }
}
public struct Group<Content: View>: View, Around {
  let content: Content
  public init(@ViewBuilder content: () -> Content) { self.content = content() }
}
public struct ViewThatFits<Content: View>: View, Around {
  let content: Content
  public init(in axes: Axis.Set = [.horizontal, .vertical], @ViewBuilder content: () -> Content) {
    self.content = content()
  }
}
public struct ScrollView<Content: View>: View, Around {
  let content: Content
  public init(
    _ axes: Axis.Set = .vertical, showsIndicators: Bool = true, @ViewBuilder content: () -> Content
  ) { self.content = content() }
}
public struct Spacer: View, Drawn {
  nonisolated public init(minLength: CGFloat? = nil) {}
  func draw(on canvas: Canvas) {}
}
public struct Divider: View, Drawn {
  nonisolated public init() {}
  func draw(on canvas: Canvas) {}
}

public struct GeometryProxy {
  public var size: CGSize { CGSize(width: 360, height: 640) }
}
public struct GeometryReader<Content: View>: View, Drawn {
  let content: (GeometryProxy) -> Content
  public init(@ViewBuilder content: @escaping (GeometryProxy) -> Content) { self.content = content }
  func draw(on canvas: Canvas) { canvas.draw(content(GeometryProxy())) }
}

public struct ScrollViewProxy {
  public func scrollTo<ID: Hashable>(_ id: ID, anchor: UnitPoint? = nil) {}
}
public struct ScrollViewReader<Content: View>: View, Drawn {
  let content: (ScrollViewProxy) -> Content
  public init(@ViewBuilder content: @escaping (ScrollViewProxy) -> Content) { self.content = content }
  func draw(on canvas: Canvas) { canvas.draw(content(ScrollViewProxy())) }
}

public struct ForEach<Data: RandomAccessCollection, ID: Hashable, Content> {
  let data: Data
  let id: (Data.Element) -> ID
  let content: (Data.Element) -> Content
}
extension ForEach: View where Content: View {
  public typealias Body = Never
}
extension ForEach: Drawn where Content: View {
  func draw(on canvas: Canvas) {
    var seen: Set<ID> = []
    for element in data {
      precondition(seen.insert(id(element)).inserted, "ForEach: the id \(id(element)) comes twice")
      canvas.inside(id(element)) { canvas.draw(content(element)) }
    }
  }
}
extension ForEach where Content: View {
  public init(
    _ data: Data, id: KeyPath<Data.Element, ID>, @ViewBuilder content: @escaping (Data.Element) -> Content
  ) { self.init(data: data, id: { $0[keyPath: id] }, content: content) }
}
extension ForEach {
  /// For another module's content, as the marks of a chart.
  @_spi(StandIns) public init(
    elements: Data, id: KeyPath<Data.Element, ID>, content: @escaping (Data.Element) -> Content
  ) { self.init(data: elements, id: { $0[keyPath: id] }, content: content) }
  @_spi(StandIns) public var all: [Content] { data.map(content) }
}

public struct AnyView: View, Drawn {
  let content: (Canvas) -> Void
  public init<V: View>(_ view: V) { content = { $0.draw(view) } }
  func draw(on canvas: Canvas) { content(canvas) }
}

/// Another module's drawing: what it is made of, and the views in it.
@_spi(StandIns) public struct Picture: View, Drawn {
  let marks: [String]
  let views: [AnyView]
  public init(marks: [String], views: [AnyView]) {
    self.marks = marks
    self.views = views
  }
  func draw(on canvas: Canvas) {
    var node = Node(.chart)
    node.marks = marks
    canvas.add(node)
    for (place, view) in views.enumerated() { canvas.inside(place) { canvas.draw(view) } }
  }
}
