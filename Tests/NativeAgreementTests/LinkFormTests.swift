import NativeForms
import Testing
import Weft
import WeftDynamic

/// Messages with interned fields, as a link carries them (`docs/language.md`, "Links").
@Suite struct LinkFormTests {
  /// Tables that never forget, in the order in which values went in full.
  final class Tables: InternTables {
    var entries: [InternTable: [[UInt8]]] = [:]

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

  static let introduction = Introduction(
    hops: 3, from: [1, 2, 3, 4, 5, 6], name: "Ida", note: "Zoë", token: [9, 8], at: Waypoint(x: 12.25, floor: 300),
    waypoints: [Introduced(address: [1, 2, 3, 4, 5, 6], link: 1)],
    pair: FixedArray(repeating: Introduced(address: [6, 5, 4, 3, 2, 1], link: 2)),
    last: .met(Introduced(address: [6, 5, 4, 3, 2, 1], link: 0)), age: 7)

  static func encode(_ value: some LinkCodable, _ tables: Tables?) throws -> (bytes: [UInt8], bitCount: Int) {
    var bytes = [UInt8](repeating: 0, count: 512)
    var span = bytes.mutableSpan
    var writer = unsafe BitWriter(span.mutableBytes)
    var state = DeltaState(tables: tables)
    try value.encode(into: &writer, state: &state)
    let bitCount = writer.bitOffset
    let byteCount = writer.finish()
    return (Array(bytes[..<byteCount]), bitCount)
  }

  static func decode<Value: LinkCodable>(_ type: Value.Type, _ bytes: [UInt8], _ tables: Tables?) throws -> Value {
    var reader = unsafe BitReader(bytes.span.bytes)
    var state = DeltaState(tables: tables)
    let value = try Value(decoding: &reader, state: &state)
    try reader.finish()
    return value
  }

  /// The second time, and within one message, a value is an index.
  @Test func aValueGoesInFullOnce() throws {
    let (sender, receiver) = (Tables(), Tables())
    var sizes: [Int] = []
    for _ in 0..<2 {
      let (bytes, bitCount) = try Self.encode(Self.introduction, sender)
      #expect(try Self.decode(Introduction.self, bytes, receiver) == Self.introduction)
      #expect(sender.entries == receiver.entries)
      sizes.append(bitCount)
    }
    #expect(sender.entries[InternTable(capacity: 16, kind: .value(bitCount: 48))]?.count == 2)
    // name: 3 + 24 bits against 3; note: 3 + 32 against 2; token: 3 + 16 against 3; at: 22 against 5; from and the first of
    // `pair`: 48 against 4.
    #expect(sizes[0] - sizes[1] == 24 + 33 + 16 + 17 + 44 + 44)
  }

  /// Outside of links there is no bit more.
  @Test func withoutTablesItIsTheFullForm() throws {
    let (bytes, _) = try Self.encode(Self.introduction, nil)
    #expect(bytes == (try Self.introduction.encoded()))
    #expect(try Self.decode(Introduction.self, bytes, nil) == Self.introduction)
  }

  @Test func anIndexWithoutEntryIsRefused() throws {
    let sender = Tables()
    _ = try Self.encode(Self.introduction, sender)
    let (bytes, _) = try Self.encode(Self.introduction, sender)
    // Extension bit, two presence bits, four of hops.
    #expect(throws: DecodeError(.unknownEntry(found: 0), at: 7).within("from")) {
      try Self.decode(Introduction.self, bytes, Tables())
    }
  }

  /// Against a baseline, new values are entries as well.
  @Test func deltasUseTables() throws {
    let old = Neighbours(owner: [1, 1, 1, 1, 1, 1], nodes: [], pinned: nil, alias: "", meeting: .nowhere)
    var new = old
    new.nodes = [Neighbour(number: 4, address: [2, 2, 2, 2, 2, 2], rtt: 80), Neighbour(number: 9, address: [2, 2, 2, 2, 2, 2])]
    new.pinned = [2, 2, 2, 2, 2, 2]
    new.meeting = .who([Introduced(address: [2, 2, 2, 2, 2, 2], link: 3)])
    let (sender, receiver) = (Tables(), Tables())
    var bytes = [UInt8](repeating: 0, count: 512)
    var span = bytes.mutableSpan
    var writer = unsafe BitWriter(span.mutableBytes)
    var state = DeltaState(tables: sender)
    try new.encode(into: &writer, against: old, state: &state)
    let byteCount = writer.finish()
    var reader = unsafe BitReader(bytes.span.bytes)
    var received = DeltaState(tables: receiver)
    var value = old
    try value.decode(from: &reader, against: old, state: &received)
    #expect(value == new)
    #expect((reader.bitOffset + 7) / 8 == byteCount)
    #expect(sender.entries == receiver.entries)
    #expect(sender.entries[InternTable(capacity: 16, kind: .value(bitCount: 48))] == [[2, 2, 2, 2, 2, 2]])
  }

  /// A channel's enum takes each message its own way.
  @Test func channelsKnowTheirMessages() throws {
    #expect(Talk.channel.messageCount == 3)
    #expect(Talk.description(ofMessage: 1).hasDelta && Talk.description(ofMessage: 1).isInterning)
    let message = Talk.introduction(Self.introduction)
    var bytes = [UInt8](repeating: 0, count: 512)
    var span = bytes.mutableSpan
    var writer = unsafe BitWriter(span.mutableBytes)
    var state = DeltaState(tables: Tables())
    try message.encode(into: &writer, state: &state)
    _ = writer.finish()
    var reader = unsafe BitReader(bytes.span.bytes)
    var received = DeltaState(tables: Tables())
    #expect(try Talk.decode(message: message.index, from: &reader, state: &received) == message)
  }
}
