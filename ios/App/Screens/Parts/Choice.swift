import SharedTypes
import SwiftUI

/// How the options of a choice stand.
enum ChoiceForm {
  case segments, tiles, rows
}

/// One of several. Pressing the one that is chosen tells nothing.
struct Choice: View {
  let name: String
  var shown = false
  let form: ChoiceForm
  let options: [ChoiceRow]
  let chosen: @MainActor (String) -> Void

  var body: some View {
    VStack(alignment: .leading, spacing: 8) {
      if shown { Heading(text: name) }
      ChoiceOptions(form: form, options: options) { option in
        if !option.chosen { chosen(option.id) }
      }
      .accessibilityElement(children: .contain)
      .accessibilityLabel(name)
    }
  }
}

/// The options, side by side or one below the other.
struct ChoiceOptions: View {
  let form: ChoiceForm
  let options: [ChoiceRow]
  let pressed: @MainActor (ChoiceRow) -> Void
  @ScaledMetric private var narrow: CGFloat = 96

  var body: some View {
    switch form {
    case .segments: Pair(spacing: 8) { all }
    case .tiles: LazyVGrid(columns: [GridItem(.adaptive(minimum: narrow))], spacing: 8) { all }
    case .rows: VStack(alignment: .leading, spacing: 8) { all }
    }
  }

  private var all: some View {
    ForEach(options, id: \.id) { option in
      Option(form: form, option: option) { pressed(option) }
    }
  }
}

/// An option; a chosen one has an edge, a soft ground, heavier words and a tick, so that colour is not the only sign.
struct Option: View {
  let form: ChoiceForm
  let option: ChoiceRow
  let pressed: @MainActor () -> Void
  @ScaledMetric private var height: CGFloat = 48

  var body: some View {
    Button(action: pressed) {
      OptionWords(form: form, option: option)
        .padding(12)
        .frame(maxWidth: .infinity, minHeight: height, alignment: form == .rows ? .leading : .center)
        .background(option.chosen ? Paint.brandSoft : .surface, in: .rect(cornerRadius: 12))
        .overlay { edge }
        .contentShape(.rect(cornerRadius: 12))
    }
    .buttonStyle(.plain)
    .accessibilityAddTraits(option.chosen ? .isSelected : [])
  }

  private var edge: some View {
    RoundedRectangle(cornerRadius: 12)
      .strokeBorder(option.chosen ? Paint.brand : .lineStrong, lineWidth: option.chosen ? 2 : 1)
  }
}

struct OptionWords: View {
  let form: ChoiceForm
  let option: ChoiceRow

  var body: some View {
    switch form {
    case .tiles: VStack(spacing: 6) { parts }
    case .segments, .rows: HStack(spacing: 12) { parts }
    }
  }

  @ViewBuilder private var parts: some View {
    if form == .rows {
      Image(systemName: option.chosen ? "largecircle.fill.circle" : "circle")
        .foregroundStyle(option.chosen ? Paint.brand : .lineStrong)
        .accessibilityHidden(true)
    }
    Icon(name: icon, scale: .medium).foregroundStyle(Paint.brand)
    VStack(alignment: form == .rows ? .leading : .center, spacing: 2) {
      Words(option.label, font: option.chosen ? .body.weight(.semibold) : .body)
      Words.detail(option.detail)
    }
  }

  private var icon: String {
    if form != .rows && option.chosen && option.icon.isEmpty { return "check" }
    return option.icon
  }
}
