import BenchmarkMessages
import InlineMessages
import Weft
import Witness

/// Everything that is measured without swift-protobuf.
public struct Workload {
  public let samples = Samples()
  public private(set) var operations: [Operation] = []
  public private(set) var meanByteCounts: [(message: String, bytes: Double)] = []

  /// Checks that both sides agree on every sample before anything is measured.
  public init() throws {
    try addShipSpawn()
    try addTelemetry()
    try addFindNode()
    try addFound()
    try addGreeting()
    try addChat()
    try addOffer()
    try addCubes()
    try addLinks()
  }

  /// The encodings of `values`, each of which must come back equal and, where there is a witness, equal its encoding.
  mutating func encodings<Value: Message & Hashable>(
    _ values: [Value], witness: (Int, UnsafeMutablePointer<UInt8>) -> UInt32 = { _, _ in 0 }
  ) throws -> Encodings {
    let theirs = UnsafeMutablePointer<UInt8>.allocate(capacity: sharedBuffer.count)
    defer { theirs.deallocate() }
    let encodings = try values.enumerated().map { index, value in
      let bytes = try value.encoded()
      guard try Value(decoding: bytes) == value else { throw Disagreement("\(value) does not come back") }
      let count = Int(witness(index, theirs))
      guard count == 0 || bytes.elementsEqual(UnsafeBufferPointer(start: theirs, count: count)) else {
        throw Disagreement("\(value): the witness encodes it otherwise")
      }
      return bytes
    }
    addMeanByteCount("\(Value.self)", of: encodings)
    return Encodings(encodings)
  }

  mutating func addMeanByteCount(_ message: String, of encodings: [[UInt8]]) {
    meanByteCounts.append((message, Double(encodings.reduce(0) { $0 + $1.count }) / Double(encodings.count)))
  }

  /// A place to decode into, as the C packers have one; it holds a value all the time.
  func place<Value>(_ values: [Value]) -> UnsafeMutablePointer<Value> {
    let target = UnsafeMutablePointer<Value>.allocate(capacity: 1)
    target.initialize(to: values[0])
    return target
  }

  mutating func add(
    _ verb: Operation.Verb, _ message: String, _ contestant: Operation.Contestant = .weft,
    run: @escaping (_ rounds: Int) throws -> UInt64
  ) {
    operations.append(Operation(verb, message, contestant, run: run))
  }

  private mutating func addShipSpawn() throws {
    let values = Cycle(samples.ships)
    let witnesses = Cycle(samples.witnessShips)
    let scratch = UnsafeMutablePointer<WitnessShip>.allocate(capacity: 1)
    let out = sharedBuffer.bindMemory(to: UInt8.self).baseAddress
    let encodings = try encodings(samples.ships) { witnessEncodeShipSpawn(witnesses.at($0), $1) }
    let target = place(samples.ships)
    add(.decode, "ShipSpawn") {
      try repeated($0) {
        try decodeShipSpawn(encodings[$0].bytes, into: &target.pointee)
        return target.pointee.health
      }
    }
    add(.decode, "ShipSpawn", .c) {
      repeated($0) { witnessDecodeShipSpawn(scratch, encodings[$0].baseAddress, UInt32(encodings[$0].count)) }
    }
    add(.encode, "ShipSpawn") { try repeated($0) { try encodeShipSpawn(values.at($0).pointee, sharedBuffer.mutableBytes) } }
    add(.encode, "ShipSpawn", .c) { repeated($0) { witnessEncodeShipSpawn(witnesses.at($0), out) } }
  }

  private mutating func addTelemetry() throws {
    let values = Cycle(samples.telemetry)
    let witnesses = Cycle(samples.witnessTelemetry)
    let scratch = UnsafeMutablePointer<WitnessTelemetry>.allocate(capacity: 1)
    let out = sharedBuffer.bindMemory(to: UInt8.self).baseAddress
    let encodings = try encodings(samples.telemetry) { witnessEncodeTelemetry(witnesses.at($0), $1) }
    let target = place(samples.telemetry)
    add(.decode, "Telemetry") {
      try repeated($0) {
        try decodeTelemetry(encodings[$0].bytes, into: &target.pointee)
        return target.pointee.altitude
      }
    }
    add(.decode, "Telemetry", .c) {
      repeated($0) { witnessDecodeTelemetry(scratch, encodings[$0].baseAddress, UInt32(encodings[$0].count)) }
    }
    add(.encode, "Telemetry") { try repeated($0) { try encodeTelemetry(values.at($0).pointee, sharedBuffer.mutableBytes) } }
    add(.encode, "Telemetry", .c) { repeated($0) { witnessEncodeTelemetry(witnesses.at($0), out) } }
  }

  private mutating func addFindNode() throws {
    let values = Cycle(samples.findNodes)
    let encodings = try encodings(samples.findNodes)
    add(.decode, "FindNode") { try repeated($0) { try decodeFindNode(encodings[$0].bytes).want } }
    add(.encode, "FindNode") { try repeated($0) { try encodeFindNode(values.at($0).pointee, sharedBuffer.mutableBytes) } }
  }

  /// With the contacts in an array, and inside the value; both have one encoding and one witness.
  private mutating func addFound() throws {
    let values = Cycle(samples.founds)
    let inlineValues = Cycle(samples.inlineFounds)
    let witnesses = Cycle(samples.witnessFounds)
    let scratch = UnsafeMutablePointer<WitnessFound>.allocate(capacity: 1)
    let out = sharedBuffer.bindMemory(to: UInt8.self).baseAddress
    let encodings = try encodings(samples.founds) { witnessEncodeFound(witnesses.at($0), $1) }
    _ = try self.encodings(samples.inlineFounds) { witnessEncodeFound(witnesses.at($0), $1) }
    add(.decode, "Found") { try repeated($0) { try decodeFound(encodings[$0].bytes).nodes.count } }
    add(.decode, "FoundVisited") { try repeated($0) { try decodeFoundVisited(encodings[$0].bytes) } }
    let target = place(samples.inlineFounds)
    add(.decode, "FoundInline") {
      try repeated($0) {
        try decodeFoundInline(encodings[$0].bytes, into: &target.pointee)
        return target.pointee.nodes.count
      }
    }
    add(.decode, "Found", .c) {
      repeated($0) { witnessDecodeFound(scratch, encodings[$0].baseAddress, UInt32(encodings[$0].count)) }
    }
    add(.encode, "Found") { try repeated($0) { try encodeFound(values.at($0).pointee, sharedBuffer.mutableBytes) } }
    add(.encode, "FoundInline") {
      try repeated($0) { try encodeFoundInline(inlineValues.at($0).pointee, sharedBuffer.mutableBytes) }
    }
    add(.encode, "Found", .c) { repeated($0) { witnessEncodeFound(witnesses.at($0), out) } }
  }

  private mutating func addGreeting() throws {
    let values = Cycle(samples.greetings)
    let encodings = try encodings(samples.greetings)
    let target = place(samples.greetings)
    add(.decode, "Greeting") {
      try repeated($0) {
        try decodeGreeting(encodings[$0].bytes, into: &target.pointee)
        return target.pointee.version
      }
    }
    add(.encode, "Greeting") { try repeated($0) { try encodeGreeting(values.at($0).pointee, sharedBuffer.mutableBytes) } }
  }

  private mutating func addChat() throws {
    let values = Cycle(samples.chats)
    let encodings = try encodings(samples.chats)
    add(.decode, "Chat") { try repeated($0) { try decodeChat(encodings[$0].bytes).sent } }
    add(.encode, "Chat") { try repeated($0) { try encodeChat(values.at($0).pointee, sharedBuffer.mutableBytes) } }
  }

  private mutating func addOffer() throws {
    let values = Cycle(samples.offers)
    let encodings = try encodings(samples.offers)
    add(.decode, "Offer") { try repeated($0) { try decodeOffer(encodings[$0].bytes).connection } }
    add(.encode, "Offer") { try repeated($0) { try encodeOffer(values.at($0).pointee, sharedBuffer.mutableBytes) } }
  }
}
