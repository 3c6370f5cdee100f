import Foundation
import SharedTypes
import SwiftUI

/// When something was: a tile with what it says in words, and behind it the system's own picker.
struct When: View {
  let when: WhenRow
  let changed: @MainActor (String) -> Void
  @State private var open = false

  var body: some View {
    VStack(alignment: .leading, spacing: 8) {
      DetailTile(row: when.row) { open.toggle() }
      if open {
        WallPicker(
          label: when.row.label, text: when.input, latest: when.latest, shape: .dateAndTime, changed: changed)
      }
      Wrong(text: when.error)
    }
  }
}

/// A local date or time as the core writes it, as in `2026-11-22T16:05`. A picker counts in moments; here they stand for
/// what a clock on the wall shows, without a zone.
enum WallTime {
  case date, time, dateAndTime

  static let zone = TimeZone.gmt

  private var pattern: String {
    switch self {
    case .date: "yyyy-MM-dd"
    case .time: "HH:mm"
    case .dateAndTime: "yyyy-MM-dd'T'HH:mm"
    }
  }
  private var formatter: DateFormatter {
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.calendar = Calendar(identifier: .gregorian)
    formatter.timeZone = Self.zone
    formatter.dateFormat = pattern
    formatter.isLenient = false
    return formatter
  }

  func moment(_ text: String) -> Date? { formatter.date(from: text) }
  func text(_ moment: Date) -> String { formatter.string(from: moment) }
}

/// The system's picker for a date, a time or both.
struct WallPicker: View {
  let label: String
  let text: String
  var latest = ""
  let shape: WallTime
  let changed: @MainActor (String) -> Void
  @State private var moment = Date.now

  var body: some View {
    DatePicker(label, selection: $moment, in: ...last, displayedComponents: components)
      .environment(\.timeZone, WallTime.zone)
      .datePickerStyle(.compact)
      .onChange(of: text, initial: true) { _, new in
        if let new = shape.moment(new) { moment = new }
      }
      .onChange(of: moment) { _, new in
        let new = shape.text(new)
        if new != text { changed(new) }
      }
  }

  private var last: Date { shape.moment(latest) ?? .distantFuture }
  private var components: DatePickerComponents {
    switch shape {
    case .date: .date
    case .time: .hourAndMinute
    case .dateAndTime: [.date, .hourAndMinute]
    }
  }
}
