import NativeForms
import Testing
import Weft
import WeftDynamic
import WeftSchema

/// What is told of addresses in part: the one encoding of a value, and where another one is wrong (`docs/language.md`, "Addresses").
@Suite struct AddressTests {
  private static func node(_ first: UInt8, _ last: UInt8 = 0) -> FixedBytes<32> {
    var node = FixedBytes<32>(repeating: 0)
    (node[0], node[31]) = (first, last)
    return node
  }

  private static func nearest(_ nodes: [FixedBytes<32>]) -> Nearest {
    Nearest(target: node(0xF0), nodes: nodes.map { Peer(address: $0, link: .webRTC, roundTrip: 3) }, isLast: true)
  }

  /// 9 bits for the number, and of each address what is behind the first byte and a half.
  @Test func sharedBitsAreLeftOut() throws {
    let one = Self.nearest([Self.node(0xF0, 1)])
    #expect(try one.encoded().count == (256 + 5 + 9 + 1 + 2 + 12 + 1 + 7) / 8)
    #expect(try Nearest(decoding: one.encoded()) == one)
    let itself = Self.nearest([Self.node(0xF0)])
    #expect(try itself.encoded().count == (256 + 5 + 9 + 2 + 12 + 1 + 7) / 8)
    #expect(try Nearest(decoding: itself.encoded()) == itself)
    let none = Self.nearest([])
    #expect(try none.encoded().count == (256 + 5 + 1 + 7) / 8)
  }

  @Test func elementsAreSortedByDistance() throws {
    let (near, far) = (Self.node(0xF1), Self.node(0x10))
    #expect(try Nearest(decoding: Self.nearest([near, far]).encoded()) == Self.nearest([near, far]))
    let wrong = #expect(throws: EncodeError.self) { try Self.nearest([far, near]).encoded() }
    #expect(wrong?.reason == .keysOutOfOrder)
    #expect(wrong?.path.description == "nodes[1]")
    let twice = #expect(throws: EncodeError.self) { try Self.nearest([near, near]).encoded() }
    #expect(twice?.reason == .keysOutOfOrder)
  }

  /// 0xF0 shares 7 bits with 0xF1: to share 6 and send the seventh is not the one encoding.
  @Test func aSmallerNumberIsRefused() throws {
    var room = [UInt8](repeating: 0, count: 16)
    var span = room.mutableSpan
    var writer = unsafe BitWriter(span.mutableBytes)
    try writer.put(FixedBytes<6>(repeating: 0xF0), relativeTo: FixedBytes<6>(repeating: 0xF1))
    let byteCount = writer.finish()
    var bytes = Array(room[..<byteCount])
    #expect(bytes[0] & 0x3F == 7)
    func read() throws(DecodeError) -> FixedBytes<6> {
      var reader = BitReader(unsafe bytes.span.bytes)
      return try reader.readBytes(relativeTo: FixedBytes<6>(repeating: 0xF1), field: "address")
    }
    #expect(try read() == FixedBytes(repeating: 0xF0))
    bytes = [6, 0, 0, 0, 0, 0, 0, 0]
    let error = #expect(throws: DecodeError.self) { try read() }
    #expect(error?.reason == .computedMismatch(found: 6, expected: 7))
    #expect(error?.bitOffset == 0)
    #expect(error?.path.description == "address")
    bytes[0] = 49
    #expect(throws: DecodeError.self) { try read() }
  }

  @Test func insignificantBitsAreZero() throws {
    var prefix = Prefix(length: 12, bits: [0xAB, 0xC0, 0, 0, 0, 0])
    #expect(try prefix.encoded() == [0xCC, 0x2A, 0x03])
    #expect(try Prefix(decoding: prefix.encoded()) == prefix)
    prefix.bits[5] = 1
    let error = #expect(throws: EncodeError.self) { try prefix.encoded() }
    #expect(error?.reason == .outOfRange)
    #expect(error?.path.description == "bits")
    prefix = Prefix(length: 12, bits: [0xAB, 0xC8, 0, 0, 0, 0])
    #expect(throws: EncodeError.self) { try prefix.encoded() }
  }

  // MARK: On a link

  private static let answer = Answer(
    target: node(0xF0),
    nodes: [Peer(address: node(0xF0, 1), link: .webRTC, roundTrip: 3), Peer(address: node(0xF1), link: .relayed, roundTrip: 40)],
    next: [0xF0, 0, 0, 7], note: "hi")

  /// Once the target has been named, it is an index, and what is relative to it is as short as before.
  @Test func theTargetIsAnIndex() throws {
    let (mine, theirs) = (LinkFormTests.Tables(), LinkFormTests.Tables())
    let first = try LinkFormTests.encode(Self.answer, mine)
    #expect(try LinkFormTests.decode(Answer.self, first.bytes, theirs) == Self.answer)
    let second = try LinkFormTests.encode(Self.answer, mine)
    #expect(second.bitCount == first.bitCount - 256 + 4 - (4 + 2 * 8) + 2)
    #expect(try LinkFormTests.decode(Answer.self, second.bytes, theirs) == Self.answer)
  }

  /// Who follows a link from its middle does not know the target: what is relative to it is marked, and what is behind it is read.
  @Test func anUnknownTargetIsSaid() throws {
    let tables = LinkFormTests.Tables()
    _ = try LinkFormTests.encode(Self.answer, tables)
    let second = try LinkFormTests.encode(Self.answer, tables)
    let codec = AgreementTests.everythingCodec
    let id = try #require(codec.schema.definitions.firstIndex { $0.name == "Answer" })
    let refused = codec.decodedMessage(DefinitionID(id), from: second.bytes, tables: LinkFormTests.Tables())
    #expect(refused.failure?.reason == .unknownEntry(found: 0))
    let followed = codec.decodedMessage(
      DefinitionID(id), from: second.bytes, tables: LinkFormTests.Tables(), keepsUnknownEntries: true)
    #expect(followed.failure == nil)
    #expect(followed.end == second.bitCount)
    #expect(followed.tree.marks.map(\.reason) == Array(repeating: .unknownEntry(found: 0), count: 4))
    let trips = followed.tree.nodes.filter { $0.kind == .unsigned }.map(\.payload)
    #expect(trips == [3, 40])
  }
}
