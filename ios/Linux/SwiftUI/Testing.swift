// For tests only: walks a tree of views and writes down what there is to see, to hear, to press and to type into.
// `@_spi(Testing) import SwiftUI` shows it.
import Foundation

@MainActor protocol Drawn {
  func draw(on canvas: Canvas)
}
@MainActor protocol Around: Drawn {
  associatedtype Inside: View
  var content: Inside { get }
}
extension Around {
  func draw(on canvas: Canvas) { canvas.draw(content) }
}
@MainActor protocol Attached {
  func attach(to canvas: Canvas, key: Int)
}

/// One thing on a screen.
@_spi(Testing) public struct Node {
  public enum Kind: Sendable {
    case text, image, button, field, toggle, slider, picker, option, date, progress, chart, group, gesture
  }
  public let kind: Kind
  /// The texts one sees in it.
  public var seen: [String] = []
  /// What is said instead of them.
  public var label: [String]?
  public var value: String?
  public var hint: String?
  public var identifier: String?
  public var traits: AccessibilityTraits = []
  public var priority = 0.0
  public var enabled = true
  /// Whether assistive technology passes over it.
  public var hidden = false
  /// Whether it is covered where the system redacts what is private.
  public var sensitive = false
  public var press: (@MainActor () -> Void)?
  public var enter: (@MainActor (Any) -> Bool)?
  public var current: (@MainActor () -> Any)?
  public var focus: (@MainActor (Bool) -> Void)?
  public var submit: (() -> Void)?
  /// What a chart is made of.
  public var marks: [String] = []
  /// How many elements it lies in; an edit from outside reaches the outermost only.
  public internal(set) var depth = 0

  init(_ kind: Kind, seen: [String] = []) {
    self.kind = kind
    self.seen = seen.filter { !$0.isEmpty }
  }

  /// What a screen reader calls it, in pieces.
  public var names: [String] { (label ?? seen).filter { !$0.isEmpty } }
  /// All that can be read or heard of it.
  public var texts: [String] {
    let heard = hidden ? [] : names + [value ?? "", hint ?? ""]
    return (seen + heard).filter { !$0.isEmpty }
  }
}

@MainActor final class Canvas {
  var nodes: [Node] = []
  var environment = EnvironmentValues()
  // Where in the tree the drawing is, as one number: names of nested types are long and slow to make.
  private var path = 0
  private var memory: [Int: AnyObject] = [:]
  private(set) var after: [() -> Void] = []
  private(set) var announcements: [String] = []

  private func key<Step: Hashable>(_ step: Step) -> Int {
    var hasher = Hasher()
    hasher.combine(path)
    hasher.combine(step)
    return hasher.finalize()
  }

  func draw<V: View>(_ view: V) {
    if let drawn = view as? any Drawn { return drawn.draw(on: self) }
    inside(ObjectIdentifier(V.self)) {
      attach(view)
      draw(view.body)
    }
  }
  /// Which types keep nothing: looking into a value is slow.
  private static var bare: Set<ObjectIdentifier> = []

  /// Gives a view or a modifier what it keeps from one drawing to the next.
  func attach<Owner>(_ owner: Owner) {
    let type = ObjectIdentifier(Owner.self)
    if Self.bare.contains(type) { return }
    var keeps = false
    for child in Mirror(reflecting: owner).children {
      guard let attached = child.value as? any Attached else { continue }
      keeps = true
      attached.attach(to: self, key: key(child.label ?? ""))
    }
    if !keeps { Self.bare.insert(type) }
  }
  func kept<T: AnyObject>(_ key: Int, else new: T) -> T {
    if let old = memory[key] as? T { return old }
    memory[key] = new
    return new
  }
  func inside<Step: Hashable>(_ step: Step, _ work: () -> Void) {
    let before = path
    path = key(step)
    work()
    path = before
  }
  func with(_ change: (inout EnvironmentValues) -> Void, _ work: () -> Void) {
    let before = environment
    change(&environment)
    work()
    environment = before
  }
  func add(_ node: Node) {
    var node = node
    node.enabled = node.enabled && environment.isEnabled
    nodes.append(node)
  }
  /// Draws and takes the nodes away again.
  func apart(_ work: () -> Void) -> [Node] {
    let start = nodes.count
    work()
    defer { nodes.removeSubrange(start...) }
    return Array(nodes[start...])
  }
  /// Draws, then changes every node of it.
  func edit(_ change: (inout Node) -> Void, _ work: () -> Void) {
    let start = nodes.count
    work()
    for place in start..<nodes.count { change(&nodes[place]) }
  }
  /// Draws, then changes the one element of it. Where there are several the real one's answer is hard to foretell.
  func editElement(_ what: String, _ change: (inout Node) -> Void, _ work: () -> Void) {
    let start = nodes.count
    work()
    let outer = (start..<nodes.count).filter { nodes[$0].depth == 0 }
    precondition(outer.count < 2, "\(what) on several elements: \(outer.map { nodes[$0].texts })")
    for place in outer { change(&nodes[place]) }
  }
  func once(_ name: String, _ work: @escaping () -> Void) {
    let key = key(name)
    guard memory[key] == nil else { return }
    memory[key] = Box(())
    after.append(work)
  }
  func watch<V: Equatable>(_ value: V, initial: Bool, _ action: @escaping (V, V) -> Void) {
    let key = key(ObjectIdentifier(V.self))
    if let old = memory[key] as? Box<V> {
      if old.value != value {
        let before = old.value
        after.append { action(before, value) }
      }
    } else if initial {
      after.append { action(value, value) }
    }
    memory[key] = Box(value)
  }
  func draw(all root: () -> some View) {
    for _ in 0..<20 {
      nodes = []
      draw(root())
      let work = after
      after = []
      if work.isEmpty { return }
      for action in work { action() }
    }
    fatalError("the screen never comes to rest")
  }
}

/// What has been announced to a screen reader since the last look.
@_spi(Testing) @MainActor public enum Announced {
  static var said: [String] = []
  public static func take() -> [String] {
    defer { said = [] }
    return said
  }
}

/// A drawn screen that can be read, pressed and typed into.
@_spi(Testing) @MainActor public final class Drawing<Root: View> {
  private let root: () -> Root
  private let canvas = Canvas()
  public init(
    _ change: (inout EnvironmentValues) -> Void = { _ in }, @ViewBuilder _ root: @escaping () -> Root
  ) {
    self.root = root
    change(&canvas.environment)
  }
  /// Everything on the screen, in its order.
  public var nodes: [Node] {
    canvas.draw(all: root)
    return canvas.nodes
  }
  /// Changes what is around the screen, as a rotation or another text size does.
  public func change(_ change: (inout EnvironmentValues) -> Void) { change(&canvas.environment) }
}
