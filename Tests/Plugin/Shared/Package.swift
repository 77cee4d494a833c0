// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "Shared",
  platforms: [.macOS(.v26)],
  products: [.library(name: "Shared", targets: ["Shared"])],
  dependencies: [.package(path: "../weft")],
  targets: [
    .target(
      name: "Shared",
      dependencies: [.product(name: "Weft", package: "weft"), .product(name: "OverlayAddresses", package: "weft")],
      plugins: [.plugin(name: "WeftPlugin", package: "weft")])
  ],
  swiftLanguageModes: [.v5]
)
