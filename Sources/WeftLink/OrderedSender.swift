public import Weft

/// Puts messages into the frames of an ordered link.
///
///     head   [tag][baseline, where the message has a delta form]
@usableFromInline
struct OrderedSender<Message: ChannelMessage> {
  @usableFromInline let channel = Message.channel
  @usableFromInline let limits: LinkLimits
  @usableFromInline let compression: (any LinkCompression)?
  @usableFromInline let tables = OrderedTables()
  @usableFromInline var values: LastValues<Message>
  @usableFromInline var message = MessageBits()
  @usableFromInline var frame: FrameAssembly
  /// Tag and baseline of the message at hand, and the frame that is being closed.
  @usableFromInline var head = FrameBits()
  @usableFromInline var closed = FrameBits()
  /// Whole frames that wait to be transmitted.
  @usableFromInline var ready = FrameQueue()

  @inlinable
  init(limits: LinkLimits, compression: (any LinkCompression)?) {
    self.limits = limits
    self.compression = compression
    frame = FrameAssembly(compression: compression)
    values = LastValues(messageCount: Message.channel.messageCount, keyCount: limits.keyCount)
  }

  @inlinable
  var hasReady: Bool { !ready.isEmpty }

  /// Puts a message into the frame at hand; one that is full is closed before.
  @inlinable
  mutating func send(_ value: Message) throws(LinkError) {
    let index = value.index
    let description = Message.description(ofMessage: index)
    let slot = description.hasDelta ? values.slot(of: value) : nil
    let baseline: Message? = if let slot { values.baseline(index, slot: slot, depth: description.predictionDepth) } else { nil }
    let mayCompress = compression != nil && baseline == nil && !description.holdsSecrets
    let tables = self.tables
    // What may go through the compressor is the canonical form: tables and zstd would name the same bytes twice.
    try message.encode(
      value, against: baseline, tables: mayCompress ? nil : tables, limit: limits.frameByteCount, failed: { tables.rollBack() })
    if mayCompress { try message.makeColumns(ofMessage: index, compression) }
    head.removeAll()
    head.append(UInt64(index), bitCount: channel.tagBitCount)
    if description.hasDelta { head.append(UInt64(slot ?? values.count(of: index)), bitCount: values.codeBitCount(of: index)) }
    let needed = frame.bitCount(
      headBitCount: head.bitCount, messageBitCount: message.bitCount, columnByteCount: mayCompress ? message.columns.count : 0)
    guard needed <= limits.frameByteCount * 8 else {
      tables.rollBack()
      throw .frameTooLong(byteCount: (needed + 7) / 8, maximum: limits.frameByteCount)
    }
    tables.commit()
    if frame.mustClose || frame.bitCount + needed > limits.frameByteCount * 8 { try close() }
    frame.append(head: head, message, definitions: FrameBits(), mayCompress: mayCompress, isBaseline: description.hasDelta)
    if description.hasDelta { values.keep(value, slot: slot, depth: description.predictionDepth) }
  }

  /// Ends the frame at hand, if there is one.
  @inlinable
  mutating func close() throws(LinkError) {
    guard !frame.isEmpty else { return }
    try frame.close(into: &closed)
    ready.append(&closed)
  }

  /// The next frame that is to be transmitted, behind its length where the transport is a stream, in place of what `bytes` holds.
  ///
  /// - Returns: Whether there is one.
  @inlinable
  mutating func takeReady(isStream: Bool, into bytes: inout [UInt8]) -> Bool {
    guard var next = ready.popFirst() else { return false }
    if isStream {
      bytes.removeAll(keepingCapacity: true)
      appendLength(next.bytes.count, to: &bytes)
      bytes.append(contentsOf: next.bytes)
    } else {
      swap(&bytes, &next.bytes)
    }
    ready.reuse(next.bytes)
    return true
  }

  /// Forgets what was sent: the next messages need nothing that the peer may have lost.
  @inlinable
  mutating func restart() {
    frame.removeAll()
    values.removeAll()
    tables.removeAll()
    compression?.restartSending()
  }
}

/// LEB128: the length of a part, or of a frame on a byte stream.
@inlinable
func appendLength(_ length: Int, to bytes: inout [UInt8]) {
  var rest = length
  while rest > 0x7F {
    bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
    rest >>= 7
  }
  bytes.append(UInt8(truncatingIfNeeded: rest))
}

@usableFromInline
enum LengthPrefix: Equatable {
  case incomplete
  case invalid
  case length(Int, byteCount: Int)

  /// The length that `bytes` begin with at `start`: at most four bytes, in its shortest form.
  @inlinable
  init(_ bytes: [UInt8], at start: Int) {
    var value = 0
    for offset in 0..<4 {
      guard start + offset < bytes.count else {
        self = .incomplete
        return
      }
      let byte = bytes[start + offset]
      value |= Int(byte & 0x7F) << (7 * offset)
      if byte < 0x80 {
        self = byte == 0 && offset > 0 ? .invalid : .length(value, byteCount: offset + 1)
        return
      }
    }
    self = .invalid
  }
}
