import Foundation
import Testing

/// A stranger who uses `Weft` and the plugin by their git URL checks out nothing but this package.
@Suite struct ResolutionTests {
  @Test func aPackageWithoutTraitsResolvesOnlyThisOne() throws {
    let folder = FileManager.default.temporaryDirectory.appending(component: "weft-resolution-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let origin = folder.appending(component: "weft")
    for path in try House.committedPaths() where path.hasSuffix(".swift") { try copy(path, to: origin) }
    for command in [["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "x"], ["tag", "1.0.0"]] {
      let git = ["git", "-c", "user.name=weft", "-c", "user.email=weft@localhost"]
      let result = try House.run(git + command, in: origin)
      #expect(result.status == 0, "\(result.output)")
    }

    let user = folder.appending(component: "user")
    let sources = user.appending(components: "Sources", "User")
    try FileManager.default.createDirectory(at: sources, withIntermediateDirectories: true)
    try Data("let one = 1\n".utf8).write(to: sources.appending(component: "User.swift"))
    try Data(Self.manifest(origin.path).utf8).write(to: user.appending(component: "Package.swift"))
    let result = try House.run(["swift", "package", "resolve"], in: user)
    #expect(result.status == 0, "\(result.output)")
    let checkouts = try FileManager.default.contentsOfDirectory(atPath: user.appending(path: ".build/checkouts").path)
    #expect(checkouts == ["weft"])
  }

  private func copy(_ path: String, to folder: URL) throws {
    let target = folder.appending(path: path)
    try FileManager.default.createDirectory(at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
    try FileManager.default.copyItem(at: House.root.appending(path: path), to: target)
  }

  private static func manifest(_ origin: String) -> String {
    """
    // swift-tools-version: 6.2
    import PackageDescription

    let package = Package(
      name: "User",
      platforms: [.macOS(.v26)],
      dependencies: [.package(url: "file://\(origin)", from: "1.0.0")],
      targets: [
        .target(
          name: "User", dependencies: [.product(name: "Weft", package: "weft")],
          plugins: [.plugin(name: "WeftPlugin", package: "weft")])
      ]
    )
    """
  }
}
