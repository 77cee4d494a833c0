public import Weft

/// The messages of a frame whose link compresses, as they are read: those that stand in the frame, and those that wait for the body.
/// One a direction: the buffers are used again.
@usableFromInline
struct CompressedMessages<Message: ChannelMessage> {
  @usableFromInline var messages: [Message?] = []
  /// Where in `messages` they belong, and which message they are.
  @usableFromInline var waiting: [(place: Int, index: Int)] = []
  @usableFromInline var body: [UInt8] = []
  @usableFromInline var contents: [UInt8] = []
  @usableFromInline var packed: [UInt8] = []
  @usableFromInline var bits = MessageBits()
  @usableFromInline let compression: any LinkCompression

  @inlinable
  init(_ compression: any LinkCompression) { self.compression = compression }

  @inlinable
  mutating func removeAll() {
    messages.removeAll(keepingCapacity: true)
    waiting.removeAll(keepingCapacity: true)
  }

  @inlinable
  mutating func append(_ message: Message) { messages.append(message) }

  @inlinable
  mutating func wait(for index: Int) {
    waiting.append((messages.count, index))
    messages.append(nil)
  }

  /// Whether the last is one that waits and that others refer to.
  @inlinable
  var endsWithBaseline: Bool {
    waiting.last.map { $0.place == messages.count - 1 && Message.description(ofMessage: $0.index).hasDelta } ?? false
  }

  /// Reads the body and appends all messages, in their order.
  @inlinable
  mutating func finish(_ reader: inout BitReader, form: BodyForm, into inbox: inout [Message]) throws(LinkError) {
    try reader.linkBody(into: &body)
    guard !waiting.isEmpty else { throw .compression(.corrupt) }
    contents.removeAll(keepingCapacity: true)
    try compression.decompress(body, form: form, appendingTo: &contents)
    var position = 0
    for index in 0..<waiting.count {
      let part = try part(at: &position, isLast: index + 1 == waiting.count)
      messages[waiting[index].place] = try decode(part, waiting[index].index)
    }
    for index in 0..<messages.count { if let message = messages[index] { inbox.append(message) } }
  }

  /// Where the next message's columns stand in the contents.
  @inlinable
  func part(at position: inout Int, isLast: Bool) throws(LinkError) -> Range<Int> {
    var length = contents.count - position
    if !isLast {
      guard case .length(let stated, let byteCount) = LengthPrefix(contents, at: position) else { throw .compression(.corrupt) }
      position += byteCount
      length = stated
    }
    guard length <= contents.count - position else { throw .compression(.corrupt) }
    defer { position += length }
    return position..<position + length
  }

  @inlinable
  mutating func decode(_ columns: Range<Int>, _ index: Int) throws(LinkError) -> Message {
    // Out of the way while the other buffer is read.
    var packed: [UInt8] = []
    swap(&packed, &self.packed)
    defer { swap(&packed, &self.packed) }
    packed.removeAll(keepingCapacity: true)
    try compression.appendPacked(
      ofMessage: index, contents: unsafe contents.span.bytes.extracting(columns), to: &packed)
    var state = DeltaState()
    do throws(DecodeError) {
      var reader = unsafe BitReader(packed.span.bytes)
      let value = try Message.decode(message: index, from: &reader, state: &state)
      try reader.finish()
      return value
    } catch {
      throw .decode(error)
    }
  }

  /// The history of a frame that came without compression: what those of its messages, `messages[start...]`, that might have gone
  /// through the compressor would have been in the contents.
  ///
  /// - Parameter kept: Which they are, by place.
  @inlinable
  mutating func keep(_ messages: [Message], _ kept: [Int], limit: Int) throws(LinkError) {
    contents.removeAll(keepingCapacity: true)
    for index in 0..<kept.count {
      let message = messages[kept[index]]
      try bits.encode(message, against: nil, tables: nil, limit: limit, failed: {})
      try bits.makeColumns(ofMessage: message.index, compression)
      if index + 1 < kept.count { appendLength(bits.columns.count, to: &contents) }
      contents.append(contentsOf: bits.columns)
    }
    if !contents.isEmpty { compression.keep(contents) }
  }
}
