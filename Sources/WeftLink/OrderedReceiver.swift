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
      guard frame.count <= agreement.limits.frameByteCount + 1 else {
        throw .frameTooLong(byteCount: frame.count, maximum: agreement.limits.frameByteCount)
      }
      var reader = unsafe BitReader(frame.span.bytes)
      guard let compression else { return try receivePlain(&reader, compression: nil) }
      return try reader.linkBits(1) == 0
        ? try receivePlain(&reader, compression: compression) : try receiveCompressed(&reader, compression)
    } catch {
      hasEnded = true
      throw error
    }
  }

  private mutating func receivePlain(
    _ reader: inout BitReader, compression: (any LinkCompression)?
  ) throws(LinkError) -> [Message] {
    var messages: [Message] = []
    var kept: [Message] = []
    repeat {
      let start = reader.bitOffset
      let entry = try readEntry(&reader)
      let mayCompress = compression != nil && entry.mayCompress
      messages.append(try readMessage(entry, tables: mayCompress ? nil : tables, &reader))
      if mayCompress { kept.append(contentsOf: messages.suffix(1)) }
      try reader.linkZeros(LinkFormat.minimumMessageBitCount - (reader.bitOffset - start))
    } while reader.remainingBitCount >= 8
    try reader.linkZeros(reader.remainingBitCount)
    if let compression { try CompressedMessages.keep(kept, in: compression, limit: agreement.limits.frameByteCount) }
    return messages
  }

  private mutating func receiveCompressed(
    _ reader: inout BitReader, _ compression: any LinkCompression
  ) throws(LinkError) -> [Message] {
    let form = try reader.linkBodyForm()
    var parts = CompressedMessages<Message>(compression)
    repeat {
      // What is a baseline for others has to be the last, since it is read only with the body.
      if parts.endsWithBaseline { throw .compression(.corrupt) }
      let entry = try readEntry(&reader)
      if entry.mayCompress { parts.wait(for: entry.index) } else { parts.append(try readMessage(entry, tables: tables, &reader)) }
    } while try reader.linkBits(1) == 1
    let hasBaseline = parts.endsWithBaseline
    let messages = try parts.finish(&reader, form: form)
    if hasBaseline, let last = messages.last {
      values.keep(last, slot: nil, depth: Message.description(ofMessage: last.index).predictionDepth)
    }
    return messages
  }

  /// What stands before a message's bits.
  private struct Entry {
    var index: Int
    var description: MessageDescription
    var slot: Int?

    var mayCompress: Bool { slot == nil && !description.holdsSecrets }
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

  private mutating func readMessage(
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
