import Weft
import WeftLink

// A channel as the emitter makes one, written by hand: a message with an interned name, a keyed snapshot with a line for a
// prediction, one without a key, and bytes.

/// `message Hello = 1 { name: bytes[max: 20] interned(4)  number: u8 }`
struct Hello: LinkCodable, Message {
  static let tag = 1
  static let wireIdentity: UInt64 = 0x11
  static let bitCountRange = 13...173
  static let table = InternTable(capacity: 4, kind: .bytes)
  var name: [UInt8]
  var number: UInt8

  init(name: [UInt8], number: UInt8) {
    self.name = name
    self.number = number
  }

  init(decoding reader: inout BitReader) throws(DecodeError) {
    var state = DeltaState()
    try self.init(decoding: &reader, state: &state)
  }

  init(decoding reader: inout BitReader, state: inout DeltaState) throws(DecodeError) {
    name = try Self.name(&reader, &state)
    number = UInt8(try reader.run(bitCount: 8).bits(at: 0, count: 8))
  }

  private static func name(_ reader: inout BitReader, _ state: inout DeltaState) throws(DecodeError) -> [UInt8] {
    let start = reader.bitOffset
    if let tables = state.tables, try reader.run(bitCount: 1).bits(at: 0, count: 1) == 1 {
      let index = try reader.run(bitCount: 2).bits(at: 0, count: 2)
      if let entry = tables.entry(at: Int(index), in: table) { return entry }
      throw DecodeError(.unknownEntry(found: index), at: start)
    }
    let count = try reader.run(bitCount: 5).bits(at: 0, count: 5)
    guard count <= 20 else { throw DecodeError(.codeAboveMaximum(found: count, maximum: 20), at: start) }
    let name = try reader.readBytes(count: Int(count))
    if let tables = state.tables { tables.add(unsafe name.span.bytes, to: table) }
    return name
  }

  func encode(into writer: inout BitWriter) throws(EncodeError) {
    var state = DeltaState()
    try encode(into: &writer, state: &state)
  }

  func encode(into writer: inout BitWriter, state: inout DeltaState) throws(EncodeError) {
    guard name.count <= 20 else { throw EncodeError(.countOutOfBounds(found: name.count, minimum: 0, maximum: 20)) }
    try writer.reserve(bitCount: 8)
    if let tables = state.tables {
      let index = tables.index(of: unsafe name.span.bytes, in: Self.table)
      writer.put(index == nil ? 0 : 1, bitCount: 1)
      if let index { writer.put(UInt64(index), bitCount: 2) } else { try putName(&writer) }
      if index == nil { tables.add(unsafe name.span.bytes, to: Self.table) }
    } else {
      try putName(&writer)
    }
    try writer.reserve(bitCount: 8)
    writer.put(UInt64(number), bitCount: 8)
  }

  private func putName(_ writer: inout BitWriter) throws(EncodeError) {
    writer.put(UInt64(name.count), bitCount: 5)
    try writer.put(name)
  }
}

/// `snapshot Place = 2 keyed by id { id: u8  x: u16 delta wrap predict linear(3)  y: u16 }`, or without the key.
struct Place: DeltaCodable, Message {
  static let tag = 2
  static let wireIdentity: UInt64 = 0x22
  static let bitCountRange = 40...40
  static let predictionDepth = 3
  var id: UInt8
  var x: UInt16
  var y: UInt16

  init(id: UInt8, x: UInt16, y: UInt16) {
    self.id = id
    self.x = x
    self.y = y
  }

  init(decoding reader: inout BitReader) throws(DecodeError) {
    let run = try reader.run(bitCount: 40)
    self.init(
      id: UInt8(run.bits(at: 0, count: 8)), x: UInt16(run.bits(at: 8, count: 16)), y: UInt16(run.bits(at: 24, count: 16)))
  }

  func encode(into writer: inout BitWriter) throws(EncodeError) {
    try writer.reserve(bitCount: 40)
    writer.put(UInt64(id), bitCount: 8)
    writer.put(UInt64(x), bitCount: 16)
    writer.put(UInt64(y), bitCount: 16)
  }

  /// The form does not matter here as long as it needs the very baseline: sums, so that a wrong one gives a wrong value.
  func encodeDelta(
    into writer: inout BitWriter, against baseline: Place, state: inout DeltaState, slots: Int, isElement: Bool
  ) throws(EncodeError) {
    try writer.reserve(bitCount: 40)
    writer.put(UInt64(id &- baseline.id), bitCount: 8)
    let small = x &- baseline.x &+ 8
    writer.put(small < 16 ? 1 : 0, bitCount: 1)
    writer.put(UInt64(small < 16 ? small : x &- baseline.x), bitCount: small < 16 ? 4 : 16)
    writer.put(UInt64(y &- baseline.y), bitCount: 16)
  }

  mutating func decodeDelta(
    from reader: inout BitReader, against baseline: Place, state: inout DeltaState, slots: Int, isElement: Bool
  ) throws(DecodeError) -> Bool {
    let run = try reader.run(bitCount: 9)
    id = baseline.id &+ UInt8(run.bits(at: 0, count: 8))
    if run.bits(at: 8, count: 1) == 1 {
      x = baseline.x &+ UInt16(try reader.run(bitCount: 4).bits(at: 0, count: 4)) &- 8
    } else {
      x = baseline.x &+ UInt16(try reader.run(bitCount: 16).bits(at: 0, count: 16))
    }
    y = baseline.y &+ UInt16(try reader.run(bitCount: 16).bits(at: 0, count: 16))
    return self != baseline
  }

  /// Depends on all of the baselines and all of the ages, so that both ends have to have the same.
  mutating func predict(from newest: Place, second: Place?, third: Place?, ages: BaselineAges) {
    self = newest
    if let second {
      let moved = Int(newest.x &- second.x) * ages.first / (ages.second - ages.first)
      x = newest.x &+ UInt16(truncatingIfNeeded: moved)
    }
    if let third { y = newest.y ^ third.y &* UInt16(truncatingIfNeeded: ages.third) }
  }
}

/// `message Note = 3 { text: bytes[max: 2000] }`; as `Secret`, its bytes are `secret`.
struct Note: BitCodable, Hashable {
  static let bitCountRange = 11...16_011
  var text: [UInt8]

  init(_ text: [UInt8]) { self.text = text }

  init(decoding reader: inout BitReader) throws(DecodeError) {
    let start = reader.bitOffset
    let count = try reader.run(bitCount: 11).bits(at: 0, count: 11)
    guard count <= 2000 else { throw DecodeError(.codeAboveMaximum(found: count, maximum: 2000), at: start).within("text") }
    text = try reader.readBytes(count: Int(count))
  }

  func encode(into writer: inout BitWriter) throws(EncodeError) {
    guard text.count <= 2000 else { throw EncodeError(.countOutOfBounds(found: text.count, minimum: 0, maximum: 2000)) }
    try writer.reserve(bitCount: 11)
    writer.put(UInt64(text.count), bitCount: 11)
    try writer.put(text)
  }
}

/// What differs between the channels of the tests.
protocol Carriage: Hashable, Sendable {
  static var transport: ChannelTransport { get }
  /// Of Hello, Place, World, Note, Secret; so that tests can have peers that know other messages.
  static var identities: [UInt64] { get }
  static var compression: ChannelCompression? { get }
}

extension Carriage {
  static var identities: [UInt64] { [0x11, 0x22, 0x33, 0x44, 0x55] }
  static var compression: ChannelCompression? { nil }
}

enum OrderedCarriage: Carriage { static var transport: ChannelTransport { .ordered } }
enum StreamCarriage: Carriage { static var transport: ChannelTransport { .stream } }
enum DatagramCarriage: Carriage { static var transport: ChannelTransport { .datagram(mtu: 200) } }

/// `channel Talk = 1 over … { Hello, Place, World, Note, Secret }`
enum Talk<C: Carriage>: ChannelMessage {
  case hello(Hello)
  /// Keyed.
  case place(Place)
  /// Not keyed.
  case world(Place)
  case note(Note)
  case secret(Note)

  static var channel: ChannelDescription {
    ChannelDescription(
      name: "Talk", number: 1, identity: 0x7777, transport: C.transport, compression: C.compression,
      messageCount: C.identities.count)
  }

  static func description(ofMessage index: Int) -> MessageDescription {
    let identity = C.identities[index]
    return switch index {
    case 0: MessageDescription(name: "Hello", tag: 1, identity: identity, maximumByteCount: 22, isInterning: true)
    case 1:
      MessageDescription(
        name: "Place", tag: 2, identity: identity, maximumByteCount: 5, isSnapshot: true, hasDelta: true, hasKey: true,
        predictionDepth: 3)
    case 2:
      MessageDescription(
        name: "World", tag: 3, identity: identity, maximumByteCount: 5, isSnapshot: true, hasDelta: true, predictionDepth: 3)
    case 3: MessageDescription(name: "Note", tag: 4, identity: identity, maximumByteCount: 2002)
    default: MessageDescription(name: "Secret", tag: 5, identity: identity, maximumByteCount: 2002, holdsSecrets: true)
    }
  }

  /// Notes: a record without presence bits, and in it bytes with a count of 11 bits. The others stay as they are.
  static func columnProgram(ofMessage index: Int) -> [UInt8] { index < 3 ? [] : [9, 0, 4, 0, 11, 0] }

  var index: Int {
    switch self {
    case .hello: 0
    case .place: 1
    case .world: 2
    case .note: 3
    case .secret: 4
    }
  }

  func encode(into writer: inout BitWriter, state: inout DeltaState) throws(EncodeError) {
    switch self {
    case .hello(let value): try value.encode(into: &writer, state: &state)
    case .place(let value), .world(let value): try value.encode(into: &writer)
    case .note(let value), .secret(let value): try value.encode(into: &writer)
    }
  }

  static func decode(
    message index: Int, from reader: inout BitReader, state: inout DeltaState
  ) throws(DecodeError) -> Talk {
    switch index {
    case 0: .hello(try Hello(decoding: &reader, state: &state))
    case 1: .place(try Place(decoding: &reader))
    case 2: .world(try Place(decoding: &reader))
    case 3: .note(try Note(decoding: &reader))
    default: .secret(try Note(decoding: &reader))
    }
  }

  func encode(into writer: inout BitWriter, against baseline: Talk, state: inout DeltaState) throws(EncodeError) {
    switch (self, baseline) {
    case (.place(let value), .place(let baseline)): try value.encode(into: &writer, against: baseline, state: &state)
    case (.world(let value), .world(let baseline)): try value.encode(into: &writer, against: baseline, state: &state)
    default: try encode(into: &writer, state: &state)
    }
  }

  mutating func decode(from reader: inout BitReader, against baseline: Talk, state: inout DeltaState) throws(DecodeError) {
    switch baseline {
    case .place(let baseline):
      var value = baseline
      try value.decode(from: &reader, against: baseline, state: &state)
      self = .place(value)
    case .world(let baseline):
      var value = baseline
      try value.decode(from: &reader, against: baseline, state: &state)
      self = .world(value)
    default: self = try Self.decode(message: baseline.index, from: &reader, state: &state)
    }
  }

  mutating func predict(from newest: Talk, second: Talk?, third: Talk?, ages: BaselineAges) {
    switch newest {
    case .place(let value): self = .place(Place.predicted(from: value, second: second?.place, third: third?.place, ages: ages))
    case .world(let value): self = .world(Place.predicted(from: value, second: second?.place, third: third?.place, ages: ages))
    default: self = newest
    }
  }

  var place: Place? {
    switch self {
    case .place(let value), .world(let value): value
    default: nil
    }
  }

  func hasSameSubject(as other: Talk) -> Bool {
    switch (self, other) {
    case (.place(let left), .place(let right)): left.id == right.id
    default: index == other.index
    }
  }
}
