public import WeftSchema

/// Makes random values of any definition, biased to what breaks codecs: ends of ranges, empty and full lists, every case,
/// odd reals and text. The same seed gives the same values.
public struct RandomValue {
  let codec: DynamicCodec
  var generator: SplitMix64
  var builder: TreeBuilder
  /// Of the foreign record that is being made.
  var scope = ForeignScope()
  /// By index of a record: what its expressions say about good values.
  var hints: [Int32: ForeignHints] = [:]
  /// What was chosen so far leaves no value: the attempt is over.
  var isStuck = false
  /// Byte strings and lists of an attempt have multiples of this many bytes or elements: formats count in words.
  var multiple = 1
  /// Whether a field of a definition goes by the help of another.
  let hasAddresses: Bool
  /// How often a value is tried that chance made impossible; `nil`: often enough that most definitions get one.
  public var attemptLimit: Int?
  /// The most elements and bytes that a count is given on a rare occasion.
  public var largeCount = 1 << 12

  public init(_ codec: DynamicCodec, seed: UInt64) {
    self.codec = codec
    generator = SplitMix64(seed: seed)
    hasAddresses = codec.program.records.elements.contains { !$0.companions.isEmpty }
    builder = TreeBuilder(codec.program, schema: codec.schema, fields: codec.fields, defaults: codec.program.defaults)
  }

  /// The next value and its bytes.
  ///
  /// - Parameter arguments: what the parameters of a foreign definition are given; see ``arguments(for:)``.
  /// - Returns: `nil` where no attempt gave an encodable value: a foreign definition may tie fields together by expressions that
  ///   chance does not meet.
  public mutating func next(
    _ definition: DefinitionID, arguments: borrowing Arguments = Arguments()
  ) -> (tree: ValueTree, bytes: [UInt8])? {
    let type = codec.program.definitionTypes[definition.index]
    let entry = codec.program.types[type]
    let isForeign = entry.kind == .record && codec.program.records[entry.detail].isForeign
    for _ in 0..<(attemptLimit ?? (isForeign ? 4096 : 64)) {
      builder.tree = ValueTree()
      isStuck = false
      if isForeign {
        multiple = [1, 1, 2, 4][generator.below(4)]
        foreignRecord(entry, type, field: -1, arguments: arguments.values.map(\.integer), depth: 0)
      } else {
        value(type, field: -1, depth: 0)
      }
      guard !isStuck else { continue }
      var tree = settled(builder.tree, pulls: true)
      guard let bytes = try? codec.encoded(&tree, arguments: arguments) else { continue }
      // What a region's end decides is known only now: the value is what the bytes say.
      guard isForeign else { return (tree, bytes) }
      if codec.decode(definition, from: bytes, into: &tree, arguments: arguments) { return (tree, bytes) }
    }
    return nil
  }

  // MARK: Values

  mutating func value(_ type: Int32, field: Int32, depth: Int) {
    let entry = codec.program.types[type]
    // Only lists of lists, or a definition that holds itself, grow that large.
    if builder.tree.nodes.count > 1 << 15 { isStuck = true }
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
    case .list where entry.keyField >= 0:
      let count = depth > 8 ? max(0, entry.minimumCount) : count(entry)
      let elements = (0..<count).map { _ in apart { $0.value(entry.detail, field: -1, depth: depth + 1) } }
      appendSorted(elements, entry, to: builder.open(.list, type: type, field: field))
    case .list:
      let count = depth > 8 ? max(0, entry.minimumCount) : count(entry)
      let node = builder.open(.list, type: type, field: field, payload: UInt64(count))
      for _ in 0..<count where !isStuck { value(entry.detail, field: -1, depth: depth + 1) }
      builder.close(node)
    case .union:
      let cases = entry.operands
      chosen(.union, cases.lowerBound, generator.below(cases.count), type, field, depth: depth)
    case .match: match(entry, type, field, depth: depth)
    case .record: record(entry, type, field, depth: depth)
    }
  }

  mutating func leaf(_ entry: TypeEntry, _ type: Int32, _ field: Int32, _ payload: UInt64) {
    _ = builder.open(entry.node, type: type, field: field, payload: payload)
  }

  mutating func chosen(
    _ kind: ValueNode.Kind, _ first: Int32, _ index: Int, _ type: Int32, _ field: Int32, depth: Int
  ) {
    let node = builder.open(kind, type: type, field: field, payload: UInt64(index))
    let caseType = codec.program.cases[Int(first) + index].type
    if caseType >= 0 { value(caseType, field: -1, depth: depth + 1) }
    builder.close(node)
  }

  mutating func record(_ entry: TypeEntry, _ type: Int32, _ field: Int32, depth: Int) {
    if codec.program.records[entry.detail].isForeign {
      let arguments = entry.operands.map { known(codec.program.operands[$0]) }
      return foreignRecord(entry, type, field: field, arguments: arguments, depth: depth)
    }
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

  mutating func field(_ field: Int32, of stated: Field, isDefault: Bool, depth: Int) {
    if isDefault {
      if let value = codec.program.defaults[Int(field)] { builder.tree.append(value, field: field, at: 0) }
    } else if !stated.isOptional || generator.chance(1, in: 2) {
      value(codec.program.fieldTypes[field], field: field, depth: depth + 1)
    }
  }

  // MARK: Leaves

  mutating func integer(bitCount: Int, isSigned: Bool) -> UInt64 {
    let code = edge(upTo: ones(bitCount))
    guard isSigned, bitCount > 0 else { return code }
    let shift = UInt64(64 - bitCount)
    return UInt64(bitPattern: Int64(bitPattern: code << shift) >> Int64(shift))
  }

  /// 0...`maximum`: often an end, often small, otherwise anything.
  mutating func edge(upTo maximum: UInt64) -> UInt64 {
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

  mutating func real(bitCount: Int) -> UInt64 {
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

  mutating func count(_ entry: TypeEntry) -> Int {
    let minimum = entry.minimumCount
    if entry.count == .fixed { return minimum }
    if entry.count == .computed, let count = known(entry.countExpression) {
      guard count >= 0, count <= 4096 else {
        isStuck = true
        return 0
      }
      return Int(count)
    }
    let isFree = entry.count != .bounded
    let maximum = entry.maximumCount < 0 ? minimum + 64 : entry.maximumCount
    let count =
      switch generator.below(48) {
      case 0: min(maximum, minimum + largeCount)
      case 1..<8: minimum
      case 8..<16 where !isFree || entry.kind != .list: min(maximum, minimum + 64)
      default: min(maximum, minimum + generator.below(min(isFree ? 4 * multiple : 6, maximum - minimum) + 1))
      }
    return isFree ? count - count % multiple : count
  }

  mutating func bytes(_ count: Int) -> [UInt8] {
    let fill = generator.below(4)
    return (0..<count).map { _ in fill == 0 ? 0 : fill == 1 ? 0xFF : UInt8(truncatingIfNeeded: generator.next()) }
  }

  /// UTF-8 of one to four bytes a character, within the bounds.
  mutating func text(_ entry: TypeEntry) -> [UInt8] {
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
