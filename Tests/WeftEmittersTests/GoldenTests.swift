import Foundation
import Testing
import WeftEmitters
import WeftSchema

/// The emitted Swift is compared byte for byte with the files that the package compiles; `UPDATE_SNAPSHOTS=1` writes them.
@Suite struct GoldenTests {
  @Test(arguments: SpecimenFiles.folders.keys.sorted())
  func emittedFilesAreTheOnesThatAreCompiled(module: String) throws {
    let files = SwiftEmitter.emit(try SpecimenFiles.schema(), module: module)
    let folder = SpecimenFiles.root.appending(components: SpecimenFiles.folders[module] ?? "", "Emitted")
    #expect(files.count > 1)
    for file in files {
      let golden = folder.appending(component: file.path)
      if ProcessInfo.processInfo.environment["UPDATE_SNAPSHOTS"] == "1" {
        try Data(file.text.utf8).write(to: golden)
      }
      #expect(try String(contentsOf: golden, encoding: .utf8) == file.text, "\(file.path)")
    }
    let present = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(Set(present) == Set(files.map(\.path)))
  }

  @Test func theSameSchemaGivesTheSameBytes() throws {
    let schema = try SpecimenFiles.schema()
    #expect(SwiftEmitter.emit(schema, module: "Specimens") == SwiftEmitter.emit(schema, module: "Specimens"))
  }

  @Test func filesOfOneNameAreToldApart() throws {
    var schema = try SpecimenFiles.schema()
    schema.modules[0].files = ["a/same.weft", "b/same.weft"]
    let paths = SwiftEmitter.emit(schema, module: schema.modules[0].name).map(\.path)
    #expect(paths == ["same.swift", "same2.swift", "\(schema.modules[0].name)Catalog.swift"])
  }
}
