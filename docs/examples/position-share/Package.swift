// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "position-share",
  platforms: [.macOS(.v26)],
  dependencies: [.package(name: "weft", path: "../../..")],
  targets: [
    .target(
      name: "WalkMessages",
      dependencies: [.product(name: "Weft", package: "weft")],
      path: "protocol",
      plugins: [.plugin(name: "WeftPlugin", package: "weft")]),
    .executableTarget(name: "PositionShare", dependencies: ["WalkMessages"]),
    .testTarget(
      name: "PositionShareTests",
      dependencies: ["WalkMessages", .product(name: "Weft", package: "weft")]),
  ]
)
