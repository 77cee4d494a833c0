public import Weft

/// Takes the frames of an ordered link apart. It keeps what the sender keeps, by the same rules.
@usableFromInline
struct OrderedReceiver<Message: ChannelMessage> {
  @usableFromInline let agreement: Agreement
  @usableFromInline let compression: (any LinkCompression)?
  @usableFromInline let tables = OrderedTables()
  @usableFromInline var values: LastValues<Message>
  /// Where the link compresses.
  @usableFromInline var parts: CompressedMessages<Message>?
  /// Of a frame that came without compression: places in the inbox of what might have been compressed.
  @usableFromInline var kept: [Int] = []
  /// A frame failed: what the next ones refer to is unknown.
  @usableFromInline var hasEnded = false

  @inlinable
  init(_ agreement: Agreement, compression: (any LinkCompression)?) {
    self.agreement = agreement
    self.compression = compression
    parts = compression.map { CompressedMessages($0) }
    values = LastValues(messageCount: Message.channel.messageCount, keyCount: agreement.limits.keyCount)
  }

  /// Appends the messages of a frame: all of them, or an error and none.
  @inlinable
  mutating func receive(_ frame: RawSpan, into inbox: inout [Message]) throws(LinkError) {
    guard !hasEnded else { throw .ended }
    let start = inbox.count
    do throws(LinkError) {
      guard frame.byteCount <= agreement.limits.frameByteCount + 1 else {
        throw .frameTooLong(byteCount: frame.byteCount, maximum: agreement.limits.frameByteCount)
      }
      var reader = BitReader(frame)
      if compression != nil, try reader.linkBits(1) == 1 {
        try receiveCompressed(&reader, into: &inbox)
      } else {
        try receivePlain(&reader, into: &inbox)
      }
    } catch {
      hasEnded = true
      inbox.removeLast(inbox.count - start)
      throw error
    }
  }

  @inlinable
  mutating func receivePlain(_ reader: inout BitReader, into inbox: inout [Message]) throws(LinkError) {
    kept.removeAll(keepingCapacity: true)
    repeat {
      let start = reader.bitOffset
      let entry = try readEntry(&reader)
      let mayCompress = compression != nil && entry.mayCompress
      if mayCompress { kept.append(inbox.count) }
      inbox.append(try readMessage(entry, tables: mayCompress ? nil : tables, &reader))
      try reader.linkZeros(LinkFormat.minimumMessageBitCount - (reader.bitOffset - start))
    } while reader.remainingBitCount >= 8
    try reader.linkZeros(reader.remainingBitCount)
    try parts?.keep(inbox, kept, limit: agreement.limits.frameByteCount)
  }

  @inlinable
  mutating func receiveCompressed(_ reader: inout BitReader, into inbox: inout [Message]) throws(LinkError) {
    let form = try reader.linkBodyForm()
    parts?.removeAll()
    repeat {
      // What is a baseline for others has to be the last, since it is read only with the body.
      if parts?.endsWithBaseline ?? false { throw .compression(.corrupt) }
      let entry = try readEntry(&reader)
      if entry.mayCompress {
        parts?.wait(for: entry.index)
      } else {
        let message = try readMessage(entry, tables: tables, &reader)
        parts?.append(message)
      }
    } while try reader.linkBits(1) == 1
    let hasBaseline = parts?.endsWithBaseline ?? false
    try parts?.finish(&reader, form: form, into: &inbox)
    if hasBaseline, let last = inbox.last {
      values.keep(last, slot: nil, depth: Message.description(ofMessage: last.index).predictionDepth)
    }
  }

  /// What stands before a message's bits.
  @usableFromInline
  struct Entry {
    @usableFromInline var index: Int
    @usableFromInline var description: MessageDescription
    @usableFromInline var slot: Int?

    @inlinable
    init(index: Int, description: MessageDescription, slot: Int? = nil) {
      self.index = index
      self.description = description
      self.slot = slot
    }

    @inlinable
    var mayCompress: Bool { slot == nil && !description.holdsSecrets }
  }

  @inlinable
  func readEntry(_ reader: inout BitReader) throws(LinkError) -> Entry {
    let index = try agreement.message(ofPeerTag: try reader.linkBits(agreement.peerTagBitCount))
    let description = Message.description(ofMessage: index)
    guard description.hasDelta else { return Entry(index: index, description: description) }
    let code = try reader.linkBits(values.codeBitCount(of: index))
    let count = values.count(of: index)
    guard code <= count else { throw .missingBaseline(message: index, distance: code) }
    return Entry(index: index, description: description, slot: code < count ? code : nil)
  }

  @inlinable
  mutating func readMessage(
    _ entry: Entry, tables: OrderedTables?, _ reader: inout BitReader
  ) throws(LinkError) -> Message {
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
      self.tables.commit()
      if entry.description.hasDelta { values.keep(value, slot: entry.slot, depth: entry.description.predictionDepth) }
      return value
    } catch {
      throw .decode(error)
    }
  }
}
