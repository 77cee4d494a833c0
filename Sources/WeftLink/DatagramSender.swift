public import Weft

/// Puts messages into datagrams. What it refers to are only values and table entries of datagrams that the peer has acknowledged,
/// so that loss, reordering and duplication cannot part the two ends.
///
///     head      [tag][baselines, where the message has a delta form]
///     message   [bits][slots of new table entries]
@usableFromInline
struct DatagramSender<Message: ChannelMessage> {
  @usableFromInline let channel = Message.channel
  /// The most bits of messages that a datagram takes.
  @usableFromInline let maximumBitCount: Int
  @usableFromInline let limits: LinkLimits
  @usableFromInline let compression: (any LinkCompression)?
  @usableFromInline let tables = SendingTables()
  @usableFromInline var snapshots: SentSnapshots<Message>
  @usableFromInline var message = MessageBits()
  /// The datagram at hand, and its number.
  @usableFromInline var payload: FrameAssembly
  @usableFromInline var sequence: Int
  @usableFromInline var definitions: [Definition] = []
  /// Of the message at hand: the baselines that it refers to, newest first; tag and baselines in bits; slots of new table entries.
  @usableFromInline var baselines: [SentSnapshots<Message>.Sent] = []
  @usableFromInline var head = FrameBits()
  @usableFromInline var slots = FrameBits()
  /// By message: the last baseline that was moved, for its storage.
  @usableFromInline var moved: [Message?]
  @usableFromInline var closed = FrameBits()
  @usableFromInline var ready = FrameQueue()
  /// Datagrams that may still be acknowledged, by number modulo their count.
  @usableFromInline var records: [Record]
  @usableFromInline var newestAcknowledged: Int

  @usableFromInline
  struct Record {
    @usableFromInline var sequence: Int
    @usableFromInline var isAcknowledged: Bool
    @usableFromInline var definitions: [Definition]

    @inlinable
    init(sequence: Int, isAcknowledged: Bool, definitions: [Definition]) {
      self.sequence = sequence
      self.isAcknowledged = isAcknowledged
      self.definitions = definitions
    }
  }

  @inlinable
  init(limits: LinkLimits, compression: (any LinkCompression)?, mtu: Int, first: Int) {
    self.limits = limits
    self.compression = compression
    payload = FrameAssembly(compression: compression)
    maximumBitCount = mtu * 8 - LinkFormat.headerBitCount
    snapshots = SentSnapshots(messageCount: Message.channel.messageCount, capacity: limits.baselineCount)
    moved = Array(repeating: nil, count: Message.channel.messageCount)
    sequence = first
    newestAcknowledged = first
    records = Array(repeating: Record(sequence: -1, isAcknowledged: true, definitions: []), count: 512)
    tables.sequence = first
  }

  @inlinable
  var hasReady: Bool { !ready.isEmpty }

  /// Puts a message into the datagram at hand; one that has no room for it is closed before.
  @inlinable
  mutating func send(_ value: Message) throws(LinkError) {
    let index = value.index
    let description = Message.description(ofMessage: index)
    while true {
      baselines.removeAll(keepingCapacity: true)
      if description.hasDelta {
        snapshots.find(max(1, description.predictionDepth), of: value, sequence: sequence, into: &baselines)
      }
      let mayCompress = compression != nil && baselines.isEmpty && !description.holdsSecrets
      let tables = self.tables
      let baseline = baseline(of: index, depth: description.predictionDepth)
      try message.encode(
        value, against: baseline, tables: mayCompress ? nil : tables,
        limit: mayCompress ? limits.frameByteCount : maximumBitCount / 8, failed: { tables.discard() })
      if mayCompress { try message.makeColumns(ofMessage: index, compression) }
      head.removeAll()
      head.append(UInt64(index), bitCount: channel.tagBitCount)
      if description.hasDelta { appendBaselines(depth: description.predictionDepth) }
      let needed = payload.bitCount(
        headBitCount: head.bitCount, messageBitCount: message.bitCount + tables.definitionBitCount,
        columnByteCount: mayCompress ? message.columns.count : 0)
      // What is too long by the estimate may still fit when it is compressed, or packed: by itself it is tried.
      if !payload.isEmpty && (payload.mustClose || payload.bitCount + needed > maximumBitCount) {
        tables.discard()
        try close()
        continue
      }
      let isTrial = needed > maximumBitCount
      if isTrial && compression == nil {
        tables.discard()
        throw .frameTooLong(byteCount: (needed + 7) / 8, maximum: maximumBitCount / 8)
      }
      slots.removeAll()
      tables.appendDefinitions(to: &slots, into: &definitions)
      payload.append(head: head, message, definitions: slots, mayCompress: mayCompress, isBaseline: false)
      if description.hasDelta { snapshots.append(value, sequence: sequence) }
      if isTrial { try close() }
      return
    }
  }

  /// The newest baseline, moved to where the new value is expected.
  @inlinable
  mutating func baseline(of message: Int, depth: Int) -> Message? {
    // Not `first`: of an unknown type it costs memory to look at it.
    guard baselines.count > 0 else { return nil }
    let newest = baselines[0]
    guard depth > 0 else { return newest.value }
    let second = baselines.count > 1 ? baselines[1] : nil
    let third = baselines.count > 2 ? baselines[2] : nil
    var baseline = moved[message] ?? newest.value
    moved[message] = nil
    baseline.predict(
      from: newest.value, second: second?.value, third: third?.value,
      ages: BaselineAges(
        first: sequence - newest.place.sequence, second: second.map { sequence - $0.place.sequence } ?? 0,
        third: third.map { sequence - $0.place.sequence } ?? 0))
    moved[message] = baseline
    return baseline
  }

  /// Names the baselines: a bit that there is one, and its distance; then as many more as the prediction looks at.
  @inlinable
  mutating func appendBaselines(depth: Int) {
    var before = sequence
    for position in 0..<max(1, depth) {
      guard position < baselines.count else { return head.append(0, bitCount: 1) }
      let place = baselines[position].place
      head.append(1, bitCount: 1)
      head.appendExpGolomb(before - place.sequence - 1, order: position == 0 ? 2 : 0)
      head.append(UInt64(place.ordinal), bitCount: ordinalBitCount(baselines[position].count))
      before = place.sequence
    }
  }

  /// Ends the datagram at hand, if there is one.
  @inlinable
  mutating func close() throws(LinkError) {
    guard !payload.isEmpty else { return }
    defer { definitions.removeAll() }
    try payload.close(into: &closed)
    guard closed.bitCount <= maximumBitCount else {
      // Its number was not used: the next datagram takes it, and nothing of this one is ever acknowledged.
      snapshots.remove(sequence)
      throw .frameTooLong(byteCount: (closed.bitCount + 7) / 8, maximum: maximumBitCount / 8)
    }
    snapshots.close(sequence)
    let record = Record(sequence: sequence, isAcknowledged: false, definitions: definitions)
    records[sequence % records.count] = record
    ready.append(&closed, sequence: sequence)
    sequence += 1
    tables.sequence = sequence
  }

  /// The next datagram that is to be transmitted, with what this end has to say of the other direction, in place of what `bytes` holds.
  ///
  /// - Returns: Whether there is one.
  @inlinable
  mutating func takeReady(_ acknowledgement: Acknowledgement?, into bytes: inout [UInt8]) -> Bool {
    guard let next = ready.popFirst() else { return false }
    var datagram = FrameBits(reusing: &bytes)
    datagram.append(acknowledgement == nil ? 0 : 1, bitCount: 1)
    datagram.append(1, bitCount: 1)
    datagram.append(UInt64(truncatingIfNeeded: next.sequence & 0xFFFF), bitCount: 16)
    acknowledgement?.append(to: &datagram)
    datagram.append(next.bytes, bitCount: next.bitCount)
    datagram.take(into: &bytes)
    ready.reuse(next.bytes)
    return true
  }

  @inlinable
  mutating func acknowledge(_ acknowledgement: Acknowledgement) {
    guard let low = acknowledgement.newest else {
      snapshots.forgetAcknowledgements()
      return tables.forgetAcknowledgements()
    }
    let last = sequence - 1
    let newest = last - Int(UInt16(truncatingIfNeeded: last) &- low)
    // After so long a silence 16 bits could mean another datagram: the peer gets full forms from now on.
    guard sequence - newestAcknowledged <= LinkFormat.trustedDistance, last - newest <= LinkFormat.trustedDistance else { return }
    newestAcknowledged = max(newestAcknowledged, newest)
    acknowledge(newest)
    for distance in 0..<LinkFormat.acknowledgedCount where acknowledgement.before >> UInt32(distance) & 1 == 1 {
      acknowledge(newest - 1 - distance)
    }
  }

  @inlinable
  mutating func acknowledge(_ sequence: Int) {
    guard sequence >= 0 else { return }
    let place = sequence % records.count
    guard records[place].sequence == sequence, !records[place].isAcknowledged else { return }
    records[place].isAcknowledged = true
    snapshots.acknowledge(sequence)
    tables.acknowledge(records[place].definitions)
    records[place].definitions = []
  }
}

/// The width of an ordinal among `count` of one datagram.
@inlinable
func ordinalBitCount(_ count: Int) -> Int { count > 1 ? Int.bitWidth - (count - 1).leadingZeroBitCount : 0 }
