// The calls that are counted: one function each, so that callgrind can tell them apart by name, in a module of its own, so
// that generated code is called as a user calls it.

public import BenchmarkMessages
public import InlineMessages
public import Weft

@inline(never)
public func decodeShipSpawn(_ bytes: RawSpan, into value: inout ShipSpawn) throws(DecodeError) {
  value = try ShipSpawn(decoding: bytes)
}
@inline(never)
public func encodeShipSpawn(_ value: borrowing ShipSpawn, _ buffer: consuming MutableRawSpan) throws(EncodeError) -> Int {
  try value.encode(into: buffer)
}

@inline(never)
public func decodeTelemetry(_ bytes: RawSpan, into value: inout Telemetry) throws(DecodeError) {
  value = try Telemetry(decoding: bytes)
}
@inline(never)
public func encodeTelemetry(_ value: borrowing Telemetry, _ buffer: consuming MutableRawSpan) throws(EncodeError) -> Int {
  try value.encode(into: buffer)
}

@inline(never)
public func decodeFindNode(_ bytes: RawSpan) throws(DecodeError) -> FindNode { try FindNode(decoding: bytes) }
@inline(never)
public func encodeFindNode(_ value: borrowing FindNode, _ buffer: consuming MutableRawSpan) throws(EncodeError) -> Int {
  try value.encode(into: buffer)
}

@inline(never)
public func decodeFound(_ bytes: RawSpan) throws(DecodeError) -> Found { try Found(decoding: bytes) }
/// The same with the contacts where they stand: digested one by one, none kept.
@inline(never)
public func decodeFoundVisited(_ bytes: RawSpan) throws(DecodeError) -> Int {
  var digest = 0
  _ = try Found(visiting: bytes) { digest &+= Int($0.rtt) &+ Int($0.address[31]) }
  return digest
}
@inline(never)
public func encodeFound(_ value: borrowing Found, _ buffer: consuming MutableRawSpan) throws(EncodeError) -> Int {
  try value.encode(into: buffer)
}

@inline(never)
public func decodeFoundInline(_ bytes: RawSpan, into value: inout FoundInline) throws(DecodeError) {
  value = try FoundInline(decoding: bytes)
}
@inline(never)
public func encodeFoundInline(_ value: borrowing FoundInline, _ buffer: consuming MutableRawSpan) throws(EncodeError) -> Int {
  try value.encode(into: buffer)
}

@inline(never)
public func decodeGreeting(_ bytes: RawSpan, into value: inout Greeting) throws(DecodeError) {
  value = try Greeting(decoding: bytes)
}
@inline(never)
public func encodeGreeting(_ value: borrowing Greeting, _ buffer: consuming MutableRawSpan) throws(EncodeError) -> Int {
  try value.encode(into: buffer)
}

@inline(never)
public func decodeChat(_ bytes: RawSpan) throws(DecodeError) -> Chat { try Chat(decoding: bytes) }
@inline(never)
public func encodeChat(_ value: borrowing Chat, _ buffer: consuming MutableRawSpan) throws(EncodeError) -> Int {
  try value.encode(into: buffer)
}

@inline(never)
public func decodeOffer(_ bytes: RawSpan) throws(DecodeError) -> Offer { try Offer(decoding: bytes) }
@inline(never)
public func encodeOffer(_ value: borrowing Offer, _ buffer: consuming MutableRawSpan) throws(EncodeError) -> Int {
  try value.encode(into: buffer)
}
