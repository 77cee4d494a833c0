import Weft

/// Takes datagrams apart: each as a whole or not at all, and only what was taken is acknowledged.
struct DatagramReceiver<Message: ChannelMessage> {
  private let agreement: Agreement
  private let tables = ReceivingTables()
  private(set) var snapshots: ReceivedSnapshots<Message>
  private var sequences = ReceivedSequences()
  /// The peer believes that this end has something which it has not.
  private var hasLost = false

  init(_ agreement: Agreement) {
    self.agreement = agreement
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
      var messages: [Message] = []
      repeat { messages.append(try readMessage(&reader, sequence)) } while reader.remainingBitCount >= 8
      try reader.linkZeros(reader.remainingBitCount)
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

  private func readMessage(_ reader: inout BitReader, _ sequence: Int) throws(LinkError) -> Message {
    let start = reader.bitOffset
    let index = try agreement.message(ofPeerTag: try reader.linkBits(agreement.peerTagBitCount))
    let description = Message.description(ofMessage: index)
    let baseline = description.hasDelta ? try readBaseline(index, description, sequence, &reader) : nil
    var state = DeltaState(tables: tables)
    let value: Message
    do throws(DecodeError) {
      if let baseline {
        var storage = baseline
        try storage.decode(from: &reader, against: baseline, state: &state)
        value = storage
      } else {
        value = try Message.decode(message: index, from: &reader, state: &state)
      }
      try tables.readDefinitions(&reader)
    } catch {
      // An index without an entry: this end has lost what the peer knows that it had.
      if case .unknownEntry = error.reason { throw .missingBaseline(message: index, distance: 0) }
      throw .decode(error)
    }
    try reader.linkZeros(LinkFormat.minimumMessageBitCount - (reader.bitOffset - start))
    return value
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
