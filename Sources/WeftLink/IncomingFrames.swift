import Weft

/// Cuts a byte stream into frames, and knows which of them are handshakes.
@usableFromInline
struct IncomingFrames {
  /// The first frame of a link, and the one behind an empty frame.
  @usableFromInline var expectsHandshake = true
  @usableFromInline private(set) var bytes: [UInt8] = []
  private var start = 0

  @usableFromInline
  mutating func append(_ piece: RawSpan) {
    if start > 0 {
      bytes.removeFirst(start)
      start = 0
    }
    unsafe piece.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
  }

  /// Where in `bytes` the next whole frame stands.
  ///
  /// - Parameter maximum: The longest that is waited for: a length above it is an error at once.
  @usableFromInline
  mutating func next(maximum: Int) throws(LinkError) -> Range<Int>? {
    switch LengthPrefix(bytes, at: start) {
    case .incomplete: return nil
    case .invalid: throw .frameTooLong(byteCount: Int.max, maximum: maximum)
    case .length(let length, let byteCount):
      guard length <= maximum else { throw .frameTooLong(byteCount: length, maximum: maximum) }
      guard bytes.count - start >= byteCount + length else { return nil }
      defer { start += byteCount + length }
      return start + byteCount..<start + byteCount + length
    }
  }
}
