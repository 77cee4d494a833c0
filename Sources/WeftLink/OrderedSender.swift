import Weft

/// Puts messages into the frames of an ordered link.
///
///     without compression   [tag][baseline?][message] … zero bits up to the byte
///     with                  [tag][baseline?][message, where it goes around] more? … form? zero bits up to the byte [body]
struct OrderedSender<Message: ChannelMessage> {
  private let channel = Message.channel
  private let limits: LinkLimits
  private let compression: (any LinkCompression)?
  private let tables = OrderedTables()
  private var values: LastValues<Message>
  private var message = MessageBits()
  private var frame = FrameBits()
  /// Columns of the messages that go through the compressor, and where each but the first begins.
  private var parts: [[UInt8]] = []
  private var partByteCount = 0
  /// The frame's last message is a baseline for others and goes through the compressor: the peer has it only when it has the body.
  private var endsFrame = false
  /// Whole frames that wait to be transmitted.
  private var ready: [[UInt8]] = []

  init(limits: LinkLimits, compression: (any LinkCompression)?) {
    self.limits = limits
    self.compression = compression
    values = LastValues(messageCount: Message.channel.messageCount, keyCount: limits.keyCount)
  }

  var hasReady: Bool { !ready.isEmpty }

  /// Puts a message into the frame at hand; one that is full is closed before.
  mutating func send(_ value: Message) throws(LinkError) {
    let index = value.index
    let description = Message.description(ofMessage: index)
    let slot = description.hasDelta ? values.slot(of: value) : nil
    let baseline = slot.map { values.baseline(index, slot: $0, depth: description.predictionDepth) }
    // What goes through the compressor is the canonical form: tables and zstd would name the same bytes twice.
    let goesThrough = compression != nil && baseline == nil && !description.holdsSecrets
    let tables = self.tables
    try message.encode(
      value, against: baseline, tables: goesThrough ? nil : tables, limit: limits.frameByteCount, failed: { tables.rollBack() })
    var columns: [UInt8] = []
    if goesThrough { try compression?.appendContents(ofMessage: index, packed: message.packed, to: &columns) }
    // Room for tag, baseline, lengths and form.
    let needed = 16 + (goesThrough ? columns.count : (message.bitCount + 7) / 8)
    guard needed <= limits.frameByteCount else {
      tables.rollBack()
      throw .frameTooLong(byteCount: needed, maximum: limits.frameByteCount)
    }
    if endsFrame || !frame.isEmpty && frame.byteCount + partByteCount + needed > limits.frameByteCount { try close() }
    tables.commit()
    append(index, slot: slot, hasDelta: description.hasDelta, isAround: !goesThrough)
    if goesThrough {
      parts.append(columns)
      partByteCount += columns.count + 3
    }
    guard description.hasDelta else { return }
    values.keep(value, slot: slot, depth: description.predictionDepth)
    endsFrame = goesThrough
  }

  private mutating func append(_ index: Int, slot: Int?, hasDelta: Bool, isAround: Bool) {
    if compression != nil && !frame.isEmpty { frame.append(1, bitCount: 1) }
    let start = frame.bitCount
    frame.append(UInt64(index), bitCount: channel.tagBitCount)
    if hasDelta { frame.append(UInt64(slot ?? values.count(of: index)), bitCount: values.codeBitCount(of: index)) }
    if isAround { frame.append(message.bytes, bitCount: message.bitCount) }
    if compression == nil {
      frame.append(0, bitCount: max(0, LinkFormat.minimumMessageBitCount - (frame.bitCount - start)))
    } else if frame.bitCount == start {
      // A channel of one message, of which nothing stands here: the frame may not look empty.
      frame.append(0, bitCount: 1)
    }
  }

  /// Ends the frame at hand, if there is one.
  mutating func close() throws(LinkError) {
    guard !frame.isEmpty else { return }
    defer { discardFrame() }
    guard let compression else { return ready.append(frame.bytes) }
    frame.append(0, bitCount: 1)
    guard !parts.isEmpty else { return ready.append(frame.bytes) }
    var contents: [UInt8] = []
    for index in 0..<parts.count {
      if index + 1 < parts.count { appendLength(parts[index].count, to: &contents) }
      contents.append(contentsOf: parts[index])
    }
    var body: [UInt8] = []
    let form = try compression.compress(contents, appendingTo: &body)
    frame.append(form == 0 ? 0 : form == 1 ? 1 : 3, bitCount: form == 0 ? 1 : 2)
    ready.append(frame.bytes + body)
  }

  private mutating func discardFrame() {
    frame.removeAll()
    parts.removeAll(keepingCapacity: true)
    partByteCount = 0
    endsFrame = false
  }

  mutating func takeReady() -> [UInt8]? { ready.isEmpty ? nil : ready.removeFirst() }

  /// Forgets what was sent: the next messages need nothing that the peer may have lost.
  mutating func restart() {
    discardFrame()
    values.removeAll()
    tables.removeAll()
    compression?.restartSending()
  }
}

/// LEB128: the length of a part, or of a frame on a byte stream.
func appendLength(_ length: Int, to bytes: inout [UInt8]) {
  var rest = length
  while rest > 0x7F {
    bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
    rest >>= 7
  }
  bytes.append(UInt8(truncatingIfNeeded: rest))
}

enum LengthPrefix: Equatable {
  case incomplete
  case invalid
  case length(Int, byteCount: Int)

  /// The length that `bytes` begin with at `start`: at most four bytes, in its shortest form.
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
