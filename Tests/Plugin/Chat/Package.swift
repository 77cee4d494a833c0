// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "Chat",
  platforms: [.macOS(.v26)],
  dependencies: [.package(path: "../weft"), .package(path: "../Shared")],
  targets: [
    .executableTarget(
      name: "Chat",
      dependencies: [.product(name: "Weft", package: "weft"), .product(name: "Shared", package: "Shared")],
      plugins: [.plugin(name: "WeftPlugin", package: "weft")])
  ]
)
