public import Weft

/// Takes datagrams apart: each as a whole or not at all, and only what was taken is acknowledged.
@usableFromInline
struct DatagramReceiver<Message: ChannelMessage> {
  @usableFromInline let agreement: Agreement
  @usableFromInline let compression: (any LinkCompression)?
  @usableFromInline let tables = ReceivingTables()
  @usableFromInline var snapshots: ReceivedSnapshots<Message>
  @usableFromInline var sequences = ReceivedSequences()
  /// Where the link compresses.
  @usableFromInline var parts: CompressedMessages<Message>?
  /// By message: the last baseline that was moved, for its storage.
  @usableFromInline var moved: [Message?]
  /// The peer believes that this end has something which it has not.
  @usableFromInline var hasLost = false

  @inlinable
  init(_ agreement: Agreement, compression: (any LinkCompression)?) {
    self.agreement = agreement
    self.compression = compression
    parts = compression.map { CompressedMessages($0) }
    moved = Array(repeating: nil, count: Message.channel.messageCount)
    snapshots = ReceivedSnapshots(
      messageCount: Message.channel.messageCount, capacity: 2 * agreement.limits.baselineCount)
  }

  /// `nil` before anything arrived.
  @inlinable
  var acknowledgement: Acknowledgement? { sequences.newest == nil && !hasLost ? nil : sequences.acknowledgement }

  /// Appends the messages behind a datagram's header: all of them, or an error and none. Of a datagram that was taken before or comes
  /// too late there are none.
  @inlinable
  mutating func receive(_ low: UInt16, _ reader: inout BitReader, into inbox: inout [Message]) throws(LinkError) {
    let sequence = sequences.sequence(low)
    guard sequences.isWanted(sequence) else { return }
    tables.discard()
    let start = inbox.count
    do throws(LinkError) {
      try readMessages(&reader, sequence, into: &inbox)
      sequences.take(sequence)
      tables.commit(sequence)
      snapshots.insert(inbox, from: start, sequence: sequence)
    } catch {
      inbox.removeLast(inbox.count - start)
      // What a newer datagram refers to is not here: the peer is told, and sends full forms. An older one is merely too late.
      if case .missingBaseline = error, sequence > sequences.newest ?? -1 { lose() }
      throw error
    }
  }

  @inlinable
  mutating func lose() {
    hasLost = true
    sequences.lose()
    snapshots.removeAll()
    tables.removeAll()
  }

  @inlinable
  mutating func readMessages(
    _ reader: inout BitReader, _ sequence: Int, into inbox: inout [Message]
  ) throws(LinkError) {
    if compression != nil, try reader.linkBits(1) == 1 {
      let form = try reader.linkBodyForm()
      parts?.removeAll()
      repeat {
        let entry = try readEntry(&reader, sequence)
        if entry.mayCompress {
          parts?.wait(for: entry.index)
        } else {
          let message = try readMessage(entry, tables, &reader)
          parts?.append(message)
        }
      } while try reader.linkBits(1) == 1
      try parts?.finish(&reader, form: form, into: &inbox)
      return
    }
    repeat {
      let start = reader.bitOffset
      let entry = try readEntry(&reader, sequence)
      inbox.append(try readMessage(entry, compression != nil && entry.mayCompress ? nil : tables, &reader))
      try reader.linkZeros(LinkFormat.minimumMessageBitCount - (reader.bitOffset - start))
    } while reader.remainingBitCount >= 8
    try reader.linkZeros(reader.remainingBitCount)
  }

  /// What stands before a message's bits.
  @usableFromInline
  struct Entry {
    @usableFromInline var index: Int
    @usableFromInline var description: MessageDescription
    @usableFromInline var baseline: Message?

    @inlinable
    init(index: Int, description: MessageDescription, baseline: Message?) {
      self.index = index
      self.description = description
      self.baseline = baseline
    }

    @inlinable
    var mayCompress: Bool { baseline == nil && !description.holdsSecrets }
  }

  @inlinable
  mutating func readEntry(_ reader: inout BitReader, _ sequence: Int) throws(LinkError) -> Entry {
    let index = try agreement.message(ofPeerTag: try reader.linkBits(agreement.peerTagBitCount))
    let description = Message.description(ofMessage: index)
    let baseline = description.hasDelta ? try readBaseline(index, description, sequence, &reader) : nil
    return Entry(index: index, description: description, baseline: baseline)
  }

  @inlinable
  func readMessage(
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
  @inlinable
  mutating func readBaseline(
    _ index: Int, _ description: MessageDescription, _ sequence: Int, _ reader: inout BitReader
  ) throws(LinkError) -> Message? {
    guard let first = try readPlace(index, before: sequence, order: 2, sequence, &reader) else { return nil }
    let newest = try value(of: index, first, sequence)
    guard description.predictionDepth > 0 else { return newest }
    var (second, third): (SnapshotPlace?, SnapshotPlace?)
    if description.predictionDepth > 1 {
      second = try readPlace(index, before: first.sequence, order: 0, sequence, &reader)
      if description.predictionDepth > 2, let second {
        third = try readPlace(index, before: second.sequence, order: 0, sequence, &reader)
      }
    }
    var baseline = moved[index] ?? newest
    moved[index] = nil
    baseline.predict(
      from: newest, second: second.flatMap { snapshots.value(of: index, at: $0) },
      third: third.flatMap { snapshots.value(of: index, at: $0) },
      ages: BaselineAges(
        first: sequence - first.sequence, second: second.map { sequence - $0.sequence } ?? 0,
        third: third.map { sequence - $0.sequence } ?? 0))
    moved[index] = baseline
    return baseline
  }

  /// The place of a baseline that this end has; `nil` where the next bit says that there is no other.
  @inlinable
  func readPlace(
    _ index: Int, before: Int, order: Int, _ sequence: Int, _ reader: inout BitReader
  ) throws(LinkError) -> SnapshotPlace? {
    guard try reader.linkBits(1) == 1 else { return nil }
    let newest = before - (try reader.linkExpGolomb(order: order) + 1)
    let ordinal = try reader.linkBits(ordinalBitCount(snapshots.count(of: index, sequence: newest)))
    let place = SnapshotPlace(sequence: newest, ordinal: ordinal)
    _ = try value(of: index, place, sequence)
    return place
  }

  @inlinable
  func value(of index: Int, _ place: SnapshotPlace, _ sequence: Int) throws(LinkError) -> Message {
    guard sequence - place.sequence <= LinkFormat.maximumDistance, let value = snapshots.value(of: index, at: place) else {
      throw .missingBaseline(message: index, distance: sequence - place.sequence)
    }
    return value
  }
}
