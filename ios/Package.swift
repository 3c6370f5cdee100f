// swift-tools-version: 6.0
import PackageDescription

// Generated/ and lib/ are made by tools/generate.sh. Everything is compiled in Swift 6's language mode.

/// Apple's modules that this package brings along where there are none, in Linux/.
func standIns(_ names: String...) -> [Target.Dependency] {
  #if os(Linux)
    return names.map { .target(name: $0) }
  #else
    return []
  #endif
}

// Every module of this package that a target imports is named, even if another one brings it along: otherwise the
// target isn't compiled again when that module changes (tools/check-imports.py tells).
var targets: [Target] = [
  .target(name: "Serde", path: "Generated/Serde"),
  .target(name: "SharedTypes", dependencies: ["Serde"], path: "Generated/SharedTypes"),
  .target(name: "KangbanCore", dependencies: ["kangban_coreFFI"], path: "Generated/KangbanCore"),
  .target(name: "Kit", dependencies: ["KangbanCore", "SharedTypes"], path: "Kit/Sources"),
  .target(
    name: "Screens", dependencies: ["KangbanCore", "Kit", "SharedTypes"] + standIns("Charts", "SwiftUI"),
    path: "App/Screens"),
  // Fakes, a hospital and people for both kinds of tests.
  .target(name: "KitSupport", dependencies: ["Kit", "SharedTypes"], path: "Kit/Support"),
  .testTarget(
    name: "KitTests", dependencies: ["KangbanCore", "Kit", "KitSupport", "SharedTypes"], path: "Kit/Tests"),
]

#if os(Linux)
  targets += [
    .systemLibrary(name: "kangban_coreFFI", path: "Generated/kangban_coreFFI"),
    .target(name: "SwiftUI", path: "Linux/SwiftUI"),
    .target(name: "Charts", dependencies: ["SwiftUI"], path: "Linux/Charts"),
    .executableTarget(name: "Boundary", dependencies: ["Kit", "SharedTypes"], path: "Kit/Boundary"),
    .executableTarget(name: "Kangban", dependencies: ["Kit", "Screens", "SwiftUI"], path: "App/Main"),
    .testTarget(
      name: "ScreensTests", dependencies: ["Kit", "KitSupport", "Screens", "SharedTypes", "SwiftUI"],
      path: "App/Tests"),
  ]
  let lib = Context.packageDirectory + "/lib"
  for target in targets where [.test, .executable].contains(target.type) {
    target.linkerSettings = [
      .unsafeFlags([
        "-L\(lib)", "-Xlinker", "-rpath", "-Xlinker", lib,
        // Swift 6.0's own Observation library names a symbol that no library has; 6.1 mended that.
        "-Xlinker", "--allow-shlib-undefined",
      ])
    ]
  }
#else
  // Made by tools/build-xcframework.sh. App/Main is compiled by the Xcode project.
  targets += [.binaryTarget(name: "kangban_coreFFI", path: "lib/KangbanCore.xcframework")]
#endif

let package = Package(
  name: "Kangban",
  platforms: [.iOS(.v17), .macOS(.v14)],
  products: [.library(name: "KangbanShell", targets: ["Kit", "Screens"])],
  targets: targets
)
