import Foundation

// MARK: Text and pictures

public struct LocalizedStringKey: ExpressibleByStringInterpolation, Equatable, Sendable {
  let text: String
  public init(_ value: String) { text = value }
  public init(stringLiteral value: String) { text = value }
}

public struct Text: View, Drawn, Equatable {
  /// What it was put together from: a test sees the pieces one by one.
  let pieces: [String]
  nonisolated init(pieces: [String]) { self.pieces = pieces }
  nonisolated public init(_ key: LocalizedStringKey) { self.init(pieces: [key.text]) }
  @_disfavoredOverload nonisolated public init<S: StringProtocol>(_ content: S) {
    self.init(pieces: [String(content)])
  }
  nonisolated public init(verbatim content: String) { self.init(pieces: [content]) }
  var text: String { pieces.joined() }
  nonisolated public func font(_ font: Font?) -> Text { self }
  nonisolated public func bold() -> Text { self }
  nonisolated public func fontWeight(_ weight: Font.Weight?) -> Text { self }
  nonisolated public func monospacedDigit() -> Text { self }
  nonisolated public func foregroundStyle<S: ShapeStyle>(_ style: S) -> Text { self }
  nonisolated public static func + (one: Text, other: Text) -> Text {
    Text(pieces: one.pieces + other.pieces)
  }
  func draw(on canvas: Canvas) { canvas.add(Node(.text, seen: pieces)) }
}

public struct Label<Title: View, Icon: View>: View, Drawn {
  let title: Title
  let icon: Icon
  public init(@ViewBuilder title: () -> Title, @ViewBuilder icon: () -> Icon) {
    self.title = title()
    self.icon = icon()
  }
  func draw(on canvas: Canvas) { canvas.draw(title) }
}
extension Label where Title == Text, Icon == Image {
  public init(_ key: LocalizedStringKey, systemImage: String) {
    self.init(title: { Text(key) }, icon: { Image(systemName: systemImage) })
  }
  @_disfavoredOverload public init<S: StringProtocol>(_ title: S, systemImage: String) {
    self.init(title: { Text(title) }, icon: { Image(systemName: systemImage) })
  }
}

/// UIKit's picture, which SwiftUI shows there.
public final class UIImage: Sendable {
  public init?(data: Data) {
    if data.isEmpty { return nil }
  }
}
public struct Image: View, Drawn, Sendable {
  public enum Scale: Hashable, Sendable { case small, medium, large }
  let name: String
  nonisolated public init(systemName: String) { name = systemName }
  nonisolated public init(uiImage: UIImage) { name = "" }
  nonisolated public func resizable() -> Image { self }
  func draw(on canvas: Canvas) {
    var node = Node(.image)
    node.identifier = name
    canvas.add(node)
  }
}

// MARK: Buttons

public struct Button<Label: View>: View, Drawn {
  let action: @MainActor () -> Void
  let label: Label
  public init(action: @escaping @MainActor () -> Void, @ViewBuilder label: () -> Label) {
    self.action = action
    self.label = label()
  }
  public init(
    role: ButtonRole?, action: @escaping @MainActor () -> Void, @ViewBuilder label: () -> Label
  ) { self.init(action: action, label: label) }
  func draw(on canvas: Canvas) {
    let inside = canvas.apart { canvas.draw(label) }
    var node = Node(.button, seen: inside.flatMap(\.seen))
    node.label = inside.filter { !$0.hidden }.flatMap(\.names)
    node.traits = .isButton
    node.press = action
    canvas.add(node)
  }
}
extension Button where Label == Text {
  public init(_ key: LocalizedStringKey, action: @escaping @MainActor () -> Void) {
    self.init(action: action) { Text(key) }
  }
  @_disfavoredOverload public init<S: StringProtocol>(_ title: S, action: @escaping @MainActor () -> Void) {
    self.init(action: action) { Text(title) }
  }
  public init(_ key: LocalizedStringKey, role: ButtonRole?, action: @escaping @MainActor () -> Void) {
    self.init(role: role, action: action) { Text(key) }
  }
  @_disfavoredOverload public init<S: StringProtocol>(
    _ title: S, role: ButtonRole?, action: @escaping @MainActor () -> Void
  ) { self.init(role: role, action: action) { Text(title) } }
}

@MainActor public protocol ButtonStyle {
  associatedtype Body: View
  typealias Configuration = ButtonStyleConfiguration
  @ViewBuilder func makeBody(configuration: Configuration) -> Body
}
public struct ButtonStyleConfiguration {
  public struct Label: View, Drawn {
    func draw(on canvas: Canvas) {}
  }
  public let role: ButtonRole?
  public let label: Label
  public let isPressed: Bool
}
@MainActor public protocol PrimitiveButtonStyle {}
public struct PlainButtonStyle: PrimitiveButtonStyle { nonisolated public init() {} }
extension PrimitiveButtonStyle where Self == PlainButtonStyle {
  nonisolated public static var plain: PlainButtonStyle { PlainButtonStyle() }
}

public struct Link<Label: View>: View, Drawn {
  let label: Label
  public init(destination: URL, @ViewBuilder label: () -> Label) { self.label = label() }
  func draw(on canvas: Canvas) { fatalError("a link tells nobody: use a button and Device.open") }
}

// MARK: Fields

public struct TextField<Label: View>: View, Drawn {
  let title: String
  let text: Binding<String>
  let prompt: String?
  func draw(on canvas: Canvas) {
    let value = text.wrappedValue
    var node = Node(.field, seen: [value.isEmpty ? prompt ?? title : value])
    node.label = [title]
    node.value = value
    node.enter = { [text] in
      guard let new = $0 as? String else { return false }
      text.wrappedValue = new
      return true
    }
    node.current = { [text] in text.wrappedValue }
    canvas.add(node)
  }
}
extension TextField where Label == Text {
  public init(_ key: LocalizedStringKey, text: Binding<String>, prompt: Text?) {
    self.init(title: key.text, text: text, prompt: prompt?.text)
  }
  @_disfavoredOverload public init<S: StringProtocol>(_ title: S, text: Binding<String>, prompt: Text?) {
    self.init(title: String(title), text: text, prompt: prompt?.text)
  }
  public init(_ key: LocalizedStringKey, text: Binding<String>, prompt: Text?, axis: Axis) {
    self.init(title: key.text, text: text, prompt: prompt?.text)
  }
  @_disfavoredOverload public init<S: StringProtocol>(
    _ title: S, text: Binding<String>, prompt: Text?, axis: Axis
  ) { self.init(title: String(title), text: text, prompt: prompt?.text) }
}

// MARK: Choices

public struct Toggle<Label: View>: View, Drawn {
  let isOn: Binding<Bool>
  let label: Label
  public init(isOn: Binding<Bool>, @ViewBuilder label: () -> Label) {
    self.isOn = isOn
    self.label = label()
  }
  func draw(on canvas: Canvas) {
    let inside = canvas.apart { canvas.draw(label) }
    var node = Node(.toggle, seen: inside.flatMap(\.seen))
    node.label = inside.filter { !$0.hidden }.flatMap(\.names)
    node.traits = .isToggle
    node.current = { [isOn] in isOn.wrappedValue }
    node.press = { [isOn] in isOn.wrappedValue.toggle() }
    canvas.add(node)
  }
}

public struct Slider<Label: View, ValueLabel: View>: View, Drawn {
  let add: (Canvas) -> Void
  func draw(on canvas: Canvas) { add(canvas) }
}
extension Slider {
  public init<V: BinaryFloatingPoint>(
    value: Binding<V>, in bounds: ClosedRange<V>, step: V.Stride = 1, @ViewBuilder label: () -> Label,
    @ViewBuilder minimumValueLabel: () -> ValueLabel, @ViewBuilder maximumValueLabel: () -> ValueLabel,
    onEditingChanged: @escaping (Bool) -> Void = { _ in }
  ) where V.Stride: BinaryFloatingPoint {
    let (label, low, high) = (label(), minimumValueLabel(), maximumValueLabel())
    add = { canvas in
      var node = Node(.slider)
      node.label = canvas.apart { canvas.draw(label) }.flatMap(\.names)
      node.current = { value.wrappedValue }
      node.enter = {
        guard let new = $0 as? V, bounds.contains(new) else { return false }
        onEditingChanged(true)
        value.wrappedValue = new
        onEditingChanged(false)
        return true
      }
      canvas.inside("low") { canvas.draw(low) }
      canvas.add(node)
      canvas.inside("high") { canvas.draw(high) }
    }
  }
}
extension Slider where ValueLabel == EmptyView {
  public init<V: BinaryFloatingPoint>(
    value: Binding<V>, in bounds: ClosedRange<V>, step: V.Stride = 1, @ViewBuilder label: () -> Label,
    onEditingChanged: @escaping (Bool) -> Void = { _ in }
  ) where V.Stride: BinaryFloatingPoint {
    self.init(
      value: value, in: bounds, step: step, label: label, minimumValueLabel: { EmptyView() },
      maximumValueLabel: { EmptyView() }, onEditingChanged: onEditingChanged)
  }
}

/// Its options are what carries a `tag`.
public struct Picker<Label: View, SelectionValue: Hashable, Content: View>: View, Drawn {
  let label: Label
  let selection: Binding<SelectionValue>
  let content: Content
  public init(
    selection: Binding<SelectionValue>, @ViewBuilder content: () -> Content, @ViewBuilder label: () -> Label
  ) {
    self.label = label()
    self.selection = selection
    self.content = content()
  }
  func draw(on canvas: Canvas) {
    var node = Node(.picker)
    node.label = canvas.apart { canvas.draw(label) }.flatMap(\.names)
    node.enabled = canvas.environment.isEnabled
    canvas.add(node)
    let chosen = Chosen(
      is: { [selection] in ($0 as? SelectionValue) == selection.wrappedValue },
      take: { [selection] in
        guard let new = $0 as? SelectionValue else { fatalError("a tag of another type than the selection") }
        selection.wrappedValue = new
      })
    canvas.with({ $0.objects[ObjectIdentifier(Chosen.self)] = chosen }) { canvas.draw(content) }
  }
}
extension Picker where Label == Text {
  public init(
    _ key: LocalizedStringKey, selection: Binding<SelectionValue>, @ViewBuilder content: () -> Content
  ) { self.init(selection: selection, content: content) { Text(key) } }
  @_disfavoredOverload public init<S: StringProtocol>(
    _ title: S, selection: Binding<SelectionValue>, @ViewBuilder content: () -> Content
  ) { self.init(selection: selection, content: content) { Text(title) } }
}
final class Chosen {
  let `is`: (Any) -> Bool
  let take: (Any) -> Void
  init(is: @escaping (Any) -> Bool, take: @escaping (Any) -> Void) {
    self.is = `is`
    self.take = take
  }
}
public protocol PickerStyle {}
public struct MenuPickerStyle: PickerStyle { public init() {} }
extension PickerStyle where Self == MenuPickerStyle {
  public static var menu: MenuPickerStyle { MenuPickerStyle() }
}

public struct DatePickerComponents: OptionSet, Sendable {
  public let rawValue: UInt
  public init(rawValue: UInt) { self.rawValue = rawValue }
  public static let hourAndMinute = DatePickerComponents(rawValue: 1)
  public static let date = DatePickerComponents(rawValue: 2)
}
public struct DatePicker<Label: View>: View, Drawn {
  public typealias Components = DatePickerComponents
  let title: String
  let selection: Binding<Date>
  let range: (Date) -> Bool
  func draw(on canvas: Canvas) {
    var node = Node(.date)
    node.label = [title]
    node.current = { [selection] in selection.wrappedValue }
    node.enter = { [selection, range] in
      guard let new = $0 as? Date, range(new) else { return false }
      selection.wrappedValue = new
      return true
    }
    canvas.add(node)
  }
}
extension DatePicker where Label == Text {
  @_disfavoredOverload public init<S: StringProtocol>(
    _ title: S, selection: Binding<Date>, displayedComponents: Components = [.hourAndMinute, .date]
  ) { self.init(title: String(title), selection: selection, range: { _ in true }) }
  @_disfavoredOverload public init<S: StringProtocol>(
    _ title: S, selection: Binding<Date>, in range: ClosedRange<Date>,
    displayedComponents: Components = [.hourAndMinute, .date]
  ) { self.init(title: String(title), selection: selection, range: { range.contains($0) }) }
  @_disfavoredOverload public init<S: StringProtocol>(
    _ title: S, selection: Binding<Date>, in range: PartialRangeThrough<Date>,
    displayedComponents: Components = [.hourAndMinute, .date]
  ) { self.init(title: String(title), selection: selection, range: { range.contains($0) }) }
}
public protocol DatePickerStyle {}
public struct CompactDatePickerStyle: DatePickerStyle { public init() {} }
public struct GraphicalDatePickerStyle: DatePickerStyle { public init() {} }
public struct WheelDatePickerStyle: DatePickerStyle { public init() {} }
extension DatePickerStyle where Self == CompactDatePickerStyle {
  public static var compact: CompactDatePickerStyle { CompactDatePickerStyle() }
}
extension DatePickerStyle where Self == GraphicalDatePickerStyle {
  public static var graphical: GraphicalDatePickerStyle { GraphicalDatePickerStyle() }
}
extension DatePickerStyle where Self == WheelDatePickerStyle {
  public static var wheel: WheelDatePickerStyle { WheelDatePickerStyle() }
}

public struct ProgressView<Label: View, CurrentValueLabel: View>: View, Drawn {
  let title: String
  func draw(on canvas: Canvas) { canvas.add(Node(.progress, seen: [title])) }
}
extension ProgressView where CurrentValueLabel == EmptyView, Label == EmptyView {
  public init() { title = "" }
  public init<V: BinaryFloatingPoint>(value: V?, total: V = 1.0) { title = "" }
}
extension ProgressView where CurrentValueLabel == EmptyView, Label == Text {
  @_disfavoredOverload public init<S: StringProtocol>(_ title: S) { self.title = String(title) }
}
