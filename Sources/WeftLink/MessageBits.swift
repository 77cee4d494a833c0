public import Weft

/// The bits of one message, encoded into a buffer of their own before it is known which frame takes them. One a direction: the buffers
/// are used again.
@usableFromInline
struct MessageBits {
  @usableFromInline var bytes = [UInt8](repeating: 0, count: 128)
  @usableFromInline var bitCount = 0
  /// What stands for the message in the contents of a compressed frame; see ``makeColumns(ofMessage:_:)``.
  @usableFromInline var columns: [UInt8] = []

  /// - Parameters:
  ///   - limit: The most bytes that the message may take.
  ///   - failed: Called before another attempt, to take back what the tables were told.
  @inlinable
  mutating func encode<Message: ChannelMessage>(
    _ message: Message, against baseline: Message?, tables: (any InternTables)?, limit: Int, failed: () -> Void
  ) throws(LinkError) {
    while true {
      do throws(EncodeError) {
        bitCount = try attempt(message, against: baseline, tables: tables)
        break
      } catch {
        failed()
        guard case .bufferTooSmall = error.reason else { throw .encode(error) }
        guard bytes.count <= limit else { throw .frameTooLong(byteCount: bytes.count, maximum: limit) }
        bytes = [UInt8](repeating: 0, count: bytes.count * 2)
      }
    }
    guard (bitCount + 7) / 8 <= limit else {
      failed()
      throw .frameTooLong(byteCount: (bitCount + 7) / 8, maximum: limit)
    }
  }

  @inlinable
  mutating func attempt<Message: ChannelMessage>(
    _ message: Message, against baseline: Message?, tables: (any InternTables)?
  ) throws(EncodeError) -> Int {
    var state = DeltaState(tables: tables)
    var span = bytes.mutableSpan
    var writer = unsafe BitWriter(span.mutableBytes)
    if let baseline {
      try message.encode(into: &writer, against: baseline, state: &state)
    } else {
      try message.encode(into: &writer, state: &state)
    }
    let count = writer.bitOffset
    _ = writer.finish()
    return count
  }

  /// Makes ``columns`` of the bits.
  @usableFromInline
  mutating func makeColumns(ofMessage index: Int, _ compression: (any LinkCompression)?) throws(LinkError) {
    // Out of the way while the other buffer is read.
    var columns: [UInt8] = []
    swap(&columns, &self.columns)
    defer { swap(&columns, &self.columns) }
    columns.removeAll(keepingCapacity: true)
    let packed = unsafe bytes.span.bytes.extracting(first: (bitCount + 7) / 8)
    try compression?.appendContents(ofMessage: index, packed: packed, to: &columns)
  }
}
