import Foundation
import SharedTypes

/// Places in the history of the store of measurements, in a file. They say how far was read, and nothing that was read.
@MainActor public final class PlaceFile: HealthPlaces {
  private let file: URL
  private var kept: [String: [Data]]

  /// Keeps them in a file of its own.
  public init(file: URL) {
    self.file = file
    kept = (try? JSONDecoder().decode([String: [Data]].self, from: Data(contentsOf: file))) ?? [:]
  }

  public func places(_ kind: HealthKind) -> [Data] { kept["\(kind)"] ?? [] }

  // On a full disk the next process reads late samples once more; their ids tell.
  public func keep(_ places: [Data], of kind: HealthKind) {
    kept["\(kind)"] = places
    guard let data = try? JSONEncoder().encode(kept) else { return }
    try? data.write(to: file, options: .atomic)
  }
}
