// SwiftUI on Linux: the part of its public interface that the screens use, for iOS 17, written by hand from Apple's
// documentation. It checks types and lets tests read and press what a screen shows. It lays nothing out and draws
// nothing. Where in doubt it is stricter than the real one. Never compiled on Apple's systems.
import Foundation
@_exported import struct Foundation.CGFloat
@_exported import struct Foundation.CGPoint
@_exported import struct Foundation.CGSize
@_exported import Observation

@MainActor @preconcurrency public protocol View {
  associatedtype Body: View
  @ViewBuilder @MainActor @preconcurrency var body: Body { get }
}
extension Never: View {
  public typealias Body = Never
}
extension View where Body == Never {
  public var body: Never { fatalError("this view has no body") }
}

@MainActor @resultBuilder public struct ViewBuilder {
  public static func buildExpression<C: View>(_ content: C) -> C { content }
  public static func buildBlock() -> EmptyView { EmptyView() }
  public static func buildBlock<C: View>(_ content: C) -> C { content }
  public static func buildBlock<each C: View>(_ content: repeat each C) -> TupleView<(repeat each C)> {
    var parts: [(Canvas) -> Void] = []
    repeat parts.append(drawing(each content))
    return TupleView(value: (repeat each content), parts: parts)
  }
  public static func buildIf<C: View>(_ content: C?) -> C? { content }
  public static func buildEither<T: View, F: View>(first: T) -> _ConditionalContent<T, F> {
    _ConditionalContent(storage: .first(first))
  }
  public static func buildEither<T: View, F: View>(second: F) -> _ConditionalContent<T, F> {
    _ConditionalContent(storage: .second(second))
  }
  private static func drawing<C: View>(_ content: C) -> (Canvas) -> Void { { $0.draw(content) } }
}

public struct EmptyView: View, Drawn {
  public init() {}
  func draw(on canvas: Canvas) {}
}

public struct TupleView<T>: View, Drawn {
  public var value: T
  let parts: [(Canvas) -> Void]
  func draw(on canvas: Canvas) {
    for (place, part) in parts.enumerated() { canvas.inside(place) { part(canvas) } }
  }
}

public struct _ConditionalContent<T: View, F: View>: View, Drawn {
  enum Storage { case first(T), second(F) }
  let storage: Storage
  func draw(on canvas: Canvas) {
    switch storage {
    case .first(let view): canvas.inside("if") { canvas.draw(view) }
    case .second(let view): canvas.inside("else") { canvas.draw(view) }
    }
  }
}

extension Optional: View where Wrapped: View {
  public typealias Body = Never
}
extension Optional: Drawn where Wrapped: View {
  func draw(on canvas: Canvas) {
    if let self { canvas.draw(self) }
  }
}

// MARK: Modifiers of one's own

@MainActor @preconcurrency public protocol ViewModifier {
  associatedtype Body: View
  typealias Content = _ViewModifier_Content<Self>
  @ViewBuilder @MainActor @preconcurrency func body(content: Content) -> Body
}
public struct _ViewModifier_Content<Modifier: ViewModifier>: View, Drawn {
  let content: (Canvas) -> Void
  func draw(on canvas: Canvas) { content(canvas) }
}
public struct ModifiedContent<Content, Modifier> {
  public var content: Content
  public var modifier: Modifier
  public init(content: Content, modifier: Modifier) {
    self.content = content
    self.modifier = modifier
  }
}
extension ModifiedContent: View where Content: View, Modifier: ViewModifier {
  public typealias Body = Never
}
extension ModifiedContent: Drawn where Content: View, Modifier: ViewModifier {
  func draw(on canvas: Canvas) {
    canvas.inside(ObjectIdentifier(Modifier.self)) {
      canvas.attach(modifier)
      canvas.draw(modifier.body(content: _ViewModifier_Content { $0.draw(content) }))
    }
  }
}
extension View {
  public func modifier<T>(_ modifier: T) -> ModifiedContent<Self, T> {
    ModifiedContent(content: self, modifier: modifier)
  }
}

// MARK: App

@MainActor @preconcurrency public protocol Scene {
  associatedtype Body: Scene
  @SceneBuilder @MainActor @preconcurrency var body: Body { get }
}
extension Never: Scene {}
public struct WindowGroup<Content: View>: Scene {
  let content: Content
  public init(@ViewBuilder content: () -> Content) { self.content = content() }
  public var body: Never { fatalError("this scene has no body") }
}
@MainActor @resultBuilder public struct SceneBuilder {
  public static func buildBlock<C: Scene>(_ content: C) -> C { content }
}
@MainActor @preconcurrency public protocol App {
  associatedtype Body: Scene
  @SceneBuilder @MainActor @preconcurrency var body: Body { get }
  @MainActor @preconcurrency init()
}
extension App {
  public static func main() { fatalError("the stand-in runs no app") }
}
