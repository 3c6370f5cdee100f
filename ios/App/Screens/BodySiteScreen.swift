import Kit
import SharedTypes
import SwiftUI

/// Touch the place on the figure, or choose it from the list. What the figure has no region for stands in the list; in
/// elders' mode and with the largest letters everything does.
struct BodySiteScreen: View {
  let view: BodySiteView
  let shell: Shell
  @Environment(\.dynamicTypeSize) private var typeSize

  var body: some View {
    Frame(shell, place: "body-site") {
      Choice(name: shell.chrome.title, form: .segments, options: view.sides) { tell(.sideChosen($0)) }
      if !drawn.isEmpty { BodyFigure(name: shell.chrome.title, places: drawn, chosen: choose) }
      if !listed.isEmpty {
        Choice(name: shell.chrome.title, form: .rows, options: listed, chosen: choose)
      }
      ActionButton(label: view.none) { choose("") }
    }
  }

  private var listsAll: Bool { shell.chrome.elders || typeSize.isAccessibilitySize }
  private var drawn: [ChoiceRow] { listsAll ? [] : view.places.filter { BodyFigure.regions[$0.id] != nil } }
  private var listed: [ChoiceRow] { view.places.filter { !drawn.contains($0) } }
  private func choose(_ id: String) { tell(.siteChosen(id)) }
  private func tell(_ event: DiaryEvent) { shell.send(.diary(event)) }
}
