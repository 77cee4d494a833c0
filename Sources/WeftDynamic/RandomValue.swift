public import WeftSchema

/// Makes random values of any definition, biased to what breaks codecs: ends of ranges, empty and full lists, every case,
/// odd reals and text. The same seed gives the same values.
public struct RandomValue {
  private let codec: DynamicCodec
  private var generator: SplitMix64
  private var builder: TreeBuilder

  public init(_ codec: DynamicCodec, seed: UInt64) {
    self.codec = codec
    generator = SplitMix64(state: seed)
    builder = TreeBuilder(codec.program, schema: codec.schema, fields: codec.fields, defaults: codec.defaults)
  }

  /// The next value and its bytes.
  ///
  /// - Returns: `nil` where no attempt gave an encodable value: some foreign definitions tie fields together by expressions that
  ///   chance does not meet, or hold themselves.
  public mutating func next(_ definition: DefinitionID) -> (tree: ValueTree, bytes: [UInt8])? {
    for _ in 0..<64 {
      builder.tree = ValueTree()
      value(codec.program.definitionTypes[definition.index], field: -1, depth: 0)
      var tree = builder.tree
      guard let bytes = try? codec.encoded(&tree) else { continue }
      return (tree, bytes)
    }
    return nil
  }

  // MARK: Values

  private mutating func value(_ type: Int32, field: Int32, depth: Int) {
    let entry = codec.program.types[type]
    switch entry.kind {
    case .bool, .unsigned, .signed: leaf(entry, type, field, integer(bitCount: entry.bitCount, isSigned: entry.kind == .signed))
    case .ranged: leaf(entry, type, field, entry.lower &+ edge(upTo: entry.maximum))
    case .fixed: leaf(entry, type, field, edge(upTo: entry.maximum))
    case .varint, .zigzag: leaf(entry, type, field, edge(upTo: .max))
    case .float: leaf(entry, type, field, real(bitCount: entry.bitCount))
    case .enumeration:
      let codes = codec.program.enumerations[Int(entry.detail)].codes
      let isNamed = !codes.isEmpty && (!entry.isOpen || generator.chance(3, in: 4))
      leaf(entry, type, field, isNamed ? codes[generator.below(codes.count)] : edge(upTo: ones(entry.bitCount)))
    case .flags: leaf(entry, type, field, edge(upTo: .max) & (entry.isOpen ? ones(entry.bitCount) : entry.maximum))
    case .bytes: builder.appendBytes(bytes(count(entry)), .bytes, type: type, field: field)
    case .text: builder.appendBytes(text(entry), .text, type: type, field: field)
    case .padding:
      builder.appendBytes([], .padding, type: type, field: field)
      builder.tree.nodes[builder.tree.nodes.count - 1].flags.insert(.isPending)
    case .list:
      let count = depth > 8 ? max(0, entry.minimumCount) : count(entry)
      let node = builder.open(.list, type: type, field: field, payload: UInt64(count))
      for _ in 0..<count { value(entry.detail, field: -1, depth: depth + 1) }
      builder.close(node)
    case .union: chosen(.union, entry.operands, type, field, depth: depth)
    case .match:
      let match = codec.program.matches[Int(entry.detail)]
      let end = match.fallback < 0 ? match.cases.upperBound : match.fallback + 1
      chosen(.match, match.cases.lowerBound..<end, type, field, depth: depth)
    case .record: record(entry, type, field, depth: depth)
    }
  }

  private mutating func leaf(_ entry: TypeEntry, _ type: Int32, _ field: Int32, _ payload: UInt64) {
    _ = builder.open(entry.node, type: type, field: field, payload: payload)
  }

  private mutating func chosen(
    _ kind: ValueNode.Kind, _ cases: Range<Int32>, _ type: Int32, _ field: Int32, depth: Int
  ) {
    let index = generator.below(cases.count)
    let node = builder.open(kind, type: type, field: field, payload: UInt64(index))
    let caseType = codec.program.cases[Int(cases.lowerBound) + index].type
    if caseType >= 0 { value(caseType, field: -1, depth: depth + 1) }
    builder.close(node)
  }

  private mutating func record(_ entry: TypeEntry, _ type: Int32, _ field: Int32, depth: Int) {
    let record = codec.program.records[entry.detail]
    let node = builder.open(.record, type: type, field: field)
    let keepsDefaults = generator.chance(1, in: 3)
    for local in 0..<record.fieldCount {
      let reference = codec.fields[Int(record.firstField + local)]
      guard case .record(let definition) = codec.schema[reference.definition].body else { continue }
      let added = definition.extensibility?.generations.contains { $0.fields.contains(Int(local)) } ?? false
      self.field(
        record.firstField + local, of: definition.fields[reference.index], isDefault: added && keepsDefaults, depth: depth)
    }
    if let extensibility = definitionExtensibility(entry), generator.chance(1, in: 8) {
      let tail = bytes(1 + generator.below(min(4, max(1, extensibility.maximumByteCount))))
      builder.appendBytes(tail, .extensionTail, type: -1, field: -1)
    }
    builder.close(node)
  }

  private func definitionExtensibility(_ entry: TypeEntry) -> Extensibility? {
    guard case .record(let record) = codec.schema.definitions[Int(entry.definition)].body else { return nil }
    return record.extensibility
  }

  private mutating func field(_ field: Int32, of stated: Field, isDefault: Bool, depth: Int) {
    let type = codec.program.fieldTypes[field]
    let isPresent = !(stated.isOptional || stated.foreign.condition != nil) || generator.chance(1, in: 2)
    if stated.foreign.constant != nil || stated.foreign.computed != nil {
      if stated.foreign.condition == nil || isPresent { builder.buildUnstated(field) }
    } else if isDefault {
      if let value = codec.defaults[Int(field)] { builder.tree.append(value, field: field, at: 0) }
    } else if isPresent {
      value(type, field: field, depth: depth + 1)
    }
  }

  // MARK: Leaves

  private mutating func integer(bitCount: Int, isSigned: Bool) -> UInt64 {
    let code = edge(upTo: ones(bitCount))
    guard isSigned, bitCount > 0 else { return code }
    let shift = UInt64(64 - bitCount)
    return UInt64(bitPattern: Int64(bitPattern: code << shift) >> Int64(shift))
  }

  /// 0...`maximum`: often an end, often small, otherwise anything.
  private mutating func edge(upTo maximum: UInt64) -> UInt64 {
    switch generator.below(8) {
    case 0: return 0
    case 1: return maximum
    case 2: return maximum / 2 + (maximum & 1)
    case 3: return maximum == 0 ? 0 : maximum - 1
    case 4: return min(maximum, UInt64(generator.below(4)))
    case 5: return min(maximum, generator.next() >> UInt64(generator.below(64)))
    default: return maximum == .max ? generator.next() : generator.next() % (maximum + 1)
    }
  }

  private mutating func real(bitCount: Int) -> UInt64 {
    let mantissa = bitCount == 16 ? 10 : bitCount == 32 ? 23 : 52
    let infinity = ones(bitCount - 1 - mantissa) << UInt64(mantissa)
    let sign = UInt64(generator.below(2)) << UInt64(bitCount - 1)
    switch generator.below(8) {
    case 0: return sign
    case 1: return sign | 1
    case 2: return sign | infinity
    case 3: return canonicalNaN(bitCount)
    case 4: return sign | (infinity - 1)
    default:
      let bits = generator.next() & ones(bitCount)
      return isCanonical(bits, bitCount: bitCount) ? bits : canonicalNaN(bitCount)
    }
  }

  private mutating func count(_ entry: TypeEntry) -> Int {
    let minimum = entry.minimumCount
    let maximum = entry.maximumCount < 0 ? minimum + 6 : entry.maximumCount
    switch generator.below(6) {
    case 0: return minimum
    case 1: return min(maximum, minimum + 64)
    default: return min(maximum, minimum + generator.below(min(6, maximum - minimum) + 1))
    }
  }

  private mutating func bytes(_ count: Int) -> [UInt8] {
    let fill = generator.below(4)
    return (0..<count).map { _ in fill == 0 ? 0 : fill == 1 ? 0xFF : UInt8(truncatingIfNeeded: generator.next()) }
  }

  /// UTF-8 of one to four bytes a character, within the bounds.
  private mutating func text(_ entry: TypeEntry) -> [UInt8] {
    let wanted = count(entry)
    var text: [UInt8] = []
    while text.count < wanted {
      let scalar = Self.scalars[generator.below(Self.scalars.count)]
      let utf8 = Array(Character(scalar).utf8)
      text += text.count + utf8.count <= wanted ? utf8 : [UInt8(ascii: "a")]
    }
    return text
  }

  private static let scalars: [Unicode.Scalar] = ["a", "\"", "\\", "\n", "\u{0}", "\u{7F}", "é", "\u{301}", "漢", "\u{FFFD}", "😀"]
}

/// Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (2014).
struct SplitMix64 {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }

  mutating func below(_ bound: Int) -> Int { bound < 2 ? 0 : Int(next() % UInt64(bound)) }
  mutating func chance(_ hits: Int, in all: Int) -> Bool { below(all) < hits }
}
