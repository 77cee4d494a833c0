import Weft
import WeftDynamic
import WeftSchema

/// Tables of a link that never forget, in the order in which values went in full.
final class GrowingTables: InternTables {
  private(set) var entries: [InternTable: [[UInt8]]] = [:]

  init(_ other: GrowingTables? = nil) { entries = other?.entries ?? [:] }

  func index(of bytes: RawSpan, in table: InternTable) -> Int? {
    let entry = unsafe bytes.withUnsafeBytes { unsafe Array($0) }
    return entries[table]?.prefix(table.capacity).firstIndex(of: entry)
  }

  func add(_ bytes: RawSpan, to table: InternTable) {
    unsafe entries[table, default: []].append(bytes.withUnsafeBytes { unsafe Array($0) })
  }

  func entry(at index: Int, in table: InternTable) -> [UInt8]? {
    guard let entries = entries[table], index < entries.count else { return nil }
    return entries[index]
  }
}

extension Agreement {
  /// Whether the definition is a record with a link form of its own.
  public var isInterning: Bool {
    guard case .record = codec.schema[definition].body else { return false }
    return codec.schema[definition].isInterning
  }

  /// Generated ≡ dynamic for random values that follow each other over a link, in full and, where there are deltas, against the one
  /// before: the same bits, the same tables, and on flips and truncations the same accept or reject with the same error.
  public func compareLinkForms(valueCount: Int, seed: UInt64, maximumFlipCount: Int = .max) -> Tally {
    guard case .native(let type) = type, let type = type as? any LinkCodable.Type else {
      var tally = Tally()
      tally.note("\(name): the generated type has no link form")
      return tally
    }
    return compareLinkForms(type, valueCount, seed, maximumFlipCount)
  }

  private func compareLinkForms<Generated: LinkCodable>(
    _ type: Generated.Type, _ valueCount: Int, _ seed: UInt64, _ maximumFlipCount: Int
  ) -> Tally {
    var random = RandomValue(codec, seed: seed)
    var dice = Dice(state: seed)
    var tally = Tally()
    var link = LinkSubject<Generated>(codec: codec, definition: definition, maximumFlipCount: maximumFlipCount)
    for number in 0..<valueCount {
      let next = dice.below(4) == 0 ? nil : link.last.flatMap { random.change(of: $0) }
      guard let next = next ?? random.next(definition) else {
        tally.note("\(name), seed \(seed), value \(number): no random value")
        return tally
      }
      tally.valueCount += 1
      do {
        let value = try codec.decoded(definition, from: next.bytes)
        if let difference = try link.difference(value, isDelta: dice.below(2) == 0, &tally) {
          tally.note("\(name), seed \(seed), value \(number): \(difference)\nof \(value.json)")
        }
      } catch {
        tally.note("\(name), seed \(seed), value \(number): \(error)")
      }
    }
    return tally
  }
}

/// One link that both codecs send and receive on.
private struct LinkSubject<Generated: LinkCodable> {
  let codec: DynamicCodec
  let definition: DefinitionID
  let maximumFlipCount: Int
  var last: Value?
  /// Those of the sender, and those of the receiver.
  let sent = (generated: GrowingTables(), dynamic: GrowingTables())
  let received = (generated: GrowingTables(), dynamic: GrowingTables())

  typealias Bits = (bytes: [UInt8], bitCount: Int)

  mutating func difference(_ value: Value, isDelta: Bool, _ tally: inout Tally) throws -> String? {
    let baseline = isDelta && Generated.self is any DeltaCodable.Type ? last : nil
    last = value
    let generated = try encodeGenerated(value, against: baseline)
    let dynamic: Bits =
      try baseline.map { try codec.encodedMessage(value, against: $0, tables: sent.dynamic) }
      ?? codec.encodedMessage(value, tables: sent.dynamic)
    guard generated == dynamic else { return "generated code encodes \(generated), the dynamic codec \(dynamic)" }
    guard sent.generated.entries == sent.dynamic.entries else { return "the senders' tables differ" }
    let difference = changes(of: dynamic, baseline, &tally)
    if let difference { return difference }
    return compare(dynamic.bytes, baseline, received.generated, received.dynamic, expected: value)
  }

  private func full(_ value: Value) throws -> [UInt8] { try codec.encodedMessage(value).bytes }

  private func encodeGenerated(_ value: Value, against baseline: Value?) throws -> Bits {
    var bytes = [UInt8](repeating: 0, count: Generated.maximumByteCount * 2 + 64)
    var span = bytes.mutableSpan
    var writer = unsafe BitWriter(span.mutableBytes)
    var state = DeltaState(tables: sent.generated)
    if let baseline, let type = Generated.self as? any DeltaCodable.Type {
      try put(type, value, baseline, &writer, &state)
    } else {
      try Generated(decoding: full(value)).encode(into: &writer, state: &state)
    }
    let bitCount = writer.bitOffset
    return (Array(bytes[..<writer.finish()]), bitCount)
  }

  private func put<Type: DeltaCodable>(
    _ type: Type.Type, _ value: Value, _ baseline: Value, _ writer: inout BitWriter, _ state: inout DeltaState
  ) throws {
    try Type(decoding: full(value)).encode(into: &writer, against: Type(decoding: full(baseline)), state: &state)
  }

  // MARK: Decoding

  private func changes(of message: Bits, _ baseline: Value?, _ tally: inout Tally) -> String? {
    var bytes = message.bytes
    tally.bitCount += message.bitCount
    let step = max(1, message.bitCount / maximumFlipCount)
    for bit in stride(from: tally.valueCount % step, to: message.bitCount, by: step) {
      bytes[bit >> 3] ^= 1 << UInt8(bit & 7)
      let difference = compare(bytes, baseline, GrowingTables(received.generated), GrowingTables(received.dynamic))
      if let difference { return "bit \(bit) of \(message): \(difference)" }
      bytes[bit >> 3] ^= 1 << UInt8(bit & 7)
      tally.flipCount += 1
    }
    for count in stride(from: bytes.count - 1, through: 0, by: -1) {
      let difference = compare(
        Array(bytes[..<count]), baseline, GrowingTables(received.generated), GrowingTables(received.dynamic))
      if let difference { return "the first \(count) bytes of \(message): \(difference)" }
      tally.truncationCount += 1
    }
    return nil
  }

  /// What differs between the two codecs on these bytes.
  private func compare(
    _ bytes: [UInt8], _ baseline: Value?, _ tables: GrowingTables, _ dynamicTables: GrowingTables, expected: Value? = nil
  ) -> String? {
    let found = dynamic(bytes, baseline, dynamicTables)
    do throws(DecodeError) {
      let (full, end) = try generated(bytes, baseline, tables)
      guard let value = found.value else { return "only the dynamic codec says \(found.failure.map { "\($0)" } ?? "nothing")" }
      guard end == found.end else { return "generated code ends at \(end), the dynamic codec at \(found.end)" }
      guard (try? self.full(value)) == full else { return "generated \(full), dynamic \(value.json)" }
      if let expected, (try? self.full(expected)) != full { return "decodes to \(value.json)" }
      return tables.entries == dynamicTables.entries ? nil : "the receivers' tables differ"
    } catch {
      let failure = DecodeFailure(error.reason, at: error.bitOffset, path: error.path.description)
      if found.failure == failure, expected == nil { return nil }
      return "generated \(failure), dynamic \(found.failure.map { "\($0)" } ?? found.value?.json ?? "")"
    }
  }

  private func dynamic(
    _ bytes: [UInt8], _ baseline: Value?, _ tables: GrowingTables
  ) -> (value: Value?, end: Int, failure: DecodeFailure?) {
    if let baseline {
      let delta = codec.decodedMessage(definition, from: bytes, against: baseline, tables: tables)
      return (delta.failure == nil ? delta.value : nil, delta.tree.bitCount, delta.failure)
    }
    let message = codec.decodedMessage(definition, from: bytes, tables: tables)
    let value = message.failure == nil ? Value(message.tree, of: codec, decodedFrom: bytes) : nil
    return (value, message.end, message.failure)
  }

  private func generated(
    _ bytes: [UInt8], _ baseline: Value?, _ tables: GrowingTables
  ) throws(DecodeError) -> (full: [UInt8], end: Int) {
    var reader = unsafe BitReader(bytes.span.bytes)
    var state = DeltaState(tables: tables)
    if let baseline, let type = Generated.self as? any DeltaCodable.Type {
      return (try take(type, baseline, &reader, &state), reader.bitOffset)
    }
    let value = try Generated(decoding: &reader, state: &state)
    return ((try? value.encoded()) ?? [], reader.bitOffset)
  }

  private func take<Type: DeltaCodable>(
    _ type: Type.Type, _ baseline: Value, _ reader: inout BitReader, _ state: inout DeltaState
  ) throws(DecodeError) -> [UInt8] {
    let old = try Type(decoding: (try? full(baseline)) ?? [])
    var value = old
    try value.decode(from: &reader, against: old, state: &state)
    return (try? value.encoded()) ?? []
  }
}
