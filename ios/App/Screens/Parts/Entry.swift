import Kit
import SharedTypes
import SwiftUI

/// A labelled field. What is wrong stands below it, in words, and is said with it.
struct Entry: View {
  let field: Field
  let shell: Shell
  var code = false
  /// The label is heard but not seen.
  var labelHidden = false
  var placeholder = ""
  let typed: @MainActor (String) -> Void
  var submitted: @MainActor () -> Void = {}
  var left: @MainActor () -> Void = {}

  var body: some View {
    VStack(alignment: .leading, spacing: 6) {
      if !labelHidden {
        Words(field.label, font: .body.weight(.semibold)).accessibilityHidden(true)
      }
      HStack(alignment: .center, spacing: 8) {
        TypedText(
          label: field.label, known: field.value, prompt: placeholder, numeric: field.numeric,
          several: field.multiline, code: code, hint: field.error.isEmpty ? field.help : field.error,
          shell: shell, typed: typed, submitted: submitted, left: left)
        Words(field.unit, paint: .inkSoft)
      }
      Words.detail(field.help).accessibilityHidden(true)
      Wrong(text: field.error)
    }
  }
}

/// The field itself. It keeps what is being typed at hand while the core hears of every keystroke a moment later: the
/// core's answer to an earlier one must not move the cursor or break a Chinese input method in the middle of a word. Its
/// text is taken over only when nothing typed here is on its way any more, or when the field was left. What is dictated
/// goes behind what stands there.
struct TypedText: View {
  let label: String
  let known: String
  var prompt = ""
  var numeric = false
  var several = false
  var code = false
  var hint = ""
  let shell: Shell
  let typed: @MainActor (String) -> Void
  var submitted: @MainActor () -> Void = {}
  var left: @MainActor () -> Void = {}

  @State private var draft = ""
  @State private var sent: String?
  @FocusState private var focused: Bool
  @ScaledMetric private var height: CGFloat = 48

  var body: some View {
    HStack(alignment: .center, spacing: 8) {
      field
      if several {
        IconButton(name: shell.chrome.dictate, icon: "speak") {
          shell.device.dictate(shell.chrome.language) { heard in draft += heard }
        }
      }
    }
    .onChange(of: known, initial: true) { _, new in heard(new) }
    .onChange(of: draft) { _, new in changed(new) }
    .onChange(of: focused) { _, now in if !now { left() } }
    .task(id: focused) { await settle() }
  }

  private var field: some View {
    TextField(label, text: $draft, prompt: Text(prompt), axis: several ? .vertical : .horizontal)
      .modifier(Keys(numeric: numeric, code: code))
      .focused($focused)
      .onSubmit(submitted)
      .accessibilityLabel(label)
      .accessibilityHint(hint)
      .privacySensitive()
      .padding(12)
      .frame(minHeight: height)
      .background(Paint.surface, in: .rect(cornerRadius: 12))
      .overlay { RoundedRectangle(cornerRadius: 12).strokeBorder(Paint.lineStrong, lineWidth: 1) }
  }

  private func changed(_ new: String) {
    guard new != (sent ?? known) else { return }
    sent = new
    typed(new)
  }

  private func heard(_ new: String) {
    if sent == new { sent = nil }
    if sent == nil || !focused { draft = new }
  }

  /// A moment after the field was left, what the core made of it stands there.
  private func settle() async {
    guard !focused, sent != nil, (try? await Task.sleep(for: .milliseconds(400))) != nil else { return }
    sent = nil
    draft = known
  }
}

/// The keyboard of a field. What is typed here is a patient's: the keyboard learns nothing from it.
struct Keys: ViewModifier {
  let numeric: Bool
  let code: Bool

  func body(content: Content) -> some View {
    content
      .keyboardType(numeric ? .decimalPad : .default)
      .textInputAutocapitalization(code ? .characters : .sentences)
      .autocorrectionDisabled()
      .font(code ? .title3.monospacedDigit() : .body)
      .lineLimit(1...6)
  }
}
