import Foundation

struct Changed<Content: View>: View, Drawn {
  let content: Content
  let change: (Canvas, () -> Void) -> Void
  func draw(on canvas: Canvas) { change(canvas) { canvas.inside("·") { canvas.draw(content) } } }
}
extension View {
  func changed(_ change: @escaping (Canvas, () -> Void) -> Void) -> Changed<Self> {
    Changed(content: self, change: change)
  }
  func eachNode(_ edit: @escaping (inout Node) -> Void) -> Changed<Self> {
    changed { canvas, draw in canvas.edit(edit, draw) }
  }
  private func with<C: View>(_ more: C, _ key: String, first: Bool = false) -> Changed<Self> {
    changed { canvas, draw in
      if !first { draw() }
      canvas.inside(key) { canvas.draw(more) }
      if first { draw() }
    }
  }
}

// What tests can see.
extension View {
  public func disabled(_ disabled: Bool) -> some View {
    changed { canvas, draw in canvas.with({ $0.isEnabled = $0.isEnabled && !disabled }, draw) }
  }
  public func privacySensitive(_ sensitive: Bool = true) -> some View {
    eachNode { $0.sensitive = $0.sensitive || sensitive }
  }
  public func tag<V: Hashable>(_ tag: V) -> some View {
    changed { canvas, draw in
      let chosen = canvas.environment.objects[ObjectIdentifier(Chosen.self)] as? Chosen
      guard let chosen else { return draw() }
      let inside = canvas.apart(draw)
      var node = Node(.option, seen: inside.flatMap(\.seen))
      node.press = { chosen.take(tag) }
      if chosen.is(tag) { node.traits = .isSelected }
      canvas.add(node)
    }
  }
  public func id<ID: Hashable>(_ id: ID) -> some View {
    changed { canvas, draw in canvas.inside(id, draw) }
  }
  public func background<V: View>(alignment: Alignment = .center, @ViewBuilder content: () -> V) -> some View
  {
    with(content(), "background", first: true)
  }
  public func overlay<V: View>(alignment: Alignment = .center, @ViewBuilder content: () -> V) -> some View {
    with(content(), "overlay")
  }
  public func safeAreaInset<V: View>(
    edge: VerticalEdge, alignment: HorizontalAlignment = .center, spacing: CGFloat? = nil,
    @ViewBuilder content: () -> V
  ) -> some View { with(content(), "inset \(edge)", first: edge == .top) }
  public func safeAreaInset<V: View>(
    edge: HorizontalEdge, alignment: VerticalAlignment = .center, spacing: CGFloat? = nil,
    @ViewBuilder content: () -> V
  ) -> some View { with(content(), "inset \(edge)", first: edge == .leading) }
  public func sheet<C: View>(
    isPresented: Binding<Bool>, onDismiss: (() -> Void)? = nil, @ViewBuilder content: @escaping () -> C
  ) -> some View {
    changed { canvas, draw in
      draw()
      if isPresented.wrappedValue { canvas.inside("sheet") { canvas.draw(content()) } }
    }
  }
  @_disfavoredOverload public func alert<S: StringProtocol, A: View>(
    _ title: S, isPresented: Binding<Bool>, @ViewBuilder actions: () -> A
  ) -> some View { asking(String(title), isPresented, actions()) }
  @_disfavoredOverload public func confirmationDialog<S: StringProtocol, A: View>(
    _ title: S, isPresented: Binding<Bool>, titleVisibility: Visibility = .automatic,
    @ViewBuilder actions: () -> A
  ) -> some View { asking(titleVisibility == .visible ? String(title) : "", isPresented, actions()) }
  /// Any of its buttons closes it, before the button's action.
  private func asking<A: View>(_ title: String, _ shown: Binding<Bool>, _ actions: A) -> some View {
    changed { canvas, draw in
      draw()
      guard shown.wrappedValue else { return }
      if !title.isEmpty { canvas.add(Node(.text, seen: [title])) }
      canvas.edit({ node in
        guard let press = node.press else { return }
        node.press = {
          shown.wrappedValue = false
          press()
        }
      }) { canvas.inside("asking") { canvas.draw(actions) } }
    }
  }
  public func environment<T: AnyObject & Observable>(_ object: T?) -> some View {
    changed { canvas, draw in canvas.with({ $0.objects[ObjectIdentifier(T.self)] = object }, draw) }
  }
  public func environment<V>(_ path: WritableKeyPath<EnvironmentValues, V>, _ value: V) -> some View {
    changed { canvas, draw in canvas.with({ $0[keyPath: path] = value }, draw) }
  }
  public func onAppear(perform action: (() -> Void)? = nil) -> some View {
    changed { canvas, draw in
      draw()
      if let action { canvas.once("appear", action) }
    }
  }
  public func onDisappear(perform action: (() -> Void)? = nil) -> some View { self }
  public func task<T: Equatable>(
    id value: T, priority: TaskPriority = .userInitiated,
    _ action: @escaping @Sendable @MainActor () async -> Void
  ) -> some View {
    changed { canvas, draw in
      draw()
      canvas.watch(value, initial: true) { _, _ in Task { await action() } }
    }
  }
  public func onChange<V: Equatable>(
    of value: V, initial: Bool = false, _ action: @escaping (V, V) -> Void
  ) -> some View {
    changed { canvas, draw in
      draw()
      canvas.watch(value, initial: initial, action)
    }
  }
  public func onSubmit(_ action: @escaping () -> Void) -> some View { eachNode { $0.submit = action } }
  public func onTapGesture(count: Int = 1, perform action: @escaping () -> Void) -> some View { self }
  public func focused(_ condition: FocusState<Bool>.Binding) -> some View {
    eachNode { node in node.focus = { condition.wrappedValue = $0 } }
  }
  public func focused<V: Hashable>(_ binding: FocusState<V>.Binding, equals value: V) -> some View { self }
}

// MARK: Gestures

@MainActor public protocol Gesture {
  associatedtype Value
}
public struct DragGesture: Gesture {
  public struct Value {
    public var startLocation: CGPoint
    public var translation: CGSize
    @_spi(Testing) public init(startLocation: CGPoint, translation: CGSize) {
      self.startLocation = startLocation
      self.translation = translation
    }
  }
  nonisolated public init(minimumDistance: CGFloat = 10) {}
}
public struct _EndedGesture<Base: Gesture>: Gesture {
  public typealias Value = Base.Value
  let ended: (Value) -> Void
}
extension Gesture {
  public func onEnded(_ action: @escaping (Value) -> Void) -> _EndedGesture<Self> {
    _EndedGesture(ended: action)
  }
}
extension View {
  public func simultaneousGesture<T: Gesture>(_ gesture: T) -> some View {
    changed { canvas, draw in
      draw()
      guard let drag = gesture as? _EndedGesture<DragGesture> else { return }
      var node = Node(.gesture)
      node.identifier = "drag"
      node.enter = { value in
        guard let value = value as? DragGesture.Value else { return false }
        drag.ended(value)
        return true
      }
      canvas.add(node)
    }
  }
}

// MARK: Accessibility

public struct AccessibilityTraits: OptionSet, Sendable {
  public let rawValue: Int
  public init(rawValue: Int) { self.rawValue = rawValue }
  public static let isButton = AccessibilityTraits(rawValue: 1)
  public static let isHeader = AccessibilityTraits(rawValue: 2)
  public static let isSelected = AccessibilityTraits(rawValue: 4)
  public static let updatesFrequently = AccessibilityTraits(rawValue: 8)
  public static let isToggle = AccessibilityTraits(rawValue: 16)
  public static let isTabBar = AccessibilityTraits(rawValue: 32)
  public static let isModal = AccessibilityTraits(rawValue: 64)
  public static let isKeyboardKey = AccessibilityTraits(rawValue: 256)
  public static let isStaticText = AccessibilityTraits(rawValue: 128)
}
public struct AccessibilityChildBehavior: Hashable, Sendable {
  let name: String
  public static let ignore = AccessibilityChildBehavior(name: "ignore")
  public static let contain = AccessibilityChildBehavior(name: "contain")
  public static let combine = AccessibilityChildBehavior(name: "combine")
}
public struct AccessibilityActionKind: Hashable, Sendable {
  let name: String
  public static let escape = AccessibilityActionKind(name: "escape")
  public static let magicTap = AccessibilityActionKind(name: "magicTap")
}
public enum AccessibilityNotification {
  @MainActor public struct Announcement {
    let text: String
    nonisolated public init(_ announcement: String) { text = announcement }
    public func post() { Announced.said.append(text) }
  }
}

extension View {
  @_disfavoredOverload public func accessibilityLabel<S: StringProtocol>(_ label: S) -> some View {
    element("a label") { $0.label = [String(label)] }
  }
  @_disfavoredOverload public func accessibilityValue<S: StringProtocol>(_ value: S) -> some View {
    element("a value") { $0.value = String(value) }
  }
  @_disfavoredOverload public func accessibilityHint<S: StringProtocol>(_ hint: S) -> some View {
    element("a hint") { $0.hint = String(hint) }
  }
  @_disfavoredOverload public func accessibilityInputLabels<S: StringProtocol>(_ labels: [S]) -> some View {
    self
  }
  public func accessibilityIdentifier(_ identifier: String) -> some View {
    element("an identifier") { $0.identifier = identifier }
  }
  public func accessibilityAddTraits(_ traits: AccessibilityTraits) -> some View {
    element("traits") { $0.traits.formUnion(traits) }
  }
  public func accessibilitySortPriority(_ priority: Double) -> some View {
    eachNode { $0.priority = priority }
  }
  public func accessibilityHidden(_ hidden: Bool) -> some View {
    eachNode { $0.hidden = $0.hidden || hidden }
  }
  public func accessibilityFocused(_ condition: AccessibilityFocusState<Bool>.Binding) -> some View { self }
  public func accessibilityAction(
    _ actionKind: AccessibilityActionKind = .magicTap, _ handler: @escaping () -> Void
  ) -> some View {
    changed { canvas, draw in
      draw()
      var node = Node(.gesture)
      node.identifier = actionKind.name
      node.submit = handler
      canvas.add(node)
    }
  }
  public func accessibilityElement(children: AccessibilityChildBehavior = .ignore) -> some View {
    changed { canvas, draw in
      let inside = canvas.apart(draw)
      var node = Node(.group, seen: [])
      if children == .contain {
        canvas.add(node)
        for var one in inside {
          one.depth += 1
          canvas.add(one)
        }
        return
      }
      node.seen = inside.flatMap(\.seen)
      // What is redacted is each text, not the element.
      node.sensitive = inside.allSatisfy { $0.sensitive || $0.seen.isEmpty }
      node.label =
        children == .combine ? inside.filter { !$0.hidden }.flatMap { $0.names + [$0.value ?? ""] } : []
      let pressed = inside.filter { $0.press != nil }
      precondition(pressed.count < 2 && !inside.contains { $0.enter != nil }, "controls in one element")
      node.press = pressed.first?.press
      canvas.add(node)
    }
  }
  private func element(_ what: String, _ edit: @escaping (inout Node) -> Void) -> some View {
    changed { canvas, draw in canvas.editElement(what, edit, draw) }
  }
}
