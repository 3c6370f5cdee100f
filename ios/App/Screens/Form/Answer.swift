import Foundation
import Kit
import SharedTypes
import SwiftUI

/// What a person answers with.
struct Answer: View {
  let control: FormControl
  let shell: Shell

  var body: some View {
    switch control.kind {
    case .radio, .autocomplete, .checks: FormOptions(control: control, shell: shell)
    case .reference:
      FormOptions(control: control, shell: shell)
      if control.options.isEmpty { FormEntry(control: control, shell: shell) }
    case .dropDown: FormList(control: control, shell: shell)
    case .scale:
      if let scale = control.scale {
        ScaleControl(scale: scale, enabled: !control.readOnly) { type(String($0)) }
      }
    case .slider: FormSlider(control: control) { type($0) }
    case .shortText, .longText, .integer, .decimal, .url: FormEntry(control: control, shell: shell)
    case .quantity:
      FormEntry(control: control, shell: shell)
      FormUnits(control: control, shell: shell)
    case .date: FormMoment(control: control, shell: shell, shape: .date)
    case .dateTime: FormMoment(control: control, shell: shell, shape: .dateAndTime)
    case .time: FormMoment(control: control, shell: shell, shape: .time)
    case .attachment:
      if let photo = control.photo {
        Photo(
          photo: photo, shell: shell,
          picked: { shell.send(.forms(.filePicked(FormFile(path: control.path, file: $0)))) },
          removed: { shell.send(.forms(.fileRemoved(control.path))) })
      }
    case .heading, .display, .help, .calls, .addInstance: EmptyView()
    }
  }

  private func type(_ text: String) {
    shell.send(.forms(.typed(FormText(path: control.path, text: text))))
  }
}

/// The options, with the field that narrows them down and the field for another answer.
struct FormOptions: View {
  let control: FormControl
  let shell: Shell

  var body: some View {
    FormFilter(control: control, shell: shell)
    if !control.options.isEmpty {
      options
        .accessibilityElement(children: .contain)
        .accessibilityLabel(control.plain)
    }
    FormOther(control: control, shell: shell)
  }

  @ViewBuilder private var options: some View {
    if control.kind == .checks {
      Checks(options: control.options, form: form) { id in press(.optionToggled(choice(id))) }
    } else {
      ChoiceOptions(form: form, options: control.options) { option in
        if !option.chosen { press(.optionChosen(choice(option.id))) }
      }
    }
  }

  private var form: ChoiceForm { control.horizontal ? .tiles : .rows }
  private func choice(_ id: String) -> FormChoice { FormChoice(path: control.path, id: id) }
  private func press(_ event: FormsEvent) { if !control.readOnly { tell(event) } }
  private func tell(_ event: FormsEvent) { shell.send(.forms(event)) }
}

/// The field that narrows the options down.
struct FormFilter: View {
  let control: FormControl
  let shell: Shell

  var body: some View {
    if let filter = control.filter {
      Entry(
        field: filter, shell: shell,
        typed: { shell.send(.forms(.optionFilterTyped(FormText(path: control.path, text: $0)))) })
    }
  }
}

/// An answer that is none of the options.
struct FormOther: View {
  let control: FormControl
  let shell: Shell

  var body: some View {
    if let other = control.other {
      Entry(
        field: other, shell: shell,
        typed: { shell.send(.forms(.otherTyped(FormText(path: control.path, text: $0)))) },
        left: { shell.send(.forms(.fieldLeft(control.path))) })
    }
  }
}

/// Any of several.
struct Checks: View {
  let options: [ChoiceRow]
  let form: ChoiceForm
  let toggled: @MainActor (String) -> Void
  @ScaledMetric private var narrow: CGFloat = 96

  var body: some View {
    if form == .tiles {
      LazyVGrid(columns: [GridItem(.adaptive(minimum: narrow))], spacing: 8) { all }
    } else {
      VStack(alignment: .leading, spacing: 8) { all }
    }
  }

  private var all: some View {
    ForEach(options, id: \.id) { option in
      Check(option: option) { toggled(option.id) }
    }
  }
}

/// On or off; the box says it beside the colour.
struct Check: View {
  let option: ChoiceRow
  let pressed: @MainActor () -> Void
  @ScaledMetric private var height: CGFloat = 48

  var body: some View {
    Button(action: pressed) {
      HStack(spacing: 12) {
        Image(systemName: option.chosen ? "checkmark.square.fill" : "square")
          .foregroundStyle(option.chosen ? Paint.brand : .lineStrong)
          .accessibilityHidden(true)
        Icon(name: option.icon, scale: .medium).foregroundStyle(Paint.brand)
        VStack(alignment: .leading, spacing: 2) {
          Words(option.label, font: option.chosen ? .body.weight(.semibold) : .body)
          Words.detail(option.detail)
        }
      }
      .padding(12)
      .frame(maxWidth: .infinity, minHeight: height, alignment: .leading)
      .background(option.chosen ? Paint.brandSoft : .surface, in: .rect(cornerRadius: 12))
      .overlay { RoundedRectangle(cornerRadius: 12).strokeBorder(Paint.lineStrong, lineWidth: 1) }
      .contentShape(.rect(cornerRadius: 12))
    }
    .buttonStyle(.plain)
    .accessibilityAddTraits(option.chosen ? [.isToggle, .isSelected] : .isToggle)
  }
}

/// A list that opens. The first entry takes the answer away.
struct FormList: View {
  let control: FormControl
  let shell: Shell
  @State private var chosen = ""

  var body: some View {
    FormFilter(control: control, shell: shell)
    Picker(control.plain, selection: $chosen) {
      if !control.placeholder.isEmpty { Text(control.placeholder).tag("") }
      ForEach(control.options, id: \.id) { option in
        Text([option.label, option.detail].filter { !$0.isEmpty }.joined(separator: " · ")).tag(option.id)
      }
    }
    .pickerStyle(.menu)
    .tint(Paint.brand)
    .disabled(control.readOnly)
    .onChange(of: known, initial: true) { _, new in chosen = new }
    .onChange(of: chosen) { _, new in choose(new) }
    FormOther(control: control, shell: shell)
  }

  private var known: String { control.options.first(where: \.chosen)?.id ?? "" }

  private func choose(_ id: String) {
    guard id != known else { return }
    let event: FormsEvent =
      id.isEmpty ? .cleared(control.path) : .optionChosen(FormChoice(path: control.path, id: id))
    shell.send(.forms(event))
  }
}

/// Which unit a quantity has.
struct FormUnits: View {
  let control: FormControl
  let shell: Shell

  var body: some View {
    if !control.units.isEmpty {
      Choice(name: control.plain, form: .segments, options: control.units) { id in
        shell.send(.forms(.unitChosen(FormChoice(path: control.path, id: id))))
      }
    }
  }
}

/// A field of a form: its question stands above, and what is wrong as well.
struct FormEntry: View {
  let control: FormControl
  let shell: Shell

  var body: some View {
    HStack(alignment: .center, spacing: 8) {
      TypedText(
        label: control.plain, known: control.value, prompt: control.placeholder, numeric: control.numeric,
        several: control.kind == .longText, hint: control.error, shell: shell,
        typed: { shell.send(.forms(.typed(FormText(path: control.path, text: $0)))) },
        left: { shell.send(.forms(.fieldLeft(control.path))) }
      )
      .disabled(control.readOnly)
      Words(control.unit, paint: .inkSoft)
    }
  }
}
