import SharedTypes
import Testing

@testable import Screens
@_spi(Testing) import SwiftUI

@MainActor struct IconTests {
  @Test func everyIconThatTheGoldenViewsNameHasASymbolOfItsOwn() throws {
    var names: Set<String> = []
    for file in Repository.screens {
      for state in try Repository.read(GoldenFile.self, file).states { gather(try state.decoded(), &names) }
    }
    #expect(names.count > 25, "\(names.sorted())")
    #expect(names.subtracting(Icons.symbols.keys).isEmpty)
  }

  @Test func aNameThatIsNotKnownDrawsInfo() {
    #expect(Icons.symbol("no-such-icon") == Icons.symbol("info"))
  }

  @Test func whatTheScreensNameThemselvesIsKnownToo() {
    let own = [
      "back", "next", "close", "check", "warning", "speak", "send", "call", "backspace", "heart", "chart",
      "table",
    ]
    #expect(Set(own).subtracting(Icons.symbols.keys).isEmpty)
  }

  /// Every field called `icon` of a view, however deep.
  private func gather(_ value: Any, _ names: inout Set<String>) {
    for child in Mirror(reflecting: value).children {
      if child.label == "icon", let name = child.value as? String {
        if !name.isEmpty { names.insert(name) }
      } else if !(child.value is String) {
        gather(child.value, &names)
      }
    }
  }
}
