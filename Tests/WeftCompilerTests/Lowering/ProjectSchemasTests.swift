import Foundation
import Testing
import WeftCompiler
import WeftSchema

/// The definitions of this project compile together, without a word.
@Suite struct ProjectSchemasTests {
  @Test func protocolFolder() throws {
    let files = try Project.definitions(in: Project.root.appending(path: "protocol")).map { try Project.source($0) }
    #expect(files.count >= 3)
    let compilation = compile(files)
    #expect(compilation.diagnostics.rendered(sources: files) == "")
    #expect(compilation.schema.modules.map(\.name).contains("CaptureFormats"))
    let identities = compilation.schema.definitions.compactMap { definition -> UInt64? in
      guard case .record(let record) = definition.body, case .message = record.kind else { return nil }
      return record.identity
    }
    #expect(Set(identities).count == identities.count)
    #expect(!identities.contains(0))
  }
}
