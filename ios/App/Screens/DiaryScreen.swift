import Kit
import SharedTypes
import SwiftUI

/// Record, history, trends, forms.
struct DiaryScreen: View {
  let view: DiaryView
  let shell: Shell

  var body: some View {
    Frame(shell, place: "diary \(section)") {
      Choice(name: shell.chrome.title, form: .segments, options: view.sections) { tell(.sectionChosen($0)) }
      DoorRows(rows: view.items) { tell(.itemPressed($0)) }
      history
      ForEach(view.charts, id: \.title) { TrendCard(chart: $0, words: words) }
      forms
      Words(view.empty, paint: .inkSoft)
    }
  }

  @ViewBuilder private var history: some View {
    ActionButton(label: view.newer) { tell(.newerPressed) }
    Timeline(rows: view.entries) { tell(.entryOpened($0)) }
    ActionButton(label: view.older) { tell(.olderPressed) }
  }

  private var forms: some View {
    ForEach(view.formGroups, id: \.title) { group in
      Block(group.title) {
        Timeline(rows: group.rows) { shell.send(.forms(.opened($0))) }
        Words.detail(group.empty)
      }
    }
  }

  private var section: String { view.sections.first(where: \.chosen)?.id ?? "" }
  private var words: TrendWords {
    TrendWords(chart: view.chartLabel, table: view.tableLabel, stepper: view.stepper)
  }
  private func tell(_ event: DiaryEvent) { shell.send(.diary(event)) }
}
