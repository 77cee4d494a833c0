import Foundation
import Testing
import WeftCompiler
import WeftDynamic
import WeftSchema

/// The worked deltas of `docs/language.md`: their tables, put together bit by bit, lead from the vector "before" to "after".
@Suite struct DocumentedDeltaTests {
  struct Example {
    var schema: String
    var bytes: [UInt8]
  }

  static func examples() throws -> [Example] {
    let text = try String(contentsOf: DocumentedVectorTests.root.appending(path: "docs/language.md"), encoding: .utf8)
    return try text.matches(of: /```weft\n([^`]*)```\n\n```delta\n([^`]*)```/).map { match in
      var bits: [Bool] = []
      for row in match.output.2.split(separator: "\n") {
        let parts = try #require(row.wholeMatch(of: /\s*(\d+)\s+(\d+)\s+(.*?)\s+(0b)?(\d+)/)).output
        #expect(Int(parts.1) == bits.count, "\(row)")
        let count = try #require(Int(parts.2))
        let code = try #require(UInt64(parts.5, radix: parts.4 == nil ? 10 : 2))
        bits += (0..<count).map { code >> UInt64($0) & 1 == 1 }
      }
      var bytes = [UInt8](repeating: 0, count: (bits.count + 7) / 8)
      for (index, bit) in bits.enumerated() where bit { bytes[index / 8] |= 1 << UInt8(index % 8) }
      return Example(schema: String(match.output.1), bytes: bytes)
    }
  }

  @Test func bitsLeadFromBeforeToAfter() throws {
    let examples = try Self.examples()
    #expect(!examples.isEmpty)
    for example in examples {
      let compilation = compile([SourceFile(path: "example.weft", bytes: Array(example.schema.utf8))])
      #expect(compilation.diagnostics.isEmpty)
      let codec = DynamicCodec(compilation.schema)
      let vectors = compilation.schema.modules.flatMap(\.vectors)
      let before = try #require(vectors.first { $0.label == "before" })
      let after = try #require(vectors.first { $0.label == "after" })
      let old = try codec.decoded(before.definition, from: before.bytes)
      let new = try codec.decoded(after.definition, from: after.bytes)
      #expect(try codec.encoded(after.definition, new, against: old) == example.bytes)
      let decoded = codec.decoded(after.definition, from: example.bytes, against: old)
      #expect(decoded.failure == nil)
      #expect(decoded.value?.json == new.json)
    }
  }
}
