// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "link",
  platforms: [.macOS(.v26)],
  dependencies: [.package(name: "weft", path: "../../..")],
  targets: [
    .target(
      name: "WalkTalk",
      dependencies: [.product(name: "Weft", package: "weft")],
      path: "protocol",
      plugins: [.plugin(name: "WeftPlugin", package: "weft")]),
    .executableTarget(
      name: "Link",
      dependencies: [
        "WalkTalk",
        .product(name: "WeftLink", package: "weft"),
        .product(name: "WeftStream", package: "weft"),
      ]),
  ]
)
