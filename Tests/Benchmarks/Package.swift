// swift-tools-version: 6.2
import PackageDescription

// What is measured, and what it is measured against. A package of its own, so that nobody who uses Weft fetches
// swift-protobuf. The scripts beside this file build it under `.build/benchmarks` of the whole project.
let package = Package(
  name: "benchmarks",
  platforms: [.macOS(.v26)],
  dependencies: [
    .package(name: "weft", path: "../.."),
    .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
  ],
  targets: [
    .target(
      name: "BenchmarkMessages", dependencies: [.product(name: "Weft", package: "weft")],
      plugins: [.plugin(name: "WeftPlugin", package: "weft")]),
    .target(
      name: "InlineMessages", dependencies: ["BenchmarkMessages", .product(name: "Weft", package: "weft")],
      plugins: [.plugin(name: "WeftPlugin", package: "weft")]),
    // What `protoc --swift_opt=Visibility=Public` of 1.39.0 makes of Schemas/messages.proto.
    .target(
      name: "ProtobufMessages", dependencies: [.product(name: "SwiftProtobuf", package: "swift-protobuf")]),
    // The four value traces that bytes are compared on; depends on nothing.
    .executableTarget(name: "Traces"),
    .target(
      name: "TraceMessages", dependencies: [.product(name: "Weft", package: "weft")],
      plugins: [.plugin(name: "WeftPlugin", package: "weft")]),
    .executableTarget(
      name: "TraceBytes",
      dependencies: [
        "TraceMessages", .product(name: "Weft", package: "weft"), .product(name: "WeftLink", package: "weft"),
        .product(name: "WeftStream", package: "weft"),
      ]),
    .target(name: "Witness"),
    .target(name: "Allocations"),
    // The benchmark messages with nothing but Weft and C: what CI's budgets count.
    .target(
      name: "Workload",
      dependencies: [
        "BenchmarkMessages", "InlineMessages", "TraceMessages", "Witness", "Allocations", .product(name: "Weft", package: "weft"),
        .product(name: "WeftLink", package: "weft"), .product(name: "WeftStream", package: "weft"),
      ]),
    .executableTarget(name: "Budgets", dependencies: ["Workload"]),
    .executableTarget(name: "Compare", dependencies: ["Workload", "ProtobufMessages"]),
  ],
  swiftLanguageModes: [.v6]
)
