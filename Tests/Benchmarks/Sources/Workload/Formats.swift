public import CaptureFormats
public import Weft

// Foreign formats: two that a packet program decodes for every packet.

@inline(never)
public func decodeSTUN(_ bytes: RawSpan) throws(DecodeError) -> STUN { try STUN(decoding: bytes) }
@inline(never)
public func encodeSTUN(_ value: borrowing STUN, _ buffer: consuming MutableRawSpan) throws(EncodeError) -> Int {
  try value.encode(into: buffer)
}

@inline(never)
public func decodeIPv4(_ bytes: RawSpan) throws(DecodeError) -> IPv4 { try IPv4(decoding: bytes) }
@inline(never)
public func encodeIPv4(_ value: borrowing IPv4, _ buffer: consuming MutableRawSpan) throws(EncodeError) -> Int {
  try value.encode(into: buffer)
}

extension STUN {
  /// A binding request as ICE sends it (RFC 8445 section 7.1): username, priority, tie-breaker, integrity and fingerprint.
  init(dice: inout Dice) {
    self.init(
      type: .bindingRequest, transaction: dice.fixedBytes(),
      attributes: [
        STUNAttribute(value: .username("evtj:h6vY")),
        STUNAttribute(value: .priority(dice.integer(0...UInt32.max - 1))),
        STUNAttribute(value: .iceControlled(dice.fixedBytes())),
        STUNAttribute(value: .messageIntegrity(dice.fixedBytes())),
        STUNAttribute(value: .fingerprint(STUNFingerprint())),
      ])
  }
}

extension IPv4 {
  /// A header without options, of a datagram of 8 bytes.
  init(dice: inout Dice) {
    self.init(
      service: IPv4Service(codepoint: 0, congestion: 0), identification: dice.integer(0...65535),
      flags: IPv4Flags(reserved: false, dontFragment: true, moreFragments: false), fragmentOffset: 0, timeToLive: 64,
      protocol: 17, source: dice.fixedBytes(), destination: dice.fixedBytes(), options: [], payload: dice.bytes(8))
  }
}

extension Samples {
  /// 64 seeded values.
  func formats<Value: ForeignCodable>(_ make: (inout Dice) -> Value) -> [Value] {
    var dice = Dice(state: 0x5EED_2027)
    return (0..<sampleCount).map { _ in make(&dice) }
  }
}
