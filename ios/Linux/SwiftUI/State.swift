import Foundation

final class Box<Value> {
  var value: Value
  init(_ value: Value) { self.value = value }
}

public protocol DynamicProperty {}

@propertyWrapper public struct State<Value>: DynamicProperty, Attached {
  // The outer box stands for this value of the view, the inner one for what the system keeps.
  private let slot: Box<Box<Value>>
  public init(wrappedValue: Value) { slot = Box(Box(wrappedValue)) }
  public init(initialValue: Value) { self.init(wrappedValue: initialValue) }
  public var wrappedValue: Value {
    get { slot.value.value }
    nonmutating set { slot.value.value = newValue }
  }
  public var projectedValue: Binding<Value> {
    let kept = slot.value
    return Binding(read: { kept.value }, write: { kept.value = $0 })
  }
  func attach(to canvas: Canvas, key: Int) { slot.value = canvas.kept(key, else: slot.value) }
}
extension State where Value: ExpressibleByNilLiteral {
  public init() { self.init(wrappedValue: nil) }
}

@propertyWrapper @dynamicMemberLookup public struct Binding<Value> {
  let read: () -> Value
  let write: (Value) -> Void
  init(read: @escaping () -> Value, write: @escaping (Value) -> Void) {
    self.read = read
    self.write = write
  }
  // The real closures are `@isolated(any)` as well; without it this is the stricter of the two.
  public init(get: @escaping @Sendable () -> Value, set: @escaping @Sendable (Value) -> Void) {
    self.init(read: get, write: set)
  }
  public static func constant(_ value: Value) -> Binding { Binding(read: { value }, write: { _ in }) }
  public var wrappedValue: Value {
    get { read() }
    nonmutating set { write(newValue) }
  }
  public var projectedValue: Binding { self }
  public subscript<Part>(dynamicMember path: WritableKeyPath<Value, Part>) -> Binding<Part> {
    Binding<Part>(
      read: { read()[keyPath: path] },
      write: {
        var whole = read()
        whole[keyPath: path] = $0
        write(whole)
      })
  }
}

@propertyWrapper public struct FocusState<Value: Hashable>: DynamicProperty, Attached {
  private let slot: Box<Box<Value>>
  public init() where Value == Bool { slot = Box(Box(false)) }
  public init<T: Hashable>() where Value == T? { slot = Box(Box(nil)) }
  public var wrappedValue: Value {
    get { slot.value.value }
    nonmutating set { slot.value.value = newValue }
  }
  @propertyWrapper public struct Binding {
    let kept: Box<Value>
    public var wrappedValue: Value {
      get { kept.value }
      nonmutating set { kept.value = newValue }
    }
    public var projectedValue: Binding { self }
  }
  public var projectedValue: Binding { Binding(kept: slot.value) }
  func attach(to canvas: Canvas, key: Int) { slot.value = canvas.kept(key, else: slot.value) }
}

@propertyWrapper public struct AccessibilityFocusState<Value: Hashable>: DynamicProperty, Attached {
  private let slot: Box<Box<Value>>
  public init() where Value == Bool { slot = Box(Box(false)) }
  public init<T: Hashable>() where Value == T? { slot = Box(Box(nil)) }
  public var wrappedValue: Value {
    get { slot.value.value }
    nonmutating set { slot.value.value = newValue }
  }
  @propertyWrapper public struct Binding {
    let kept: Box<Value>
    public var wrappedValue: Value {
      get { kept.value }
      nonmutating set { kept.value = newValue }
    }
    public var projectedValue: Binding { self }
  }
  public var projectedValue: Binding { Binding(kept: slot.value) }
  func attach(to canvas: Canvas, key: Int) { slot.value = canvas.kept(key, else: slot.value) }
}

/// The real one grows with Dynamic Type.
@propertyWrapper public struct ScaledMetric<Value: BinaryFloatingPoint>: DynamicProperty {
  public let wrappedValue: Value
  public init(wrappedValue: Value) { self.wrappedValue = wrappedValue }
  public init(wrappedValue: Value, relativeTo textStyle: Font.TextStyle) { self.wrappedValue = wrappedValue }
}

@propertyWrapper @dynamicMemberLookup public struct Bindable<Value: AnyObject & Observable> {
  public var wrappedValue: Value
  public init(wrappedValue: Value) { self.wrappedValue = wrappedValue }
  public init(_ value: Value) { self.init(wrappedValue: value) }
  public var projectedValue: Bindable { self }
  public subscript<Part>(dynamicMember path: ReferenceWritableKeyPath<Value, Part>) -> Binding<Part> {
    let object = wrappedValue
    return Binding(read: { object[keyPath: path] }, write: { object[keyPath: path] = $0 })
  }
}

// MARK: Environment

public struct EnvironmentValues: @unchecked Sendable {
  var objects: [ObjectIdentifier: AnyObject] = [:]
  private var own: [ObjectIdentifier: Any] = [:]
  public var dynamicTypeSize: DynamicTypeSize = .large
  public var horizontalSizeClass: UserInterfaceSizeClass? = .compact
  public var colorScheme: ColorScheme = .light
  public var locale = Locale(identifier: "en_GB")
  public var calendar = Calendar(identifier: .gregorian)
  public var timeZone = TimeZone(secondsFromGMT: 0) ?? .current
  public var isEnabled = true
  public var scenePhase: ScenePhase = .active
  public internal(set) var accessibilityReduceMotion = false
  public internal(set) var accessibilityVoiceOverEnabled = false
  public init() {}
  public subscript<K: EnvironmentKey>(key: K.Type) -> K.Value {
    get { own[ObjectIdentifier(key)] as? K.Value ?? K.defaultValue }
    set { own[ObjectIdentifier(key)] = newValue }
  }
}
public protocol EnvironmentKey {
  associatedtype Value
  static var defaultValue: Value { get }
}
public enum UserInterfaceSizeClass: Sendable { case compact, regular }
public enum ColorScheme: CaseIterable, Sendable { case light, dark }
public enum ScenePhase: Comparable, Sendable { case background, inactive, active }
public enum DynamicTypeSize: Comparable, CaseIterable, Sendable {
  case xSmall, small, medium, large, xLarge, xxLarge, xxxLarge
  case accessibility1, accessibility2, accessibility3, accessibility4, accessibility5
  public var isAccessibilitySize: Bool { self >= .accessibility1 }
}

@propertyWrapper public struct Environment<Value>: DynamicProperty, Attached {
  private let find: (EnvironmentValues) -> Value?
  private let slot = Box<Value?>(nil)
  public init(_ path: KeyPath<EnvironmentValues, Value>) { find = { $0[keyPath: path] } }
  public init(_ type: Value.Type) where Value: AnyObject & Observable {
    find = { $0.objects[ObjectIdentifier(type)] as? Value }
  }
  public var wrappedValue: Value {
    guard let value = slot.value else { fatalError("no \(Value.self) in the environment") }
    return value
  }
  func attach(to canvas: Canvas, key: Int) { slot.value = find(canvas.environment) }
}
