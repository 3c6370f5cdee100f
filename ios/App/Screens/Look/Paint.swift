import SharedTypes
import SwiftUI

/// A colour by what it is for. Light or dark follows the system or the patient's choice.
enum Paint: ShapeStyle {
  case ground, surface, line, lineStrong, ink, inkSoft, inkFaint
  case brand, brandSoft, onBrand
  case urgent, urgentSoft, onUrgent, caution, cautionSoft, info, infoSoft, good, goodSoft

  func resolve(in environment: EnvironmentValues) -> Color {
    let (light, dark) = shades
    return Color(rgb: environment.colorScheme == .dark ? dark : light)
  }

  private var shades: (UInt32, UInt32) {
    switch self {
    case .ground: (0xF4F7F6, 0x0E1513)
    case .surface: (0xFFFFFF, 0x17201D)
    case .line: (0xD5DEDB, 0x31403B)
    case .lineStrong: (0x6E7C78, 0x8A9994)
    case .ink: (0x14201D, 0xEAF1EE)
    case .inkSoft: (0x465450, 0xB9C6C1)
    case .inkFaint: (0x5F6E69, 0x9AA9A3)
    case .brand: (0x0B7365, 0x5CCDB8)
    case .brandSoft: (0xE3F3EF, 0x12352F)
    case .onBrand: (0xFFFFFF, 0x06241F)
    case .urgent: (0xB3261E, 0xFF9A90)
    case .urgentSoft: (0xFCEBE9, 0x3E1512)
    case .onUrgent: (0xFFFFFF, 0x17201D)
    case .caution: (0x865400, 0xF2BE62)
    case .cautionSoft: (0xFFF3D9, 0x37270A)
    case .info: (0x1B5FA6, 0x8DBDF2)
    case .infoSoft: (0xE7F0FA, 0x12283F)
    case .good: (0x1C7139, 0x7FD49A)
    case .goodSoft: (0xE6F4EA, 0x12301C)
    }
  }
}

extension Color {
  nonisolated fileprivate init(rgb: UInt32) {
    self.init(
      .sRGB, red: Double(rgb >> 16 & 0xFF) / 255, green: Double(rgb >> 8 & 0xFF) / 255,
      blue: Double(rgb & 0xFF) / 255, opacity: 1)
  }
}

extension Role {
  /// For words and pictures.
  var ink: Paint {
    switch self {
    case .urgent: .urgent
    case .caution: .caution
    case .info: .info
    case .good: .good
    case .neutral: .inkSoft
    }
  }
  /// For the ground below them.
  var soft: Paint {
    switch self {
    case .urgent: .urgentSoft
    case .caution: .cautionSoft
    case .info: .infoSoft
    case .good: .goodSoft
    case .neutral: .ground
    }
  }
}
