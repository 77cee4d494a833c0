import Weft

/// Takes datagrams apart: each as a whole or not at all, and only what was taken is acknowledged.
struct DatagramReceiver<Message: ChannelMessage> {
  private let agreement: Agreement
  private let compression: (any LinkCompression)?
  private let tables = ReceivingTables()
  private(set) var snapshots: ReceivedSnapshots<Message>
  private var sequences = ReceivedSequences()
  /// The peer believes that this end has something which it has not.
  private var hasLost = false

  init(_ agreement: Agreement, compression: (any LinkCompression)?) {
    self.agreement = agreement
    self.compression = compression
    snapshots = ReceivedSnapshots(
      messageCount: Message.channel.messageCount, capacity: 2 * agreement.limits.baselineCount)
  }

  /// `nil` before anything arrived.
  var acknowledgement: Acknowledgement? { sequences.newest == nil && !hasLost ? nil : sequences.acknowledgement }

  /// The messages behind a datagram's header.
  ///
  /// - Returns: `nil` for a datagram that was taken before or comes too late.
  mutating func receive(_ low: UInt16, _ reader: inout BitReader) throws(LinkError) -> [Message]? {
    let sequence = sequences.sequence(low)
    guard sequences.isWanted(sequence) else { return nil }
    tables.discard()
    do throws(LinkError) {
      let messages = try readMessages(&reader, sequence)
      commit(messages, sequence)
      return messages
    } catch {
      // What a newer datagram refers to is not here: the peer is told, and sends full forms. An older one is merely too late.
      if case .missingBaseline = error, sequence > sequences.newest ?? -1 { lose() }
      throw error
    }
  }

  private mutating func commit(_ messages: [Message], _ sequence: Int) {
    sequences.take(sequence)
    tables.commit(sequence)
    for index in 0..<Message.channel.messageCount where Message.description(ofMessage: index).hasDelta {
      snapshots.insert(messages.filter { $0.index == index }, of: index, sequence: sequence)
    }
  }

  private mutating func lose() {
    hasLost = true
    sequences.lose()
    snapshots.removeAll()
    tables.removeAll()
  }

  private func readMessages(_ reader: inout BitReader, _ sequence: Int) throws(LinkError) -> [Message] {
    if let compression, try reader.linkBits(1) == 1 {
      let form = try reader.linkBodyForm()
      var parts = CompressedMessages<Message>(compression)
      repeat {
        let entry = try readEntry(&reader, sequence)
        if entry.mayCompress { parts.wait(for: entry.index) } else { parts.append(try readMessage(entry, tables, &reader)) }
      } while try reader.linkBits(1) == 1
      return try parts.finish(&reader, form: form)
    }
    var messages: [Message] = []
    repeat {
      let start = reader.bitOffset
      let entry = try readEntry(&reader, sequence)
      messages.append(try readMessage(entry, compression != nil && entry.mayCompress ? nil : tables, &reader))
      try reader.linkZeros(LinkFormat.minimumMessageBitCount - (reader.bitOffset - start))
    } while reader.remainingBitCount >= 8
    try reader.linkZeros(reader.remainingBitCount)
    return messages
  }

  /// What stands before a message's bits.
  private struct Entry {
    var index: Int
    var description: MessageDescription
    var baseline: Message?

    var mayCompress: Bool { baseline == nil && !description.holdsSecrets }
  }

  private func readEntry(_ reader: inout BitReader, _ sequence: Int) throws(LinkError) -> Entry {
    let index = try agreement.message(ofPeerTag: try reader.linkBits(agreement.peerTagBitCount))
    let description = Message.description(ofMessage: index)
    let baseline = description.hasDelta ? try readBaseline(index, description, sequence, &reader) : nil
    return Entry(index: index, description: description, baseline: baseline)
  }

  private func readMessage(
    _ entry: Entry, _ tables: ReceivingTables?, _ reader: inout BitReader
  ) throws(LinkError) -> Message {
    var state = DeltaState(tables: tables)
    do throws(DecodeError) {
      guard let baseline = entry.baseline else {
        let value = try Message.decode(message: entry.index, from: &reader, state: &state)
        try tables?.readDefinitions(&reader)
        return value
      }
      var value = baseline
      try value.decode(from: &reader, against: baseline, state: &state)
      try tables?.readDefinitions(&reader)
      return value
    } catch {
      // An index without an entry: this end has lost what the peer knows that it had.
      if case .unknownEntry = error.reason { throw .missingBaseline(message: entry.index, distance: 0) }
      throw .decode(error)
    }
  }

  /// The baseline that the bits name, moved to where the new value is expected; `nil` for a full form.
  private func readBaseline(
    _ index: Int, _ description: MessageDescription, _ sequence: Int, _ reader: inout BitReader
  ) throws(LinkError) -> Message? {
    var values: [Message] = []
    var distances: [Int] = []
    var before = sequence
    while values.count < max(1, description.predictionDepth), try reader.linkBits(1) == 1 {
      let distance = try reader.linkExpGolomb(order: values.isEmpty ? 2 : 0) + 1
      before -= distance
      let count = snapshots.count(of: index, sequence: before)
      let ordinal = try reader.linkBits(ordinalBitCount(count))
      guard sequence - before <= LinkFormat.maximumDistance,
        let value = snapshots.value(of: index, at: SnapshotPlace(sequence: before, ordinal: ordinal))
      else { throw .missingBaseline(message: index, distance: sequence - before) }
      values.append(value)
      distances.append(sequence - before)
    }
    guard let newest = values.first else { return nil }
    guard description.predictionDepth > 0 else { return newest }
    var moved = newest
    moved.predict(
      from: newest, second: values.count > 1 ? values[1] : nil, third: values.count > 2 ? values[2] : nil,
      ages: BaselineAges(
        first: distances[0], second: distances.count > 1 ? distances[1] : 0, third: distances.count > 2 ? distances[2] : 0))
    return moved
  }
}
