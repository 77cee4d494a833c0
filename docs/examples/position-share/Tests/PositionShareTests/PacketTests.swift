import Testing
import WalkMessages
import Weft

@Suite struct PacketTests {
  let walking = Packet(
    walker: 7, body: .position(Position(latitude: 47.36667, longitude: 8.55, heading: 213, speed: 4.5)))

  @Test func whatIsSentArrives() throws {
    let bytes = try walking.encoded()
    #expect(bytes.count == 11)
    #expect(try Packet(decoding: bytes) == walking)
  }

  @Test func aPositionBeyondThePoleIsNotSent() {
    let lost = Packet(walker: 7, body: .position(Position(latitude: 91, longitude: 0, heading: nil, speed: 0)))
    #expect(throws: EncodeError.self) { try lost.encoded() }
  }

  @Test func aCutPacketIsRefused() throws {
    let bytes = try walking.encoded()
    for count in bytes.indices {
      #expect(throws: DecodeError.self) { try Packet(decoding: Array(bytes.prefix(count))) }
    }
  }

  /// 25 bits hold more codes than there are latitudes.
  @Test func aLatitudeThatDoesNotExistIsRefused() throws {
    var bytes = try walking.encoded()
    bytes[5] |= 0x0F
    let error = #expect(throws: DecodeError.self) { try Packet(decoding: bytes) }
    #expect(error?.path.description == "body.position.latitude")
    #expect(error?.bitOffset == 19)
  }

  @Test func nothingMayFollow() throws {
    let bytes = try walking.encoded() + [0]
    let error = #expect(throws: DecodeError.self) { try Packet(decoding: bytes) }
    #expect(error?.reason == .trailingBytes(count: 1))
  }
}
