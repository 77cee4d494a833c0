import Foundation
import PackagePlugin

/// Generates, for a target that treats all messages alike, the list of the catalogs that it depends on, and their schema.
///
/// Fuzzers and tools use it: `Definitions.catalogs` and `Definitions.encodedSchema` are then in the target.
@main
struct WeftSchemaPlugin: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let imports = target.recursiveTargetDependencies.flatMap { target in
      (target as? any SourceModuleTarget)?.sourceFiles(withSuffix: ".weft").map(\.url).sorted { $0.path < $1.path } ?? []
    }
    guard !imports.isEmpty else {
      Diagnostics.warning("target '\(target.name)' uses WeftSchemaPlugin, but nothing that it depends on holds a .weft file")
      return []
    }
    let output = context.pluginWorkDirectoryURL.appending(component: "Definitions.swift")
    return [
      .buildCommand(
        displayName: "Listing the definitions that \(target.name) depends on",
        executable: try context.tool(named: "weftc").url,
        arguments: ["--schemas", output.path, "--root", context.package.directoryURL.path]
          + imports.flatMap { ["--import", $0.path] },
        inputFiles: imports, outputFiles: [output])
    ]
  }
}
