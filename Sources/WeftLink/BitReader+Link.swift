public import Weft

// What a link reads between messages. The errors of these bits are the link's.
extension BitReader {
  /// The next `bitCount` bits, 0...50.
  @usableFromInline
  mutating func linkBits(_ bitCount: Int) throws(LinkError) -> Int {
    do throws(DecodeError) { return try takeBits(bitCount) } catch { throw .decode(error) }
  }

  @usableFromInline
  mutating func linkExpGolomb(order: Int) throws(LinkError) -> Int {
    do throws(DecodeError) { return try takeExpGolomb(order: order) } catch { throw .decode(error) }
  }

  /// Padding: that many zero bits, none where the count is negative.
  @usableFromInline
  mutating func linkZeros(_ bitCount: Int) throws(LinkError) {
    let start = bitOffset
    guard bitCount > 0 else { return }
    guard try linkBits(min(bitCount, 32)) == 0 else { throw .decode(DecodeError(.nonZeroPadding, at: start)) }
  }

  @usableFromInline
  mutating func linkHandshake() throws(LinkError) -> Handshake {
    do throws(DecodeError) { return try Handshake(decoding: &self) } catch { throw .decode(error) }
  }

  @usableFromInline
  mutating func linkAcknowledgement() throws(LinkError) -> Acknowledgement {
    do throws(DecodeError) { return try Acknowledgement(decoding: &self) } catch { throw .decode(error) }
  }
}
