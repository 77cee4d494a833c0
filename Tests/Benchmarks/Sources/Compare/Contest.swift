import BenchmarkMessages
import ProtobufMessages
import SwiftProtobuf
import Workload

/// Everything that is measured, with swift-protobuf on the same values.
struct Contest {
  var operations: [Operation]

  init() throws {
    let workload = try Workload()
    operations = workload.operations
    let samples = workload.samples
    try addShipSpawn(samples)
    try addTelemetry(samples)
    try addFindNode(samples)
    try addFound(samples)
    try addChat(samples)
    try addOffer(samples)
  }

  /// The values with their encodings, each of which must come back equal.
  private static func prepared<Value: SwiftProtobuf.Message & Equatable>(
    _ values: [Value]
  ) throws -> (values: Cycle<Value>, encodings: Encodings) {
    let encodings: [[UInt8]] = try values.map { try $0.serializedBytes() }
    for (value, bytes) in zip(values, encodings) where try Value(serializedBytes: bytes) != value {
      throw Disagreement("swift-protobuf's \(value) does not come back")
    }
    return (Cycle(values), Encodings(encodings))
  }

  private mutating func add(_ verb: Operation.Verb, _ message: String, run: @escaping (_ rounds: Int) throws -> UInt64) {
    operations.append(Operation(verb, message, .protobuf, run: run))
  }

  private mutating func addShipSpawn(_ samples: Samples) throws {
    let (values, encodings) = try Self.prepared(samples.ships.map(PBShipSpawn.init))
    add(.decode, "ShipSpawn") { try repeated($0) { try protobufDecodeShipSpawn(encodings[$0].bytes).health } }
    add(.encode, "ShipSpawn") { try repeated($0) { try protobufEncodeShipSpawn(values.at($0).pointee).count } }
  }

  private mutating func addTelemetry(_ samples: Samples) throws {
    let (values, encodings) = try Self.prepared(samples.telemetry.map(PBTelemetry.init))
    add(.decode, "Telemetry") { try repeated($0) { try protobufDecodeTelemetry(encodings[$0].bytes).altitude } }
    add(.encode, "Telemetry") { try repeated($0) { try protobufEncodeTelemetry(values.at($0).pointee).count } }
  }

  private mutating func addFindNode(_ samples: Samples) throws {
    let (values, encodings) = try Self.prepared(samples.findNodes.map(PBFindNode.init))
    add(.decode, "FindNode") { try repeated($0) { try protobufDecodeFindNode(encodings[$0].bytes).want } }
    add(.encode, "FindNode") { try repeated($0) { try protobufEncodeFindNode(values.at($0).pointee).count } }
  }

  private mutating func addFound(_ samples: Samples) throws {
    let (values, encodings) = try Self.prepared(samples.founds.map(PBFound.init))
    add(.decode, "Found") { try repeated($0) { try protobufDecodeFound(encodings[$0].bytes).nodes.count } }
    add(.encode, "Found") { try repeated($0) { try protobufEncodeFound(values.at($0).pointee).count } }
  }

  private mutating func addChat(_ samples: Samples) throws {
    let (values, encodings) = try Self.prepared(samples.chats.map(PBChat.init))
    add(.decode, "Chat") { try repeated($0) { try protobufDecodeChat(encodings[$0].bytes).sent } }
    add(.encode, "Chat") { try repeated($0) { try protobufEncodeChat(values.at($0).pointee).count } }
  }

  private mutating func addOffer(_ samples: Samples) throws {
    let (values, encodings) = try Self.prepared(samples.offers.map(PBOffer.init))
    add(.decode, "Offer") { try repeated($0) { try protobufDecodeOffer(encodings[$0].bytes).connection } }
    add(.encode, "Offer") { try repeated($0) { try protobufEncodeOffer(values.at($0).pointee).count } }
  }
}
