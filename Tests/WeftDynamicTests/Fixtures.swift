import StoredDefinitions
import Testing
import WeftCompiler
import WeftDynamic
import WeftSchema

/// A schema from text, with `edition` and `module` lines put before it.
func schema(compiling text: String, sourceLocation: SourceLocation = #_sourceLocation) -> Schema {
  let file = SourceFile(path: "test.weft", bytes: Array("edition 2026\nmodule Test\n\(text)".utf8))
  let compilation = compile([file])
  for diagnostic in compilation.diagnostics {
    Issue.record("\(diagnostic.rendered(source: file, color: false))", sourceLocation: sourceLocation)
  }
  return compilation.schema
}

func codec(compiling text: String, sourceLocation: SourceLocation = #_sourceLocation) -> DynamicCodec {
  DynamicCodec(schema(compiling: text, sourceLocation: sourceLocation))
}

/// The definitions in the repository's `protocol` folder.
let protocolSchema = StoredDefinitions.schema(in: ["protocol"])

func bytes(hex text: String) -> [UInt8] {
  let digits = text.filter { !$0.isWhitespace }
  return stride(from: 0, to: digits.count, by: 2).compactMap { index in
    let start = digits.index(digits.startIndex, offsetBy: index)
    return UInt8(digits[start..<digits.index(start, offsetBy: 2)], radix: 16)
  }
}

extension DynamicCodec {
  func id(_ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> DefinitionID {
    try #require(definition(named: name), sourceLocation: sourceLocation)
  }

  /// The failure of a strict decoding, as text; `nil` if there is none.
  func failure(_ name: String, _ bytes: [UInt8]) throws -> String? {
    var tree = ValueTree()
    decode(try id(name), from: bytes, into: &tree)
    return tree.failure?.description
  }

  func json(_ name: String, _ bytes: [UInt8]) throws -> String { try decoded(try id(name), from: bytes).json }

  func encoded(_ name: String, _ json: String) throws -> [UInt8] { try encoded(try id(name), json: Array(json.utf8)) }
}
