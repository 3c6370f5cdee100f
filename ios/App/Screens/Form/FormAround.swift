import Kit
import SharedTypes
import SwiftUI

/// The form's title where the heading does not say it, and what has to be known about the form itself.
struct FormHead: View {
  let title: String
  let notice: String
  let shell: Shell

  var body: some View {
    if title != shell.chrome.title { Words.detail(title) }
    if !notice.isEmpty { Card(.cautionSoft) { Words(notice, paint: .caution) } }
  }
}

/// How far one has come, and where the answers are.
struct FormProgress: View {
  let progress: ProgressBar
  let mark: DeliveryMark

  var body: some View {
    VStack(alignment: .leading, spacing: 8) {
      Pair {
        Words.detail(progress.text).frame(maxWidth: .infinity, alignment: .leading)
        Mark(mark: mark)
      }
      // The words beside it say the same.
      ProgressView(value: Double(progress.permille), total: 1000)
        .tint(Paint.brand)
        .accessibilityHidden(true)
    }
  }
}

/// What is wrong, each leading to its question.
struct FormErrors: View {
  let title: String
  let rows: [FormErrorRow]
  let tell: @MainActor (FormsEvent) -> Void

  var body: some View {
    if !rows.isEmpty {
      Card(.cautionSoft) {
        Heading(text: title)
        ForEach(Array(rows.enumerated()), id: \.offset) { _, row in
          ActionButton(label: row.label, detail: row.text) {
            tell(.pageChosen(FormPlace(page: row.page, path: row.path)))
          }
        }
      }
      .onChange(of: title, initial: true) { _, new in AccessibilityNotification.Announcement(new).post() }
    }
  }
}

/// What is wrong with the form as a whole; back, and the solid button.
struct FormSteps: View {
  let previous: CoreButton?
  let next: CoreButton
  let busy: Bool
  let error: String
  let tell: @MainActor (FormsEvent) -> Void
  let forwards: @MainActor () -> Void

  var body: some View {
    VStack(spacing: 8) {
      Wrong(text: error)
      Pair(spacing: 8) {
        if let previous {
          ActionButton(label: previous.label, detail: previous.detail, icon: previous.icon) {
            tell(.previousPressed)
          }
        }
        ActionButton(
          label: next.label, detail: next.detail, icon: next.icon, kind: .primary, busy: busy,
          pressed: forwards)
      }
    }
  }
}

/// Keep and leave, and the other language.
struct FormLeaving: View {
  let later: CoreButton
  let otherLanguage: String
  let tell: @MainActor (FormsEvent) -> Void

  var body: some View {
    VStack(spacing: 8) {
      ActionButton(label: later.label, detail: later.detail, icon: later.icon, kind: .text) {
        tell(.laterPressed)
      }
      ActionButton(label: otherLanguage, kind: .text) { tell(.languagePressed) }
    }
  }
}

/// Answers, one below the other; each that can be changed is pressed as a whole.
struct AnswerRows: View {
  let rows: [FormAnswerRow]
  let earlier: String
  let later: String
  let tell: @MainActor (FormsEvent) -> Void

  var body: some View {
    ActionButton(label: earlier) { tell(.earlierRowsPressed) }
    if !rows.isEmpty {
      Card {
        ForEach(Array(rows.enumerated()), id: \.offset) { _, row in
          AnswerRow(row: row, tell: tell)
        }
      }
      .privacySensitive()
    }
    ActionButton(label: later) { tell(.laterRowsPressed) }
  }
}

struct AnswerRow: View {
  let row: FormAnswerRow
  let tell: @MainActor (FormsEvent) -> Void
  @ScaledMetric private var height: CGFloat = 48

  var body: some View {
    if row.page.isEmpty {
      words.accessibilityElement(children: .combine)
    } else {
      Button {
        tell(.pageChosen(FormPlace(page: row.page, path: row.path)))
      } label: {
        HStack(spacing: 12) {
          words
          Icon(name: "edit", scale: .small).foregroundStyle(Paint.brand)
        }
        .frame(minHeight: height)
        .contentShape(.rect(cornerRadius: 12))
      }
      .buttonStyle(.plain)
      .accessibilityLabel([row.change, row.value].joined(separator: " · "))
      .accessibilityInputLabels([row.label, row.change])
    }
  }

  private var words: some View {
    VStack(alignment: .leading, spacing: 2) {
      Words.detail(row.label)
      HStack(alignment: .firstTextBaseline, spacing: 8) {
        if row.missing { Icon(name: "warning", scale: .small).foregroundStyle(Paint.urgent) }
        Words(row.value, font: .body.weight(.semibold), paint: row.missing ? .urgent : .ink)
      }
    }
    .frame(maxWidth: .infinity, alignment: .leading)
  }
}
