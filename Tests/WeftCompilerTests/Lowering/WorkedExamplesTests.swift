import Foundation
import Testing
import WeftCompiler
import WeftSchema

/// The worked examples of `docs/language.md`: their tables, put together bit by bit, are their vectors; their places are the
/// compiler's.
@Suite struct WorkedExamplesTests {
  /// A definition file and the table below it.
  struct Example: CustomTestStringConvertible {
    var schema: String
    var order: Substring
    var rows: [Row]
    var testDescription: String { schema.firstMatch(of: /module (\w+)/).map { String($0.output.1) } ?? "no module" }
  }

  struct Row {
    var bitOffset: Int
    var bitCount: Int
    var name: Substring
    var code: UInt64
  }

  static let examples: [Example] = {
    let url = Project.root.appending(path: "docs/language.md")
    guard let text = try? String(contentsOf: url, encoding: .utf8) else { return [] }
    return text.matches(of: /```weft\n([^`]*)```\n\n```bits *(\w*)\n([^`]*)```/).map { match in
      Example(schema: String(match.output.1), order: match.output.2, rows: match.output.3.split(separator: "\n").compactMap(row))
    }
  }()

  static func row(_ line: Substring) -> Row? {
    guard let match = line.wholeMatch(of: /\s*(\d+)\s+(\d+)\s+(.*?)\s+(0x)?([0-9A-F]+)/) else { return nil }
    let radix = match.output.4 == nil ? 10 : 16
    guard let offset = Int(match.output.1), let count = Int(match.output.2), let code = UInt64(match.output.5, radix: radix)
    else { return nil }
    return Row(bitOffset: offset, bitCount: count, name: match.output.3, code: code)
  }

  @Test func examplesAreThere() { #expect(Self.examples.count >= 7) }

  @Test(arguments: examples)
  func bitsAreTheVector(example: Example) throws {
    let source = SourceFile(path: "example.weft", text: example.schema)
    let compilation = compile([source])
    #expect(compilation.diagnostics.rendered(sources: [source]) == "")
    let vector = try #require(compilation.schema.modules.first?.vectors.first)

    var bits: [Bool] = []
    for row in example.rows {
      #expect(row.bitOffset == bits.count, "\(row.name)")
      bits += Self.bits(of: row, example.order)
    }
    #expect(Self.bytes(of: bits, isLeastFirst: example.order.isEmpty || example.order == "lsb") == vector.bytes)

    let record = try #require(compilation.schema[vector.definition].record)
    for row in example.rows {
      guard let field = record.fields.first(where: { $0.name == row.name }), let offset = field.bitOffset else { continue }
      #expect(offset == row.bitOffset, "\(row.name)")
      #expect(field.bitCountRange.constant == row.bitCount, "\(row.name)")
    }
  }

  /// Least significant bit first where nothing is said; `little`: whole bytes, the lowest first, each from its highest bit.
  private static func bits(of row: Row, _ order: Substring) -> [Bool] {
    switch order {
    case "msb": (0..<row.bitCount).map { row.code >> UInt64(row.bitCount - 1 - $0) & 1 == 1 }
    case "little":
      (0..<row.bitCount / 8).flatMap { byte in (0..<8).map { row.code >> UInt64(8 * byte + 7 - $0) & 1 == 1 } }
    default: (0..<row.bitCount).map { row.code >> UInt64($0) & 1 == 1 }
    }
  }

  private static func bytes(of bits: [Bool], isLeastFirst: Bool) -> [UInt8] {
    stride(from: 0, to: bits.count, by: 8).map { start in
      (0..<8).reduce(UInt8(0)) { byte, place in
        let isSet = start + place < bits.count && bits[start + place]
        return byte | (isSet ? 1 << UInt8(isLeastFirst ? place : 7 - place) : 0)
      }
    }
  }
}

extension Definition {
  fileprivate var record: Record? {
    if case .record(let record) = body { record } else { nil }
  }
}
