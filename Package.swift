// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .strictMemorySafety(),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "weft",
  platforms: [.macOS(.v26)],
  products: [
    .library(name: "Weft", targets: ["Weft"]),
    .library(name: "WeftLink", targets: ["WeftLink"]),
    .library(name: "WeftStream", targets: ["WeftStream"]),
    .library(name: "WeftDynamic", targets: ["WeftDynamic", "WeftSchema"]),
    .library(name: "OverlayAddresses", targets: ["OverlayAddresses"]),
    .library(name: "OverlayMessages", targets: ["OverlayMessages"]),
    .plugin(name: "WeftPlugin", targets: ["WeftPlugin"]),
    .plugin(name: "WeftSchemaPlugin", targets: ["WeftSchemaPlugin"]),
    .plugin(name: "WeftFuzzPlugin", targets: ["WeftFuzzPlugin"]),
    .library(name: "WeftFuzz", targets: ["WeftFuzz", "WeftFuzzRunner"]),
    .library(name: "WeftCapture", targets: ["WeftCapture", "CaptureFormats", "WeftDynamic"]),
    .executable(name: "weft", targets: ["WeftCommand"]),
    .executable(name: "weftc", targets: ["weftc"]),
  ],
  traits: [
    .trait(name: "Tools", description: "The command line and everything else outside the codec core.")
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0")
  ],
  targets: [
    // Build time.
    .target(name: "WeftSchema", swiftSettings: settings),
    .target(name: "WeftCompiler", dependencies: ["WeftSchema"], swiftSettings: settings),
    .target(name: "WeftEmitters", dependencies: ["WeftSchema"], swiftSettings: settings),
    .executableTarget(
      name: "weftc", dependencies: ["WeftSchema", "WeftCompiler", "WeftEmitters"], swiftSettings: settings),
    .plugin(name: "WeftPlugin", capability: .buildTool(), dependencies: ["weftc"]),
    .plugin(name: "WeftSchemaPlugin", capability: .buildTool(), dependencies: ["weftc"]),
    .plugin(
      name: "WeftFuzzPlugin",
      capability: .command(
        intent: .custom(verb: "weft-fuzz", description: "Fuzz the package's messages, or a handler of them")),
      dependencies: ["weftc"]),

    // Run time.
    .target(name: "Weft", swiftSettings: settings + [.enableExperimentalFeature("Lifetimes")]),
    .target(name: "WeftLink", dependencies: ["Weft"], swiftSettings: settings + [.enableExperimentalFeature("Lifetimes")]),
    // SwiftPM builds it for nobody but those who use WeftStream: Tests/Plugin/run builds without a libzstd.
    .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"]), .brew(["zstd"])]),
    .target(
      name: "WeftStream", dependencies: ["Weft", "WeftLink", "CZstd"],
      swiftSettings: settings + [.enableExperimentalFeature("Lifetimes")]),
    .target(
      name: "OverlayAddresses", dependencies: ["Weft"], path: "protocol/addresses", swiftSettings: settings,
      plugins: ["WeftPlugin"]),
    .target(
      name: "OverlayMessages", dependencies: ["Weft", "OverlayAddresses"], path: "protocol/overlay",
      swiftSettings: settings, plugins: ["WeftPlugin"]),

    // Both.
    .target(name: "WeftDynamic", dependencies: ["WeftSchema", "Weft"], swiftSettings: settings),

    .target(name: "WeftConformance", dependencies: ["WeftSchema", "WeftDynamic"], swiftSettings: settings),
    .target(name: "WeftAnnotation", dependencies: ["WeftSchema", "WeftDynamic", "Weft"], swiftSettings: settings),
    .target(name: "WeftFuzz", dependencies: ["WeftSchema", "WeftDynamic", "Weft"], swiftSettings: settings),
    .target(
      name: "WeftFuzzRunner", dependencies: ["WeftFuzz", "WeftAnnotation", "WeftDynamic", "WeftSchema", "Weft"],
      swiftSettings: settings),
    .target(name: "WeftEvolution", dependencies: ["WeftSchema", "WeftDynamic"], swiftSettings: settings),

    // Tools.
    .target(
      name: "CaptureFormats", dependencies: ["Weft"], path: "protocol/capture", swiftSettings: settings,
      plugins: ["WeftPlugin"]),
    .target(
      name: "WeftCapture", dependencies: ["WeftSchema", "WeftDynamic", "CaptureFormats", "Weft", "WeftStream"],
      swiftSettings: settings),
    .target(name: "WeftTrait", swiftSettings: settings),
    .executableTarget(
      name: "WeftCommand",
      dependencies: [
        "WeftTrait", "WeftSchema", "WeftCompiler", "WeftEmitters", "WeftDynamic", "WeftAnnotation", "WeftConformance",
        "WeftEvolution",
        "WeftCapture", "WeftStream",
        "CaptureFormats", "Weft",
        .product(
          name: "ArgumentParser", package: "swift-argument-parser", condition: .when(traits: ["Tools"])),
      ],
      swiftSettings: settings),

    // Tests.
    .testTarget(name: "ArchitectureTests", swiftSettings: settings),
    .target(
      name: "ForeignForms", dependencies: ["Weft"], path: "Tests/ForeignForms", swiftSettings: settings, plugins: ["WeftPlugin"]),
    .target(
      name: "CodecAgreement", dependencies: ["WeftFuzz", "WeftDynamic", "WeftSchema", "Weft"], path: "Tests/CodecAgreement",
      swiftSettings: settings),
    .target(
      name: "StoredDefinitions", dependencies: ["WeftCompiler", "WeftSchema"], path: "Tests/StoredDefinitions",
      swiftSettings: settings),
    .testTarget(
      name: "CaptureFormatsTests",
      dependencies: [
        "CaptureFormats", "ForeignForms", "CodecAgreement", "StoredDefinitions", "WeftDynamic", "WeftCompiler", "WeftSchema",
        "Weft",
      ],
      swiftSettings: settings),
    // Not the test target itself: with the plugin it would link the objects of weftc a second time.
    .target(
      name: "NativeForms", dependencies: ["Weft"], path: "Tests/NativeForms", swiftSettings: settings, plugins: ["WeftPlugin"]),
    .target(name: "PlayLinks", dependencies: ["Weft"], path: "Tests/LinkForms", swiftSettings: settings, plugins: ["WeftPlugin"]),
    .testTarget(
      name: "NativeAgreementTests",
      dependencies: [
        "NativeForms", "OverlayAddresses", "OverlayMessages", "Specimens", "SpecimenShapes", "CodecAgreement",
        "StoredDefinitions", "WeftDynamic", "WeftSchema", "Weft",
      ],
      swiftSettings: settings),
    .target(
      name: "FuzzHarnesses",
      dependencies: [
        "WeftFuzz", "WeftDynamic", "Weft", "OverlayMessages", "OverlayAddresses", "CaptureFormats", "ForeignForms", "NativeForms",
        "PlayLinks", "WeftCompiler", "WeftEmitters", "WeftSchema", "WeftCapture", "WeftLink", "WeftStream",
      ],
      path: "Tests/Fuzz/Harnesses", swiftSettings: settings, plugins: ["WeftSchemaPlugin"]),
    .testTarget(
      name: "FuzzTests", dependencies: ["FuzzHarnesses", "PlayLinks", "WeftFuzzRunner", "WeftFuzz", "WeftDynamic", "Weft"],
      path: "Tests/Fuzz/Replay", swiftSettings: settings),
    .testTarget(name: "WeftcTests", swiftSettings: settings),
    .testTarget(
      name: "WeftCommandTests", dependencies: ["WeftCommand"], exclude: ["Schema", "Golden"], swiftSettings: settings),
    .testTarget(name: "WeftTests", dependencies: ["Weft"], swiftSettings: settings),
    .target(
      name: "ChannelForms", dependencies: ["Weft"], path: "Tests/ChannelForms", swiftSettings: settings, plugins: ["WeftPlugin"]),
    .testTarget(
      name: "GeneratedLinkTests", dependencies: ["ChannelForms", "WeftStream", "WeftLink", "Weft"], swiftSettings: settings),
    .testTarget(name: "WeftLinkTests", dependencies: ["WeftStream", "WeftLink", "Weft"], swiftSettings: settings),
    .testTarget(
      name: "WeftCompilerTests", dependencies: ["WeftCompiler", "WeftSchema"],
      exclude: ["Corpus"], swiftSettings: settings),
    .testTarget(
      name: "WeftCaptureTests",
      dependencies: [
        "WeftCapture", "WeftCompiler", "WeftDynamic", "WeftSchema", "WeftLink", "WeftStream", "PlayLinks", "Weft",
        "StoredDefinitions",
      ], exclude: ["Goldens"],
      swiftSettings: settings),
    .target(
      name: "SpecimenShapes", dependencies: ["Weft"], path: "Tests/Specimens/Shapes", exclude: ["shapes.weft"],
      swiftSettings: settings),
    .target(
      name: "Specimens", dependencies: ["Weft", "SpecimenShapes"], path: "Tests/Specimens/Values",
      exclude: ["scalars.weft", "collections.weft", "extensible.weft"],
      sources: ["Emitted"], swiftSettings: settings),
    .testTarget(
      name: "WeftEmittersTests",
      dependencies: ["WeftEmitters", "WeftSchema", "WeftCompiler", "WeftDynamic", "Weft", "Specimens", "SpecimenShapes"],
      swiftSettings: settings),
    .testTarget(
      name: "WeftStreamTests",
      dependencies: ["StoredDefinitions", "WeftStream", "WeftLink", "WeftDynamic", "WeftCompiler", "WeftSchema", "Weft"],
      swiftSettings: settings),
    .testTarget(
      name: "WeftConformanceTests",
      dependencies: ["StoredDefinitions", "WeftConformance", "WeftDynamic", "WeftCompiler", "WeftSchema"],
      swiftSettings: settings),
    .testTarget(
      name: "WeftEvolutionTests", dependencies: ["WeftEvolution", "WeftDynamic", "WeftCompiler", "WeftSchema"],
      swiftSettings: settings),
    .testTarget(
      name: "WeftDynamicTests", dependencies: ["StoredDefinitions", "WeftDynamic", "WeftSchema", "WeftCompiler", "Weft"],
      swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)
