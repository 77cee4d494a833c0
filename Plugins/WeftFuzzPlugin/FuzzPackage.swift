import Foundation
import PackagePlugin

/// The user's package once more, with the fuzzer in it.
struct FuzzPackage {
  private let original: URL
  private let folder: URL
  private let handler: (module: String, function: String)?
  private let engine: FuzzEngine
  /// Whether the program runs where no Swift is.
  private let isStatic: Bool
  /// Targets of the package that hold definitions; their code is made here, and optimised.
  private let definitions: [DefinitionTarget]
  /// All definition files that the fuzzer knows, those of other packages included.
  private let files: [URL]
  private let compiler: URL
  private let usesCapture: Bool
  /// `main.swift` of the handler's target, which its library cannot have.
  private let handlerHasMain: Bool

  private var root: URL { folder.appending(component: "package") }
  private var scratch: URL { folder.appending(component: engine.scratch + (isStatic ? "-static" : "")) }
  /// Where the linker finds them before it finds libraries.
  private var archives: URL { folder.appending(component: "archives") }
  /// Where the program keeps its corpus: one for each handler.
  let findings: URL
  var isBuilt: Bool { FileManager.default.fileExists(atPath: scratch.path) }

  /// - Parameter compiler: `weftc`, which SwiftPM has built for the user's own builds, too.
  init(_ package: Package, _ invocation: FuzzInvocation, folder: URL, compiler: URL) throws {
    original = package.directoryURL
    self.folder = folder
    self.compiler = compiler
    handler = invocation.handler
    engine = invocation.engine
    isStatic = invocation.out != nil
    findings = folder.appending(component: invocation.name)
    let targets = package.targets.compactMap { $0 as? any SourceModuleTarget }
    definitions = targets.map(DefinitionTarget.init).filter { !$0.files.isEmpty }
    files = DefinitionTarget.unique(definitions.flatMap { $0.imports + $0.files })
    guard !definitions.isEmpty else { throw FuzzError("no target of the package '\(package.displayName)' holds a .weft file") }
    usesCapture = invocation.seeds.contains { !Self.isFolder($0) }
    let target = try handler.map { try Self.target(of: $0, among: targets) }
    handlerHasMain = target?.sourceFiles(withSuffix: "main.swift").contains { $0.url.lastPathComponent == "main.swift" } ?? false
  }

  private static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }

  /// The target that a handler stands in, with a function of its name.
  private static func target(
    of handler: (module: String, function: String), among targets: [any SourceModuleTarget]
  ) throws -> any SourceModuleTarget {
    guard let target = targets.first(where: { $0.moduleName == handler.module && $0.kind != .test }) else {
      let names = targets.filter { $0.kind != .test }.map(\.moduleName).joined(separator: ", ")
      throw FuzzError("no target '\(handler.module)' in the package; there are \(names)")
    }
    let name = handler.function.split(separator: ".").last.map(String.init) ?? handler.function
    let files = target.sourceFiles(withSuffix: ".swift").filter { $0.url.lastPathComponent != "main.swift" }
    let isThere = files.contains { file in
      guard let text = try? String(contentsOf: file.url, encoding: .utf8) else { return false }
      return text.range(of: "func \(name)\\b", options: .regularExpression) != nil
    }
    guard isThere else {
      throw FuzzError("no function '\(name)' in the files of '\(handler.module)' (main.swift does not count)")
    }
    return target
  }

  // MARK: Writing

  /// Links for the package's folders and files, and the manifest with more in it.
  func write() throws {
    let disk = FileManager.default
    try disk.createDirectory(at: root.appending(component: engine.program), withIntermediateDirectories: true)
    for name in try disk.contentsOfDirectory(atPath: root.path) where !name.hasPrefix("WeftFuzz") && name != "Package.resolved" {
      if let target = try? disk.destinationOfSymbolicLink(atPath: root.appending(component: name).path),
        !disk.fileExists(atPath: target)
      {
        try disk.removeItem(at: root.appending(component: name))
      }
    }
    for name in try disk.contentsOfDirectory(atPath: original.path) where !name.hasPrefix(".") && !name.hasPrefix("Package") {
      let link = root.appending(component: name)
      if (try? disk.destinationOfSymbolicLink(atPath: link.path)) == nil {
        try disk.createSymbolicLink(at: link, withDestinationURL: original.appending(component: name))
      }
    }
    let manifest = try String(contentsOf: original.appending(component: "Package.swift"), encoding: .utf8)
    guard manifest.range(of: #"\b(let|var) package\b"#, options: .regularExpression) != nil else {
      throw FuzzError("Package.swift has no global 'package' that the fuzzer could be added to")
    }
    try write(manifest + addition, to: "Package.swift")
    try write(program, to: "\(engine.program)/main.swift")
    for target in definitions {
      try target.generate(below: root.appending(component: "WeftFuzzDefinitions"), of: original, by: compiler)
    }
    let list = root.appending(components: engine.program, "Definitions.swift").path
    let imports = files.flatMap { ["--import", $0.path] }
    guard try Self.run(compiler, ["--schemas", list, "--root", original.path] + imports) == 0 else {
      throw FuzzError("the definitions are wrong", isUsage: false)
    }
  }

  /// Leaves a file alone that holds the text already: nothing is then built again for it.
  private func write(_ text: String, to name: String) throws {
    let file = root.appending(path: name)
    if (try? String(contentsOf: file, encoding: .utf8)) != text { try text.write(to: file, atomically: true, encoding: .utf8) }
  }

  private func list(_ names: [String]) -> String {
    "[" + names.map { "\"\($0)\"" }.joined(separator: ", ") + "]"
  }

  private var addition: String {
    let names = definitions.map(\.name)
    let needed = names + (handler.map { [$0.module] } ?? []).filter { !names.contains($0) }
    return """


      // Added by weft-fuzz.
      do {
        let weft =
          package.targets.flatMap(\\.dependencies).compactMap { dependency -> String? in
            if case .productItem(let name, let package, _, _) = dependency, name == "Weft" { package } else { nil }
          }.first ?? "weft"
        package.dependencies = package.dependencies.map { dependency in
          guard case .fileSystem(let name, let path) = dependency.kind, !path.hasPrefix("/"), !path.hasPrefix("~") else { return dependency }
          return name.map { .package(name: $0, path: "\(original.path)/" + path) } ?? .package(path: "\(original.path)/" + path)
        }
        package.products = []
        package.targets.removeAll { $0.type == .test }
        package.targets = package.targets.map { target in
          guard target.type == .executable, target.name == "\(handler?.module ?? "")" else { return target }
          return .target(
            name: target.name, dependencies: target.dependencies, path: target.path ?? "Sources/\\(target.name)",
            exclude: target.exclude + \(list(handlerHasMain ? ["main.swift"] : [])), sources: target.sources, resources: target.resources,
            swiftSettings: (target.swiftSettings ?? []) + [
              .unsafeFlags(["-Xfrontend", "-entry-point-function-name", "-Xfrontend", "\\(target.name)_main"])
            ],
            linkerSettings: target.linkerSettings, plugins: target.plugins)
        }
        // Their Swift stands beside them already, so that the compiler of definitions need not be built once more.
        for target in package.targets where \(list(names)).contains(target.name) {
          target.path = "WeftFuzzDefinitions/\\(target.name)"
          target.sources = target.sources.map { $0 + ["WeftGenerated"] }
          target.plugins = target.plugins?.filter { if case .plugin("WeftPlugin", _) = $0 { false } else { true } }
        }
        for target in package.targets where target.type == .regular || target.type == .executable {
          let counted = \(list(engine.counting + ["-enable-testing"]))
          // What the user wrote keeps the words of its traps; what was generated is fast.
          let speed = \(list(names)).contains(target.name) ? [] : ["-Onone"]
          target.swiftSettings = (target.swiftSettings ?? []) + [.unsafeFlags(counted + speed)]
        }
        package.targets.append(
          .executableTarget(
            name: "\(engine.program)",
            dependencies: \(list(needed)).map { .target(name: $0) } + \(list(["WeftFuzz"] + (usesCapture ? ["WeftCapture"] : []))).map {
              .product(name: $0, package: weft)
            },
            path: "\(engine.program)", swiftSettings: [.unsafeFlags(["-sanitize=address"])],
            linkerSettings: [.unsafeFlags(\(list(engine.linking + (isStatic ? ["-L", archives.path] : []))))]))
      }

      """
  }

  private var program: String {
    var imports = ["import WeftFuzzRunner"]
    if usesCapture { imports += ["import CaptureFormats", "import WeftCapture", "import WeftDynamic", "import WeftFuzz"] }
    if let handler { imports.append("@testable import \(handler.module)") }
    var arguments = "catalogs: Definitions.catalogs, encodedSchema: Definitions.encodedSchema"
    if let handler {
      arguments += ", handler: FuzzHandler(\(handler.function)), handlerName: \"\(handler.module).\(handler.function)\""
    }
    if usesCapture {
      arguments += """
        ,
          recorded: {
            CapturePayloads(schema: try DynamicCodec(encodedSchema: CaptureFormatsCatalog.encodedSchema).schema).payloads(of: $0)
          }
        """
    }
    return """
      // Made by weft-fuzz.
      \(imports.joined(separator: "\n"))

      \(engine.declarations)

      FuzzProgram(\(arguments)).main(\(engine.call))

      """
  }

  // MARK: Building

  /// - Returns: the fuzzer's program.
  func build() throws -> URL {
    let log = folder.appending(component: "build.log")
    _ = FileManager.default.createFile(atPath: log.path, contents: nil)
    let output = try FileHandle(forWritingTo: log)
    var arguments = ["swift", "build", "-c", "release", "--package-path", root.path, "--scratch-path", scratch.path]
    arguments += ["--product", engine.program]
    if isStatic {
      try FuzzEngine.linkArchives(into: archives)
      arguments.append("--static-swift-stdlib")
    }
    #if os(macOS)
      // One sandbox inside of another is not allowed.
      arguments.append("--disable-sandbox")
    #endif
    guard try Self.run(URL(filePath: "/usr/bin/env"), arguments, output: output) == 0 else {
      let errors = self.errors(in: (try? String(contentsOf: log, encoding: .utf8)) ?? "")
      if let handler, errors.contains(where: { $0.hasPrefix("\(engine.program)/main.swift") }) {
        throw FuzzError(
          "'\(handler.module).\(handler.function)' is no handler: one takes a message, a channel's enum, any Message, [UInt8], or [PeerEvent<…>] of "
            + "these, returns nothing, and neither waits nor needs an actor (\(log.path))")
      }
      let shown = errors.prefix(5).map { "\n  \($0)" }.joined()
      throw FuzzError("the fuzzer does not build (\(log.path))\(shown)", isUsage: false)
    }
    return scratch.appending(components: "release", engine.program)
  }

  /// What the compiler says, each once, of the user's files by their names in the package; of what builds it where there is nothing.
  private func errors(in log: String) -> [String] {
    let lines = log.split(separator: "\n").map(String.init)
    let placed = lines.filter { $0.hasPrefix("/") && $0.contains(": error: ") }
    var seen: Set<String> = []
    return (placed.isEmpty ? lines.filter { $0.contains("error: ") } : placed)
      .map { $0.replacing("\(root.path)/", with: "") }.filter { seen.insert($0).inserted }
  }

  /// Runs a program to its end.
  static func run(_ program: URL, _ arguments: [String], output: FileHandle? = nil) throws -> Int32 {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    if let output {
      process.standardOutput = output
      process.standardError = output
    }
    try process.run()
    process.waitUntilExit()
    return process.terminationReason == .exit ? process.terminationStatus : 70
  }

  /// What a command prints; `nil` where it fails.
  static func output(of command: [String]) -> Data? {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = command
    process.standardOutput = output
    guard (try? process.run()) != nil, let data = try? output.fileHandleForReading.readToEnd() else { return nil }
    process.waitUntilExit()
    return process.terminationStatus == 0 ? data : nil
  }
}
