import Foundation
import Testing
import WeftCompiler
import WeftSchema

@Suite("The definitions under protocol/")
struct DefinitionTests {
  @Test("compile without a diagnostic")
  func compileClean() {
    let compilation = compile(definitionFiles(in: root.appending(path: "protocol")))
    #expect(compilation.diagnostics.map { "\($0)" } == [])
    #expect(compilation.schema.modules.map(\.name).sorted() == ["CaptureFormats", "OverlayAddresses", "OverlayMessages"])
  }
}
