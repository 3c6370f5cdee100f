import SharedTypes

extension InvitationView {
  func read(into lines: inout Lines) {
    lines.add(intro)
    lines.add(code)
    lines.add(submit)
  }
}
extension ChoosePinView {
  func read(into lines: inout Lines) {
    lines.add(intro)
    lines.add(pad)
  }
}
extension LockView {
  func read(into lines: inout Lines) {
    lines.add(greeting, wait)
    lines.add(pad)
    lines.add(quick?.label ?? "", quickText, forgot, forgotText)
  }
}
extension TodayView {
  func read(into lines: inout Lines) {
    lines.add(date, next.when, next.title, next.detail)
    if let action = next.action { lines.add([action]) }
    lines.add(quick.map(\.a11y))
    if !entries.isEmpty { lines.add(entriesTitle) }
    lines.add(entries)
    lines.add(sync.text)
  }
}
extension DiaryView {
  func read(into lines: inout Lines) {
    lines.add(sections)
    lines.add(items)
    lines.add(entries)
    for chart in charts { lines.add(chart.title, chart.sentence) }
    for group in formGroups {
      lines.add(group.title)
      lines.add(group.rows)
      lines.add(group.empty)
    }
    lines.add(empty)
  }
}
extension LogSymptomView {
  func read(into lines: inout Lines) {
    if step != LogSymptomScreen.howMuch {
      lines.add(symptomsTitle)
      lines.add(symptoms)
    }
    if step != LogSymptomScreen.what {
      lines.add(scale)
      lines.add([when.row, site, photo.row, noteRow])
    }
    lines.add(error, save, saveDetail)
  }
}
extension BodySiteView {
  func read(into lines: inout Lines) {
    lines.add(sides)
    lines.add(places)
    lines.add(none)
  }
}
extension MeasureView {
  func read(into lines: inout Lines) {
    if !kinds.isEmpty { lines.add(kindsTitle) }
    lines.add(kinds)
    for field in fields { lines.add(field) }
    lines.add([when.row])
    lines.add(when.error, error, confirm, save, saveDetail)
  }
}
extension AdviceView {
  func read(into lines: inout Lines) {
    lines.add(cards)
    lines.add(trailTitle, trail)
    lines.add(disclaimer, more)
  }
}
extension EntryView {
  func read(into lines: inout Lines) {
    lines.add(rows)
    lines.add(note, photoBytes.isEmpty ? photoShow : photoA11y, advice)
    lines.add(trailTitle, trail)
    if confirm.isEmpty { lines.add(correct, withdraw) } else { lines.add(confirm, confirmYes, confirmNo) }
  }
}
extension MessagesView {
  func read(into lines: inout Lines) {
    if let urgent {
      guard urgent.callTitle.isEmpty else { return lines.add(urgent.callTitle) }
      lines.add(urgent.title)
      lines.add(urgent.signs)
      return lines.add(urgent.yes, urgent.no)
    }
    lines.add(rule, empty)
    for bubble in bubbles { lines.add(bubble.author, bubble.when, bubble.text, bubble.mark?.text ?? "") }
    lines.add(draft)
  }
}
extension SyncView {
  func read(into lines: inout Lines) {
    lines.add(line.text, last, retry)
    if !refused.isEmpty { lines.add(refusedTitle) }
    for row in refused { lines.add(row.title, row.reason, row.correct, row.retry, row.exportCopy) }
    if !waiting.isEmpty { lines.add(waitingTitle) }
    lines.add(waiting)
  }
}
extension SettingsView {
  func read(into lines: inout Lines) {
    lines.add(name, hospital, sync.text)
    lines.add([elders])
    lines.add(languageTitle)
    lines.add(languages)
    lines.add(themeTitle)
    lines.add(themes)
    lines.add(deviceTitle)
    for row in switches { lines.add(row.label, row.detail, row.problem, row.fix) }
    lines.add(lock, changePin, about)
  }
}

// MARK: Forms

extension FormView {
  func read(into lines: inout Lines) {
    lines.add(progress.text, formTitle, notice)
    lines.add(intro)
    lines.add(pageTitle)
    for control in controls { control.read(into: &lines) }
    lines.add(error, previous?.label ?? "", next.label, later.label)
  }
}
extension FormControl {
  func read(into lines: inout Lines) {
    lines.add(prefix, plain, required)
    lines.add(help)
    lines.add(error, known, value, unit)
    lines.add(options)
    if let scale { lines.add(scale) }
  }
}
extension FormReviewView {
  func read(into lines: inout Lines) {
    lines.add(progress.text, formTitle, notice, intro)
    for row in errors { lines.add(row.label, row.text) }
    for row in rows { lines.add(row.label, row.value) }
    lines.add(error, previous?.label ?? "", finish.label, later.label)
  }
}
extension FormResultView {
  func read(into lines: inout Lines) {
    lines.add(formTitle, done)
    lines.add(cards)
    for score in scores { lines.add(score.title, score.a11y, score.meaning, score.nextStep, score.moved) }
    lines.add(next)
    lines.add(trailTitle, trail)
    for row in answers { lines.add(row.label, row.value) }
    lines.add(disclaimer, close.label)
  }
}
