import Weft

/// The messages of a frame whose link compresses, as they are read: those that stand in the frame, and those that wait for the body.
struct CompressedMessages<Message: ChannelMessage> {
  private(set) var messages: [Message?] = []
  /// Where in `messages` they belong, and which message they are.
  private var waiting: [(place: Int, index: Int)] = []
  private let compression: any LinkCompression

  init(_ compression: any LinkCompression) { self.compression = compression }

  mutating func append(_ message: Message) { messages.append(message) }

  mutating func wait(for index: Int) {
    waiting.append((messages.count, index))
    messages.append(nil)
  }

  /// Whether the last is one that waits and that others refer to.
  var endsWithBaseline: Bool {
    waiting.last.map { $0.place == messages.count - 1 && Message.description(ofMessage: $0.index).hasDelta } ?? false
  }

  /// Reads the body and puts its messages in their places.
  mutating func finish(_ reader: inout BitReader, form: BodyForm) throws(LinkError) -> [Message] {
    let body = try reader.linkBody()
    guard !waiting.isEmpty else { throw .compression(.corrupt) }
    var contents: [UInt8] = []
    try compression.decompress(body, form: form, appendingTo: &contents)
    var position = 0
    for index in 0..<waiting.count {
      let part = try Self.part(of: contents, at: &position, isLast: index + 1 == waiting.count)
      messages[waiting[index].place] = try decode(part, waiting[index].index)
    }
    return messages.compactMap { $0 }
  }

  private static func part(of contents: [UInt8], at position: inout Int, isLast: Bool) throws(LinkError) -> [UInt8] {
    var length = contents.count - position
    if !isLast {
      guard case .length(let stated, let byteCount) = LengthPrefix(contents, at: position) else { throw .compression(.corrupt) }
      position += byteCount
      length = stated
    }
    guard length <= contents.count - position else { throw .compression(.corrupt) }
    defer { position += length }
    return Array(contents[position..<position + length])
  }

  private func decode(_ columns: [UInt8], _ index: Int) throws(LinkError) -> Message {
    var packed: [UInt8] = []
    try compression.appendPacked(ofMessage: index, contents: columns, to: &packed)
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

  /// The history of a frame that came without compression: what its messages would have been in the contents.
  static func keep(_ messages: [Message], in compression: any LinkCompression, limit: Int) throws(LinkError) {
    var bits = MessageBits()
    var contents: [UInt8] = []
    for index in 0..<messages.count {
      try bits.encode(messages[index], against: nil, tables: nil, limit: limit, failed: {})
      let columns = try bits.columns(ofMessage: messages[index].index, compression)
      if index + 1 < messages.count { appendLength(columns.count, to: &contents) }
      contents.append(contentsOf: columns)
    }
    if !contents.isEmpty { compression.keep(contents) }
  }
}
