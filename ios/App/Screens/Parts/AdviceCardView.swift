import Kit
import SharedTypes
import SwiftUI

/// What to do and whom to call. The first card holds the calls in elders' mode, and where nothing else on the screen
/// does.
struct AdviceCardView: View {
  let card: AdviceCard
  let shell: Shell
  let first: Bool
  /// The label of the button that shows what else to do, or empty when it is shown.
  var more = ""
  var holdsCalls = false

  var body: some View {
    VStack(alignment: .leading, spacing: 16) {
      Reading(card: card)
      ForEach(others, id: \.number) { call in
        Call(call: call, shell: shell, kind: .primary)
      }
      if more.isEmpty {
        AdviceSteps(title: card.stepsTitle, steps: card.steps)
      } else {
        ActionButton(label: more, icon: "down") { shell.send(.diary(.adviceMorePressed)) }
      }
      emergency
      Words.detail(card.source)
    }
    .privacySensitive()
  }

  @ViewBuilder private var emergency: some View {
    if !card.emergency.isEmpty {
      Card(.urgentSoft) {
        Heading(text: card.emergencyTitle)
        Words(card.emergency)
        ForEach(here.filter(\.emergency), id: \.number) { call in
          Call(call: call, shell: shell)
        }
      }
    }
  }

  private var here: [CallButton] {
    first && (shell.chrome.elders || holdsCalls) ? shell.chrome.calls : []
  }
  private var others: [CallButton] {
    here.filter { !$0.emergency || card.emergency.isEmpty }
  }
}

/// The reading, one instruction, one reason.
struct Reading: View {
  let card: AdviceCard

  var body: some View {
    Card(card.role.soft) {
      HStack(alignment: .top, spacing: 12) {
        Disc(icon: card.icon, ink: card.role.ink, soft: .surface)
        VStack(alignment: .leading, spacing: 4) {
          Words(card.tag, font: .body.weight(.semibold), paint: card.role.ink)
          Words(card.value, font: .largeTitle.weight(.semibold))
          Words.detail(card.when)
        }
      }
      .accessibilityElement(children: .combine)
      // What it is comes before what to do, whatever the layout.
      .accessibilitySortPriority(3)
      Heading(text: card.title).accessibilitySortPriority(2)
      Words(card.why).accessibilitySortPriority(1)
    }
    .sensoryFeedback(.warning, trigger: card.id)
    .accessibilityElement(children: .contain)
  }
}

struct AdviceSteps: View {
  let title: String
  let steps: [String]

  var body: some View {
    if !steps.isEmpty {
      Block(title) {
        ForEach(Array(steps.enumerated()), id: \.offset) { place, step in
          HStack(alignment: .firstTextBaseline, spacing: 12) {
            // The order is heard from the order.
            Image(systemName: "\(place + 1).circle")
              .foregroundStyle(Paint.brand)
              .accessibilityHidden(true)
            Words(step)
          }
          .accessibilityElement(children: .combine)
        }
      }
    }
  }
}
