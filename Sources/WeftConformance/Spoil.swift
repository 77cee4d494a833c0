import WeftDynamic
import WeftSchema

/// Bytes that are wrong in one thing.
struct SpoiledMessage {
  /// Where and how: `nodes[0].link=unknown`.
  var name: String
  var bytes: [UInt8]
  /// Cut, too long, or wrong in the padding.
  var isOfEnd = false
}

extension Conformance {
  /// The bytes of a valid message, made invalid in one thing each.
  func spoiled(_ definition: DefinitionID, _ bytes: [UInt8]) -> [SpoiledMessage] {
    guard let value = try? codec.decoded(definition, from: bytes) else { return [] }
    let end = value.node.bitRange.upperBound
    var spoiler = Spoiler(schema: codec.schema, bytes: bytes, end: end)
    for length in 0..<bytes.count { spoiler.addEnd("truncated=\(length)", Array(bytes.prefix(length))) }
    spoiler.addEnd("byte too many", bytes + [0])
    for bit in end..<bytes.count * 8 { spoiler.addEnd("padding=\(bit)", WireBits(bytes).replacing(bit..<bit + 1, with: [true])) }
    spoiler.spoil(value, .named(definition), path: "")
    return spoiler.results
  }
}

/// One code beyond what is allowed, at each leaf of a value.
private struct Spoiler {
  let schema: Schema
  private let wire: WireBits
  private(set) var results: [SpoiledMessage] = []

  /// - Parameter end: the bit behind the value, where its padding begins.
  init(schema: Schema, bytes: [UInt8], end: Int) {
    self.schema = schema
    wire = WireBits(bytes, count: end)
  }

  mutating func addEnd(_ name: String, _ bytes: [UInt8]) {
    results.append(SpoiledMessage(name: name, bytes: bytes, isOfEnd: true))
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
      spoilText(value, count, path)
    case .varint: spoilVarint(value, path)
    case .list(let element, let count):
      spoil(count, at: start, path)
      if schema.keyField(of: element) != nil { spoilOrder(value, path) }
      for (index, child) in value.children.prefix(2).enumerated() { spoil(child, element, path: "\(path)[\(index)]") }
    case .named(let id, _): spoil(value, schema[id], path: path)
    case .bool, .unsigned, .signed, .match, .padding: break
    }
  }

  /// What looks like UTF-8 (RFC 3629) to a decoder that does not look closely, in place of the text.
  private static let invalidText: [(name: String, bytes: [UInt8])] = [
    ("invalid", [0xFF]), ("cut character", [0xC3]), ("overlong", [0xC0, 0x80]), ("surrogate", [0xED, 0xA0, 0x80]),
    ("above U+10FFFF", [0xF4, 0x90, 0x80, 0x80]),
  ]

  private mutating func spoilText(_ value: Value, _ count: Count, _ path: String) {
    guard let range = count.byteRange else { return }
    for wrong in Self.invalidText where wrong.bytes.count <= range.upperBound {
      let bytes = Array(repeating: 0x77, count: max(0, range.lowerBound - wrong.bytes.count)) + wrong.bytes
      let content =
        WireBits.bits(UInt64(bytes.count - range.lowerBound), count.bitCount) + bytes.flatMap { WireBits.bits(UInt64($0), 8) }
      replace(value.node.bitRange, with: content, "\(path)=\(wrong.name)")
    }
  }

  private mutating func spoilVarint(_ value: Value, _ path: String) {
    let range = value.node.bitRange
    var longer = wire.bits[range]
    longer[range.upperBound - 1] = true
    replace(range, with: longer + WireBits.bits(0, 8), "\(path)=not minimal")
    let full = Array(repeating: true, count: 72)
    replace(range, with: full + WireBits.bits(2, 8), "\(path)=above 64 bits")
    replace(range, with: full + WireBits.bits(0x81, 8) + WireBits.bits(1, 8), "\(path)=too long")
  }

  /// The first two elements the other way round, and one of them twice.
  private mutating func spoilOrder(_ value: Value, _ path: String) {
    let elements = Array(value.children.prefix(2))
    guard elements.count == 2 else { return }
    let (first, second) = (elements[0].node.bitRange, elements[1].node.bitRange)
    let range = first.lowerBound..<second.upperBound
    replace(range, with: wire.bits[second] + wire.bits[first], "\(path)=out of order")
    replace(range, with: wire.bits[first] + wire.bits[first], "\(path)=one key twice")
  }

  /// The bit that says that there is an extension, and none of any bytes: the same value otherwise encoded; or one that is too long.
  private mutating func spoilExtension(_ value: Value, _ extensibility: Extensibility, _ path: String) {
    let range = value.node.bitRange
    let count = bitsNeeded(forCodesUpTo: UInt64(extensibility.maximumByteCount))
    guard !range.isEmpty else { return }
    if !wire.bits[range.lowerBound] {
      let rest = wire.bits[range].dropFirst()
      let name = path.isEmpty ? "empty extension" : "\(path)=empty extension"
      replace(range, with: [true] + rest + WireBits.bits(0, count), name)
    } else if extensibility.generations.isEmpty, let tail = value.children.first(where: { $0.node.kind == .extensionTail }) {
      let name = path.isEmpty ? "extensionTail" : "\(path).extensionTail"
      let above = UInt64(extensibility.maximumByteCount) + 1
      patch("\(name)=count above", at: tail.node.bitOffset - count, count: count, with: above)
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
      if let extensibility = record.extensibility { spoilExtension(value, extensibility, path) }
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
  private mutating func patch(_ name: String, at bitOffset: Int, count: Int, with code: UInt64) {
    guard count > 0, code <= ones(count), bitOffset + count <= wire.bits.count else { return }
    replace(bitOffset..<bitOffset + count, with: WireBits.bits(code, count), name)
  }

  private mutating func replace(_ range: Range<Int>, with bits: some Sequence<Bool>, _ name: String) {
    guard range.upperBound <= wire.bits.count else { return }
    results.append(SpoiledMessage(name: name, bytes: wire.replacing(range, with: Array(bits))))
  }
}
