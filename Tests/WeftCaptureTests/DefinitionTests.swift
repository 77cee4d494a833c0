import Foundation
import StoredDefinitions
import Testing
import WeftCompiler
import WeftDynamic
import WeftSchema

@Suite("The definitions under protocol/")
struct DefinitionTests {
  @Test("compile without a diagnostic")
  func compileClean() {
    let compilation = compile(StoredDefinitions.files(in: ["protocol"]))
    #expect(compilation.diagnostics.map { "\($0)" } == [])
    #expect(compilation.schema.modules.map(\.name).sorted() == ["CaptureFormats", "OverlayAddresses", "OverlayMessages"])
  }

  /// The bytes are packed by `Tests/Oracles/overlay_vectors.py`, which shares no code with the codecs.
  @Test("have vectors that decode, and encode back")
  func vectors() throws {
    let codec = DynamicCodec(schema)
    var counts: [DefinitionID: Int] = [:]
    for vector in schema.modules.flatMap(\.vectors) {
      counts[vector.definition, default: 0] += 1
      var tree = ValueTree()
      let isDecoded = codec.decode(vector.definition, from: unsafe vector.bytes.span.bytes, into: &tree)
      #expect(isDecoded, "\(vector.label): \(tree.failure.map { "\($0)" } ?? "")")
      var output: [UInt8] = []
      try codec.encode(&tree, decodedFrom: unsafe vector.bytes.span.bytes, into: &output)
      #expect(output == vector.bytes, "\(vector.label)")
    }
    for (index, definition) in schema.definitions.enumerated() {
      guard case .record(let record) = definition.body, case .message = record.kind else { continue }
      #expect(counts[DefinitionID(index), default: 0] >= 2, "\(definition.name)")
    }
  }
}
