import Foundation
import Kit
import SharedTypes
import SwiftUI

/// A date, a time or both by the system's picker; as text where what stands there is no whole one, as a year alone.
struct FormMoment: View {
  let control: FormControl
  let shell: Shell
  let shape: WallTime
  @State private var open = false

  var body: some View {
    if !control.value.isEmpty && shape.moment(control.value) == nil {
      FormEntry(control: control, shell: shell)
    } else if control.value.isEmpty && !open {
      // A picker always shows something, and nothing was answered yet.
      Unanswered(control: control) { open = !control.readOnly }
    } else {
      FormPicker(control: control, shell: shell, shape: shape)
    }
  }
}

/// Where a picker will be; pressing it brings it up.
struct Unanswered: View {
  let control: FormControl
  let pressed: @MainActor () -> Void
  @ScaledMetric private var height: CGFloat = 48

  var body: some View {
    Button(action: pressed) {
      HStack(spacing: 12) {
        Icon(name: control.kind == .time ? "clock" : "visit", scale: .medium).foregroundStyle(Paint.brand)
        Words(control.placeholder, paint: .inkSoft)
      }
      .padding(12)
      .frame(maxWidth: .infinity, minHeight: height, alignment: .leading)
      .background(Paint.surface, in: .rect(cornerRadius: 12))
      .overlay { RoundedRectangle(cornerRadius: 12).strokeBorder(Paint.lineStrong, lineWidth: 1) }
      .contentShape(.rect(cornerRadius: 12))
    }
    .buttonStyle(.plain)
    .disabled(control.readOnly)
    .accessibilityLabel(control.plain)
  }
}

/// The system's picker. While nothing was answered it starts at this moment, and a button takes that as it is.
struct FormPicker: View {
  let control: FormControl
  let shell: Shell
  let shape: WallTime
  @State private var moment: Date

  init(control: FormControl, shell: Shell, shape: WallTime) {
    self.control = control
    self.shell = shell
    self.shape = shape
    _moment = State(initialValue: shape.moment(control.value) ?? shape.now)
  }

  var body: some View {
    VStack(alignment: .leading, spacing: 8) {
      DatePicker(control.plain, selection: $moment, displayedComponents: components)
        .environment(\.timeZone, WallTime.zone)
        .datePickerStyle(.compact)
        .disabled(control.readOnly)
        .onChange(of: control.value) { _, new in
          if let new = shape.moment(new) { moment = new }
        }
        .onChange(of: moment) { _, new in tell(shape.text(new)) }
      if control.value.isEmpty {
        ActionButton(label: shell.chrome.confirm, compact: true) { tell(shape.text(moment)) }
      }
    }
  }

  private var components: DatePickerComponents {
    switch shape {
    case .date: .date
    case .time: .hourAndMinute
    case .dateAndTime: [.date, .hourAndMinute]
    }
  }

  private func tell(_ text: String) {
    guard text != control.value else { return }
    shell.send(.forms(.typed(FormText(path: control.path, text: text))))
  }
}

extension WallTime {
  /// What the device's clock on the wall shows.
  var now: Date {
    let offset = TimeZone.autoupdatingCurrent.secondsFromGMT(for: .now)
    return moment(text(.now.addingTimeInterval(TimeInterval(offset)))) ?? .now
  }
}

/// A number between two others. Where none was given yet it says so.
struct FormSlider: View {
  let control: FormControl
  let chosen: @MainActor (String) -> Void
  @State private var value = 0.0
  @State private var moving = false
  @State private var told = ""

  private var low: Double { Double(control.low) ?? 0 }
  private var high: Double { max(low, Double(control.high) ?? low) }
  private var step: Double { max(Double(control.step) ?? 1, .leastNonzeroMagnitude) }

  var body: some View {
    VStack(alignment: .leading, spacing: 4) {
      HStack(alignment: .firstTextBaseline, spacing: 4) {
        Words(control.value.isEmpty ? control.placeholder : control.value, font: .title3.weight(.semibold))
        if !control.value.isEmpty { Words(control.unit, paint: .inkSoft) }
      }
      .accessibilityHidden(true)
      Slider(value: $value, in: low...high, step: step) {
        Text(control.plain)
      } onEditingChanged: { now in
        moving = now
        tell()
      }
      .tint(Paint.brand)
      .disabled(control.readOnly)
      .accessibilityValue(control.value.isEmpty ? control.placeholder : "\(control.value) \(control.unit)")
      HStack {
        end(control.low, control.lowLabel)
        Spacer()
        end(control.high, control.highLabel)
      }
    }
    .onChange(of: control.value, initial: true) { _, new in
      told = new
      value = Double(new) ?? low
    }
    // A screen reader moves it without a finger.
    .onChange(of: value) { _, _ in tell() }
  }

  /// Not while it is under a finger, and nothing twice; where nothing was answered the lowest is no answer by itself.
  private func tell() {
    let now = text(value)
    guard !moving, now != told, !(told.isEmpty && value == low) else { return }
    told = now
    chosen(now)
  }

  private func end(_ number: String, _ meaning: String) -> some View {
    Words.detail([number, meaning].filter { !$0.isEmpty }.joined(separator: " · "))
  }

  /// As a number is written in FHIR: a point, and no zeros behind what is whole.
  private func text(_ number: Double) -> String {
    number.formatted(
      .number.precision(.fractionLength(0...6)).grouping(.never).locale(Locale(identifier: "en_US_POSIX")))
  }
}
