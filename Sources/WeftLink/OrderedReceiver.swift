import Weft

/// Takes the frames of an ordered link apart. It keeps what the sender keeps, by the same rules.
struct OrderedReceiver<Message: ChannelMessage> {
  private let agreement: Agreement
  private let compression: (any LinkCompression)?
  private let tables = OrderedTables()
  private var values: LastValues<Message>
  /// A frame failed: what the next ones refer to is unknown.
  private(set) var hasEnded = false

  init(_ agreement: Agreement, compression: (any LinkCompression)?) {
    self.agreement = agreement
    self.compression = compression
    values = LastValues(messageCount: Message.channel.messageCount, keyCount: agreement.limits.keyCount)
  }

  /// The messages of a frame: all of them, or an error and none.
  mutating func receive(_ frame: [UInt8]) throws(LinkError) -> [Message] {
    guard !hasEnded else { throw .ended }
    do throws(LinkError) {
      // A stored body is as long as its contents; the entries before it are no longer.
      guard frame.count <= 2 * agreement.limits.frameByteCount else {
        throw .frameTooLong(byteCount: frame.count, maximum: agreement.limits.frameByteCount)
      }
      var reader = unsafe BitReader(frame.span.bytes)
      guard compression == nil else { return try receiveCompressed(frame, &reader) }
      var messages: [Message] = []
      repeat {
        let start = reader.bitOffset
        let entry = try readEntry(&reader)
        messages.append(try readMessage(entry, &reader))
        try reader.linkZeros(LinkFormat.minimumMessageBitCount - (reader.bitOffset - start))
      } while reader.remainingBitCount >= 8
      try reader.linkZeros(reader.remainingBitCount)
      return messages
    } catch {
      hasEnded = true
      throw error
    }
  }

  /// What stands before a message's bits.
  private struct Entry {
    var index: Int
    var description: MessageDescription
    var slot: Int?
  }

  private func readEntry(_ reader: inout BitReader) throws(LinkError) -> Entry {
    let index = try agreement.message(ofPeerTag: try reader.linkBits(agreement.peerTagBitCount))
    let description = Message.description(ofMessage: index)
    guard description.hasDelta else { return Entry(index: index, description: description) }
    let code = try reader.linkBits(values.codeBitCount(of: index))
    let count = values.count(of: index)
    guard code <= count else { throw .missingBaseline(message: index, distance: code) }
    return Entry(index: index, description: description, slot: code < count ? code : nil)
  }

  private mutating func readMessage(_ entry: Entry, _ reader: inout BitReader) throws(LinkError) -> Message {
    var state = DeltaState(tables: tables)
    do throws(DecodeError) {
      var value: Message
      if let slot = entry.slot {
        let baseline = values.baseline(entry.index, slot: slot, depth: entry.description.predictionDepth)
        value = baseline
        try value.decode(from: &reader, against: baseline, state: &state)
      } else {
        value = try Message.decode(message: entry.index, from: &reader, state: &state)
      }
      tables.commit()
      keep(value, entry)
      return value
    } catch {
      throw .decode(error)
    }
  }

  private mutating func keep(_ value: Message, _ entry: Entry) {
    guard entry.description.hasDelta else { return }
    values.keep(value, slot: entry.slot, depth: entry.description.predictionDepth)
  }

  private mutating func receiveCompressed(
    _ frame: [UInt8], _ reader: inout BitReader
  ) throws(LinkError) -> [Message] {
    var messages: [Message?] = []
    var waiting: [(place: Int, entry: Entry)] = []
    repeat {
      let start = reader.bitOffset
      let entry = try readEntry(&reader)
      // What is a baseline for others has to be the last, if it is read only with the body.
      if let last = waiting.last, last.entry.description.hasDelta { throw .compression(.corrupt) }
      if entry.slot != nil || entry.description.holdsSecrets {
        messages.append(try readMessage(entry, &reader))
      } else {
        waiting.append((messages.count, entry))
        messages.append(nil)
      }
      if start == reader.bitOffset { try reader.linkZeros(1) }
    } while try reader.linkBits(1) == 1
    guard !waiting.isEmpty else {
      try reader.linkZeros(reader.remainingBitCount)
      return messages.compactMap { $0 }
    }
    var form = try reader.linkBits(1)
    if form == 1 { form += try reader.linkBits(1) }
    try reader.linkZeros(-reader.bitOffset & 7)
    let contents = try decompress(Array(frame[(reader.bitOffset / 8)...]), form: form)
    var position = 0
    for index in 0..<waiting.count {
      let part = try Self.part(of: contents, at: &position, isLast: index + 1 == waiting.count)
      messages[waiting[index].place] = try readColumns(part, waiting[index].entry)
    }
    return messages.compactMap { $0 }
  }

  private func decompress(_ body: [UInt8], form: Int) throws(LinkError) -> [UInt8] {
    var contents: [UInt8] = []
    try compression?.decompress(body, form: form, appendingTo: &contents)
    return contents
  }

  private static func part(of contents: [UInt8], at position: inout Int, isLast: Bool) throws(LinkError) -> [UInt8] {
    var length = contents.count - position
    if !isLast {
      guard case .length(let stated, let byteCount) = LengthPrefix(contents, at: position) else {
        throw .compression(.corrupt)
      }
      position += byteCount
      length = stated
    }
    guard length <= contents.count - position else { throw .compression(.corrupt) }
    defer { position += length }
    return Array(contents[position..<position + length])
  }

  private mutating func readColumns(_ columns: [UInt8], _ entry: Entry) throws(LinkError) -> Message {
    var packed: [UInt8] = []
    try compression?.appendPacked(ofMessage: entry.index, contents: columns, to: &packed)
    var state = DeltaState()
    do throws(DecodeError) {
      var reader = unsafe BitReader(packed.span.bytes)
      let value = try Message.decode(message: entry.index, from: &reader, state: &state)
      try reader.finish()
      keep(value, entry)
      return value
    } catch {
      throw .decode(error)
    }
  }

  mutating func restart() {
    hasEnded = false
    values.removeAll()
    tables.removeAll()
    compression?.restartReceiving()
  }
}
