import Testing
import WeftSchema

@testable import WeftCapture

/// Fragments of datagrams, in any order, in bounded memory.
@Suite("Reassembly")
struct ReassemblyTests {
  static func key(_ identification: UInt64 = 1) -> Reassembly.Key {
    Reassembly.Key(source: [192, 0, 2, 1], destination: [192, 0, 2, 2], identification: identification, nextProtocol: 17)
  }

  static let datagram = (0..<4001).map { UInt8(truncatingIfNeeded: $0 &* 7) }

  /// The bytes `range` of the datagram.
  static func add(
    _ range: Range<Int>, _ identification: UInt64 = 1, to reassembly: inout Reassembly
  ) -> [UInt8]? {
    let part = Array(datagram[range])
    return reassembly.add(
      unsafe part.span.bytes, of: key(identification), at: range.lowerBound, isLast: range.upperBound == datagram.count)?.bytes
  }

  @Test("gives the datagram when the last piece has come, whichever that is")
  func order() {
    let pieces = [0..<1480, 1480..<2960, 2960..<4001]
    for first in 0..<3 {
      for second in 0..<3 where second != first {
        var reassembly = Reassembly()
        #expect(Self.add(pieces[first], to: &reassembly) == nil)
        #expect(Self.add(pieces[first], 2, to: &reassembly) == nil)
        #expect(Self.add(pieces[second], to: &reassembly) == nil)
        #expect(Self.add(pieces[second], to: &reassembly) == nil)
        #expect(Self.add(pieces[3 - first - second], to: &reassembly) == Self.datagram)
        // What is whole is forgotten.
        #expect(Self.add(pieces[first], to: &reassembly) == nil)
      }
    }
  }

  @Test("counts what came first where fragments overlap")
  func overlap() {
    var reassembly = Reassembly()
    #expect(Self.add(800..<1600, to: &reassembly) == nil)
    #expect(Self.add(2400..<4001, to: &reassembly) == nil)
    let zeros = [UInt8](repeating: 0, count: 1600)
    let whole = reassembly.add(unsafe zeros.span.bytes, of: Self.key(), at: 1000, isLast: false)
    #expect(whole == nil)
    let expected =
      Array(Self.datagram[0..<1600]) + [UInt8](repeating: 0, count: 800) + Self.datagram[2400...]
    #expect(Self.add(0..<800, to: &reassembly) == expected)
  }

  @Test("takes what follows from the first fragment")
  func nextProtocol() {
    var reassembly = Reassembly()
    let part = [UInt8](repeating: 0, count: 8)
    #expect(reassembly.add(unsafe part.span.bytes, of: Self.key(), at: 8, isLast: true, nextProtocol: 59) == nil)
    let whole = reassembly.add(unsafe part.span.bytes, of: Self.key(), at: 0, isLast: false, nextProtocol: 17)
    #expect(whole?.nextProtocol == 17)
  }

  @Test("forgets datagrams that cannot be")
  func broken() {
    var reassembly = Reassembly()
    #expect(Self.add(2960..<4001, to: &reassembly) == nil)
    // Behind the end that the last fragment told.
    let part = [UInt8](repeating: 0, count: 8)
    #expect(reassembly.add(unsafe part.span.bytes, of: Self.key(), at: 4008, isLast: false) == nil)
    #expect(Self.add(0..<2960, to: &reassembly) == nil)
    // Beyond what 16 bits of length can say.
    #expect(reassembly.add(unsafe part.span.bytes, of: Self.key(9), at: 65528, isLast: true) == nil)
    #expect(reassembly.byteCount <= 2960)
  }

  @Test("keeps within its bounds, and the newest")
  func bounds() {
    var reassembly = Reassembly()
    let part = [UInt8](repeating: 1, count: 8)
    for identification in UInt64(0)..<3000 {
      #expect(reassembly.add(unsafe part.span.bytes, of: Self.key(identification), at: 65520, isLast: false) == nil)
      #expect(reassembly.byteCount <= Reassembly.byteLimit)
      #expect(reassembly.datagramCount <= Reassembly.datagramLimit)
      #expect(reassembly.placeCount <= 4 * Reassembly.datagramLimit + 1)
    }
    for identification in UInt64(5000)..<9000 {
      #expect(reassembly.add(unsafe part.span.bytes, of: Self.key(identification), at: 0, isLast: false) == nil)
    }
    #expect(reassembly.datagramCount == Reassembly.datagramLimit)
    #expect(reassembly.add(unsafe part.span.bytes, of: Self.key(8999), at: 8, isLast: true)?.bytes.count == 16)
    #expect(reassembly.add(unsafe part.span.bytes, of: Self.key(5000), at: 8, isLast: true) == nil)
    // The same few again and again: the places of earlier fragments do not pile up, and the datagrams stay.
    for round in 0..<3000 {
      let identification = UInt64(8000 + round % 3)
      _ = reassembly.add(unsafe part.span.bytes, of: Self.key(identification), at: 16, isLast: false)
      #expect(reassembly.placeCount <= 4 * Reassembly.datagramLimit + 1)
    }
    #expect(reassembly.datagramCount == Reassembly.datagramLimit)
    #expect(reassembly.add(unsafe part.span.bytes, of: Self.key(8001), at: 8, isLast: false)?.bytes == nil)
    #expect(reassembly.add(unsafe part.span.bytes, of: Self.key(8001), at: 24, isLast: true)?.bytes.count == 32)
    // Every second unit of 8 bytes: gaps are bounded too.
    for unit in 0..<2000 {
      _ = reassembly.add(unsafe part.span.bytes, of: Self.key(1), at: unit * 16, isLast: false)
      #expect(reassembly.gapCount(of: Self.key(1)) <= Reassembly.gapLimit + 1)
    }
  }
}
