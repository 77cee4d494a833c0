import WeftDynamic
import WeftSchema

extension Conformance {
  /// The bytes of a valid message, made invalid in one thing each.
  func spoiled(_ definition: DefinitionID, _ bytes: [UInt8]) -> [(name: String, bytes: [UInt8])] {
    guard let value = try? codec.decoded(definition, from: bytes) else { return [] }
    var spoiler = Spoiler(schema: codec.schema, bytes: bytes)
    for length in 0..<bytes.count { spoiler.results.append(("truncated=\(length)", Array(bytes.prefix(length)))) }
    spoiler.results.append(("byte too many", bytes + [0]))
    for bit in value.node.bitRange.upperBound..<bytes.count * 8 { spoiler.patch("padding=\(bit)", at: bit, count: 1, with: 1) }
    spoiler.spoil(value, .named(definition), path: "")
    return spoiler.results
  }
}

/// One code beyond what is allowed, at each leaf of a value.
private struct Spoiler {
  let schema: Schema
  let bytes: [UInt8]
  var results: [(name: String, bytes: [UInt8])] = []

  init(schema: Schema, bytes: [UInt8]) {
    self.schema = schema
    self.bytes = bytes
  }

  mutating func spoil(_ value: Value, _ type: FieldType, path: String) {
    let start = value.node.bitOffset
    switch schema.resolvingAliases(type) {
    case .ranged(let range): above(range.maximumCode, range.bitCount, at: start, path)
    case .fixed(let range): above(range.maximumCode, range.bitCount, at: start, path)
    case .float(let bits):
      let another: [Int: UInt64] = [16: 0x7E01, 32: 0x7FC0_0001, 64: 0x7FF8_0000_0000_0001]
      if let pattern = another[bits] { patch("\(path)=another nan", at: start, count: bits, with: pattern) }
    case .bytes(let count): spoil(count, at: start, path)
    case .text(let count):
      spoil(count, at: start, path)
      if value.node.byteCount > 0 { patch("\(path)=invalid", at: start + count.bitCount, count: 8, with: 0xFF) }
    case .list(let element, let count):
      spoil(count, at: start, path)
      for (index, child) in value.children.prefix(2).enumerated() { spoil(child, element, path: "\(path)[\(index)]") }
    case .named(let id, _): spoil(value, schema[id], path: path)
    case .bool, .unsigned, .signed, .varint, .match, .padding: break
    }
  }

  private mutating func spoil(_ value: Value, _ definition: Definition, path: String) {
    let start = value.node.bitOffset
    switch definition.body {
    case .enumeration(let it):
      let codes = Set(it.cases.map(\.code))
      guard !it.isOpen, let unknown = (0...UInt64(it.cases.count)).first(where: { !codes.contains($0) }) else { return }
      patch("\(path)=unknown", at: start, count: it.bitCount, with: unknown)
    case .flags(let it):
      // The lowest bit without a name.
      if !it.isOpen { patch("\(path)=unknown", at: start, count: it.bitCount, with: ~it.mask & (it.mask &+ 1)) }
    case .union(let union):
      patch("\(path)=unknown tag", at: start, count: union.tagBitCount, with: UInt64(union.cases.count))
      let index = Int(truncatingIfNeeded: value.node.payload)
      guard union.cases.indices.contains(index), let type = union.cases[index].type, let child = value.children.first else {
        return
      }
      spoil(child, type, path: "\(path).\(union.cases[index].name)")
    case .record(let record):
      for field in record.fields {
        guard let child = value[field.name], !child.node.flags.contains(.isImplied) else { continue }
        spoil(child, field.type, path: path.isEmpty ? field.name : "\(path).\(field.name)")
      }
    case .alias(let alias): spoil(value, alias.type, path: path)
    }
  }

  private mutating func spoil(_ count: Count, at start: Int, _ path: String) {
    guard case .bounded(let min, let max) = count else { return }
    patch("\(path)=count above", at: start, count: count.bitCount, with: UInt64(max - min) + 1)
  }

  private mutating func above(_ maximum: UInt64, _ bitCount: Int, at start: Int, _ path: String) {
    if maximum < ones(bitCount) { patch("\(path)=above", at: start, count: bitCount, with: maximum + 1) }
  }

  /// The bytes with another code at a place, if so many bits can hold it.
  mutating func patch(_ name: String, at bitOffset: Int, count: Int, with code: UInt64) {
    guard count > 0, code <= ones(count), bitOffset + count <= bytes.count * 8 else { return }
    var patched = bytes
    for bit in 0..<count {
      let mask: UInt8 = 1 << UInt8((bitOffset + bit) % 8)
      if code >> UInt64(bit) & 1 == 1 { patched[(bitOffset + bit) / 8] |= mask } else { patched[(bitOffset + bit) / 8] &= ~mask }
    }
    results.append((name, patched))
  }
}
