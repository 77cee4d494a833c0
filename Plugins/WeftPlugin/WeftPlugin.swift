import Foundation
import PackagePlugin

/// Generates Swift from the `.weft` files in a target's own folder: one command a target, one output a definition file.
///
/// The folders of all targets that it depends on, in other packages too, are what its `import` lines can name.
@main
struct WeftPlugin: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    guard let target = target as? any SourceModuleTarget else { return [] }
    let definitions = target.definitions
    guard !definitions.isEmpty else {
      Diagnostics.warning("target '\(target.name)' uses WeftPlugin, but its folder holds no .weft file")
      return []
    }
    let others = target.recursiveTargetDependencies.compactMap { $0 as? any SourceModuleTarget }
    let imports = others.flatMap(\.definitions)
    let dictionaries = target.dictionaries + others.flatMap(\.dictionaries)
    let output = context.pluginWorkDirectoryURL
    let generated = definitions.map { output.appending(component: target.outputName(of: $0)) }
    let catalog = output.appending(component: "\(target.moduleName)Catalog.swift")

    var arguments = ["--module", target.moduleName, "--root", context.package.directoryURL.path]
    arguments += ["--catalog", catalog.path]
    for (definition, output) in zip(definitions, generated) { arguments += ["--definition", definition.path, output.path] }
    for file in imports { arguments += ["--import", file.path] }
    for file in dictionaries { arguments += ["--dictionary", file.path] }
    return [
      .buildCommand(
        displayName: "Generating Swift for \(target.name) from \(definitions.count) definition files",
        executable: try context.tool(named: "weftc").url, arguments: arguments,
        inputFiles: definitions + imports + dictionaries, outputFiles: generated + [catalog])
    ]
  }
}

extension SourceModuleTarget {
  /// The definition files of this target, in an order that no file system decides.
  fileprivate var definitions: [URL] { files(withSuffix: ".weft") }

  /// What its channels may name in `zstd(dictionary: …)`.
  fileprivate var dictionaries: [URL] { files(withSuffix: ".dict") }

  private func files(withSuffix suffix: String) -> [URL] {
    sourceFiles(withSuffix: suffix).map(\.url).sorted { $0.path < $1.path }
  }

  /// `peers/Contact.weft` becomes `peers+Contact.weft.swift`, which no hand-written file of the target is called.
  fileprivate func outputName(of definition: URL) -> String {
    let parts = definition.pathComponents.dropFirst(directoryURL.pathComponents.count)
    return parts.joined(separator: "+") + ".swift"
  }
}
