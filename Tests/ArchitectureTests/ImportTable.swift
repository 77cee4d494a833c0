import Foundation
import Testing

/// The table of `docs/architecture.md`: one row a module, with what it may import and the tests that hold its invariant.
struct ImportTable {
  struct Row {
    var module: String
    var imports: Set<String>
    var tests: [String]
  }

  var rows: [Row]

  /// Rows are lines of the form ``| `Module` | invariant | imports | tests |``.
  init(markdown: String) {
    rows = markdown.split(separator: "\n").compactMap { line in
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      guard line.hasPrefix("| `"), cells.count == 4, let module = Self.names(cells[0]).first else { return nil }
      return Row(module: module, imports: Set(Self.names(cells[2])), tests: Self.names(cells[3]))
    }
  }

  subscript(module: String) -> Row? { rows.first { $0.module == module } }

  /// What stands between back quotes.
  private static func names(_ cell: String) -> [String] {
    cell.matches(of: /`([^`]+)`/).map { String($0.output.1) }
  }
}

@Suite struct ImportTests {
  let table: ImportTable

  init() throws { table = ImportTable(markdown: try House.text("docs/architecture.md")) }

  @Test func everyModuleHasARoom() throws {
    let definitions = try House.folders(in: House.root.appending(component: "protocol")).count
    let modules = try House.modules()
    #expect(modules.count > 8)
    for module in modules.keys.sorted() { #expect(table[module] != nil, "\(module) is not in docs/architecture.md") }
    #expect(table.rows.count == modules.count + definitions)
    #expect(Set(table.rows.map(\.module)).count == table.rows.count)
  }

  @Test func handWrittenCodeImportsOnlyWhatTheTableSays() throws {
    for (module, folder) in try House.modules() {
      let files = try House.swiftFiles(below: folder)
      // A system library has a module map in place of Swift.
      let isSystemLibrary = FileManager.default.fileExists(atPath: folder.appending(component: "module.modulemap").path)
      #expect(files.isEmpty == isSystemLibrary, "\(module)")
      try expectAllowed(files, in: module)
    }
  }

  @Test func definitionsImportOnlyWhatTheTableSays() throws {
    for folder in try House.folders(in: House.root.appending(component: "protocol")) {
      for file in try House.swiftFiles(below: folder) { #expect(file.imports.isEmpty, "\(file.path)") }
    }
  }

  @Test func generatedCodeImportsOnlyWhatTheTableSays() throws {
    let generated = try House.generatedModules()
    let definitions = try House.committedPaths().filter { $0.hasPrefix("protocol/") && $0.hasSuffix(".weft") }
    #expect(generated.isEmpty == definitions.isEmpty, "the plugin's output folder was not found")
    for (module, folder) in generated where table[module] != nil {
      try expectAllowed(try House.swiftFiles(below: folder), in: module)
    }
  }

  @Test func everyInvariantNamesATestThatExists() throws {
    for row in table.rows {
      #expect(!row.tests.isEmpty, "\(row.module) names no test")
      for test in row.tests {
        #expect(FileManager.default.fileExists(atPath: House.root.appending(path: test).path), "\(test), of \(row.module)")
      }
    }
  }

  private func expectAllowed(_ files: [SourceText], in module: String) throws {
    let allowed = try #require(table[module], "\(module) is not in docs/architecture.md").imports
    for file in files {
      let others = file.imports.subtracting(allowed).sorted()
      #expect(others.isEmpty, "\(file.path) imports \(others.joined(separator: ", ")); docs/architecture.md does not")
    }
  }
}
