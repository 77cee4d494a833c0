// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "lobby",
  platforms: [.macOS(.v26)],
  dependencies: [.package(name: "weft", path: "../../..")],
  targets: [
    .target(
      name: "LobbyMessages",
      dependencies: [.product(name: "Weft", package: "weft")],
      path: "protocol",
      plugins: [.plugin(name: "WeftPlugin", package: "weft")]),
    .target(
      name: "Lobby",
      dependencies: ["LobbyMessages", .product(name: "Weft", package: "weft")]),
  ]
)
