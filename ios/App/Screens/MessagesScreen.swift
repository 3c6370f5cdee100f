import Kit
import SharedTypes
import SwiftUI

/// The care team, with an honest clock.
struct MessagesScreen: View {
  let view: MessagesView
  let shell: Shell
  @State private var asking = false

  private var wards: [CallButton] { shell.chrome.calls.filter { !$0.emergency } }

  var body: some View {
    Frame(shell, place: "messages", fromEnd: true) {
      thread
    } beside: {
      if !shell.chrome.elders { calls(wards) }
    } below: {
      rule
    } dock: {
      Composer(view: view, shell: shell)
    }
    .onChange(of: view.urgent != nil, initial: true) { _, now in asking = now }
    .onChange(of: asking) { _, now in
      // A sheet that was pulled down is a way back as well.
      if !now && view.urgent != nil { shell.send(.back) }
    }
    .sheet(isPresented: $asking) {
      if let check = view.urgent { UrgentSheet(check: check, shell: shell) }
    }
  }

  private var rule: some View {
    Card(.infoSoft) {
      HStack(alignment: .firstTextBaseline, spacing: 8) {
        Icon(name: "clock", scale: .small).foregroundStyle(Paint.info)
        Words(view.rule)
      }
      if shell.chrome.elders { calls(wards) }
      calls(shell.chrome.calls.filter(\.emergency))
    }
  }

  private func calls(_ calls: [CallButton]) -> some View {
    ForEach(calls, id: \.number) { call in
      Call(call: call, shell: shell, short: true)
    }
  }

  @ViewBuilder private var thread: some View {
    ActionButton(label: view.older) { tell(.olderPressed) }
    Words(view.empty, paint: .inkSoft)
    VStack(spacing: 12) {
      ForEach(view.bubbles, id: \.id) { BubbleRow(bubble: $0) }
    }
    .accessibilityElement(children: .contain)
    .accessibilityLabel(shell.chrome.title)
    ActionButton(label: view.newer) { tell(.newerPressed) }
  }

  private func tell(_ event: MessagesEvent) { shell.send(.messages(event)) }
}

/// A message: who, when, what, how far it has come.
struct BubbleRow: View {
  let bubble: Bubble

  var body: some View {
    VStack(alignment: bubble.own ? .trailing : .leading, spacing: 4) {
      HStack(spacing: 8) {
        Text(bubble.author)
        Text(bubble.when)
      }
      .font(.subheadline)
      .foregroundStyle(Paint.inkSoft)
      Words(bubble.text)
        .padding(12)
        .background(bubble.own ? Paint.brandSoft : .surface, in: .rect(cornerRadius: 16))
      if let mark = bubble.mark { Mark(mark: mark) }
    }
    .frame(maxWidth: .infinity, alignment: bubble.own ? .trailing : .leading)
    .privacySensitive()
    .accessibilityElement(children: .combine)
  }
}

struct Composer: View {
  let view: MessagesView
  let shell: Shell

  var body: some View {
    HStack(alignment: .bottom, spacing: 8) {
      Entry(
        field: view.draft, shell: shell, labelHidden: true, placeholder: view.draft.label,
        typed: { shell.send(.messages(.typed($0))) })
      IconButton(name: view.send, icon: "send", solid: true) { shell.send(.messages(.sendPressed)) }
    }
  }
}

/// Stops an emergency from waiting in a thread.
struct UrgentSheet: View {
  let check: UrgentCheck
  let shell: Shell

  private var calling: Bool { !check.callTitle.isEmpty }

  var body: some View {
    ScrollView {
      VStack(alignment: .leading, spacing: 16) {
        Heading(text: calling ? check.callTitle : check.title)
        if calling {
          Calls(calls: shell.chrome.calls, shell: shell, kind: .primary)
        } else {
          question
        }
        ActionButton(label: shell.chrome.cancel, kind: .text) { shell.send(.back) }
      }
      .padding(24)
      .frame(maxWidth: 640)
    }
    .presentationDetents([.medium, .large])
    .presentationDragIndicator(.visible)
    .background(Paint.ground)
  }

  @ViewBuilder private var question: some View {
    ForEach(Array(check.signs.enumerated()), id: \.offset) { _, sign in
      HStack(alignment: .firstTextBaseline, spacing: 12) {
        Icon(name: "warning", scale: .small).foregroundStyle(Paint.urgent)
        Words(sign)
      }
      .accessibilityElement(children: .combine)
    }
    ActionButton(label: check.yes, icon: "call", kind: .dangerLine) { shell.send(.messages(.urgentYes)) }
    ActionButton(label: check.no, icon: "send", kind: .primary) { shell.send(.messages(.urgentNo)) }
  }
}
