import Foundation
import StoredDefinitions
import Testing
import Weft
import WeftCompiler
import WeftDynamic
import WeftSchema
import WeftStream

/// Columns hold the same bits as the packed form, in another order.
@Suite struct ColumnFormTests {
  /// What stands in docs/streams.md, "Columns".
  @Test func oneColumnForEachByteOfAField() throws {
    var form = try Self.form(
      """
      edition 2026 module Bulk
      struct Entity { id: u12  height: u4? }
      message Crowd = 1 { region: u12  entities: [Entity, max: 3] }
      """, "Crowd")
    // region 0xABC; 2 entities: id 0x123, height 5; id 0x124, no height.
    var bits = Bits()
    bits.put(0xABC, 12)
    bits.put(2, 2)
    bits.put(1, 1)
    bits.put(0x123, 12)
    bits.put(5, 4)
    bits.put(0, 1)
    bits.put(0x124, 12)
    var columns: [UInt8] = []
    try unsafe form.appendColumns(of: bits.bytes.span.bytes, to: &columns)
    // The lengths of all columns but the first; region and the count; presence; low bytes of the ids; their high bytes; heights.
    #expect(columns == [2, 2, 2, 1, 0xBC, 0x0A, 2, 1, 0, 0x23, 0x24, 1, 1, 5])
  }

  @Test func everyNativeValueComesBack() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    let schema = StoredDefinitions.schema(in: ["Tests/NativeForms", "protocol/addresses", "protocol/overlay"])
    let codec = DynamicCodec(schema)
    var random = RandomValue(codec, seed: seed)
    var values = 0
    for (index, definition) in schema.definitions.enumerated() {
      guard case .record = definition.body, let program = schema.columnProgram(of: DefinitionID(index)) else { continue }
      var form = try #require(ColumnForm(program: program), "\(definition.name)")
      for _ in 0..<40 {
        guard let (_, packed) = random.next(DefinitionID(index)) else { continue }
        var columns: [UInt8] = []
        try unsafe form.appendColumns(of: packed.span.bytes, to: &columns)
        var back: [UInt8] = []
        try form.appendPacked(of: columns, to: &back)
        #expect(back == packed, "\(definition.name), seed \(seed)")
        #expect(columns.count <= form.maximumByteCount(forPackedBitCount: packed.count * 8))
        values += 1
      }
    }
    #expect(values > 400, "seed \(seed)")
  }

  /// Whatever bytes come: packed bits no longer than they are, or an error.
  @Test func hostileColumnsCostNoMoreThanTheyAre() throws {
    let schema = StoredDefinitions.schema(in: ["protocol/addresses", "protocol/overlay"])
    let codec = DynamicCodec(schema)
    let found = try #require(codec.definition(named: "OverlayMessages.Found"))
    let program = try #require(schema.columnProgram(of: found))
    var form = try #require(ColumnForm(program: program))
    var random = RandomValue(codec, seed: 7)
    let value = random.next(found)
    let packed = try #require(value).bytes
    var columns: [UInt8] = []
    try unsafe form.appendColumns(of: packed.span.bytes, to: &columns)
    var refused = 0
    for position in 0..<columns.count * 8 {
      var hostile = columns
      hostile[position / 8] ^= 1 << UInt8(position % 8)
      refused += try Self.isRefused(hostile, by: &form) ? 1 : 0
      refused += try Self.isRefused(Array(columns.prefix(position / 8)), by: &form) ? 1 : 0
    }
    #expect(refused > columns.count * 8)
  }

  private static func isRefused(_ columns: [UInt8], by form: inout ColumnForm) throws -> Bool {
    var packed: [UInt8] = []
    do {
      try form.appendPacked(of: columns, to: &packed)
    } catch {
      return true
    }
    #expect(packed.count <= columns.count)
    return false
  }

  @Test(arguments: [
    [], [1], [1, 0], [1, 65], [5, 1, 8, 1, 8], [12], [0], [9, 2], [1, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 1],
  ])
  func whatIsNoProgramIsRefused(program: [UInt8]) {
    #expect(ColumnForm(program: program) == nil)
  }

  private static func form(_ text: String, _ name: String) throws -> ColumnForm {
    let schema = compile([SourceFile(path: "test.weft", bytes: Array(text.utf8))]).schema
    let definition = try #require(DynamicCodec(schema).definition(named: name))
    let program = try #require(schema.columnProgram(of: definition))
    return try #require(ColumnForm(program: program))
  }
}

/// Bits put one after the other, the first the least significant.
private struct Bits {
  var bytes: [UInt8] = []
  private var count = 0

  mutating func put(_ value: Int, _ bitCount: Int) {
    for bit in 0..<bitCount {
      if count % 8 == 0 { bytes.append(0) }
      bytes[bytes.count - 1] |= UInt8(value >> bit & 1) << UInt8(count % 8)
      count += 1
    }
  }
}
