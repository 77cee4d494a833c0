import Weft

/// Puts messages into datagrams. What it refers to are only values and table entries of datagrams that the peer has acknowledged,
/// so that loss, reordering and duplication cannot part the two ends.
///
///     head      [tag][baselines, where the message has a delta form]
///     message   [bits][slots of new table entries]
struct DatagramSender<Message: ChannelMessage> {
  private let channel = Message.channel
  /// The most bits of messages that a datagram takes.
  private let maximumBitCount: Int
  private let limits: LinkLimits
  private let compression: (any LinkCompression)?
  private let tables = SendingTables()
  private(set) var snapshots: SentSnapshots<Message>
  private var message = MessageBits()
  /// The datagram at hand, and its number.
  private var payload: FrameAssembly
  private var sequence: Int
  private var definitions: [Definition] = []
  private var ready: [(sequence: Int, payload: FrameBits)] = []
  /// Datagrams that may still be acknowledged, by number modulo their count.
  private var records: [Record]
  private var newestAcknowledged: Int

  private struct Record {
    var sequence: Int
    var isAcknowledged: Bool
    var definitions: [Definition]
  }

  init(limits: LinkLimits, compression: (any LinkCompression)?, mtu: Int, first: Int) {
    self.limits = limits
    self.compression = compression
    payload = FrameAssembly(compression: compression)
    maximumBitCount = mtu * 8 - LinkFormat.headerBitCount
    snapshots = SentSnapshots(messageCount: Message.channel.messageCount, capacity: limits.baselineCount)
    sequence = first
    newestAcknowledged = first
    records = Array(repeating: Record(sequence: -1, isAcknowledged: true, definitions: []), count: 512)
    tables.sequence = first
  }

  var hasReady: Bool { !ready.isEmpty }

  /// Puts a message into the datagram at hand; one that has no room for it is closed before.
  mutating func send(_ value: Message) throws(LinkError) {
    let index = value.index
    let description = Message.description(ofMessage: index)
    while true {
      let baselines =
        description.hasDelta
        ? snapshots.baselines(of: value, count: max(1, description.predictionDepth), sequence: sequence) : []
      let mayCompress = compression != nil && baselines.isEmpty && !description.holdsSecrets
      let tables = self.tables
      try message.encode(
        value, against: predicted(baselines, depth: description.predictionDepth), tables: mayCompress ? nil : tables,
        limit: mayCompress ? limits.frameByteCount : maximumBitCount / 8, failed: { tables.discard() })
      let columns = mayCompress ? try message.columns(ofMessage: index, compression) : nil
      var head = FrameBits()
      head.append(UInt64(index), bitCount: channel.tagBitCount)
      if description.hasDelta { append(baselines, depth: description.predictionDepth, to: &head) }
      let needed = payload.bitCount(
        head: head, messageBitCount: message.bitCount + tables.definitionBitCount, columns: columns)
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
      var bits = message.bits
      tables.appendDefinitions(to: &bits, into: &definitions)
      payload.append(head: head, message: bits, columns: columns, isBaseline: false)
      if description.hasDelta { snapshots.append(value, sequence: sequence) }
      if isTrial { try close() }
      return
    }
  }

  /// The newest baseline, moved to where the new value is expected.
  private func predicted(_ baselines: [SentSnapshots<Message>.Sent], depth: Int) -> Message? {
    guard let newest = baselines.first else { return nil }
    guard depth > 0 else { return newest.value }
    let second = baselines.count > 1 ? baselines[1] : nil
    let third = baselines.count > 2 ? baselines[2] : nil
    var moved = newest.value
    moved.predict(
      from: newest.value, second: second?.value, third: third?.value,
      ages: BaselineAges(
        first: sequence - newest.place.sequence, second: second.map { sequence - $0.place.sequence } ?? 0,
        third: third.map { sequence - $0.place.sequence } ?? 0))
    return moved
  }

  /// Names the baselines: a bit that there is one, and its distance; then as many more as the prediction looks at.
  private func append(_ baselines: [SentSnapshots<Message>.Sent], depth: Int, to entry: inout FrameBits) {
    var before = sequence
    for position in 0..<max(1, depth) {
      guard position < baselines.count else { return entry.append(0, bitCount: 1) }
      let place = baselines[position].place
      entry.append(1, bitCount: 1)
      entry.appendExpGolomb(before - place.sequence - 1, order: position == 0 ? 2 : 0)
      entry.append(UInt64(place.ordinal), bitCount: ordinalBitCount(baselines[position].count))
      before = place.sequence
    }
  }

  /// Ends the datagram at hand, if there is one.
  mutating func close() throws(LinkError) {
    guard !payload.isEmpty else { return }
    defer { definitions.removeAll() }
    let bits = try payload.close()
    guard bits.bitCount <= maximumBitCount else {
      // Its number was not used: the next datagram takes it, and nothing of this one is ever acknowledged.
      snapshots.remove(sequence)
      throw .frameTooLong(byteCount: (bits.bitCount + 7) / 8, maximum: maximumBitCount / 8)
    }
    snapshots.close(sequence)
    let record = Record(sequence: sequence, isAcknowledged: false, definitions: definitions)
    records[sequence % records.count] = record
    ready.append((sequence, bits))
    sequence += 1
    tables.sequence = sequence
  }

  /// The next datagram that is to be transmitted, with what this end has to say of the other direction.
  mutating func takeReady(_ acknowledgement: Acknowledgement?) -> [UInt8]? {
    guard !ready.isEmpty else { return nil }
    let next = ready.removeFirst()
    var datagram = FrameBits()
    datagram.append(acknowledgement == nil ? 0 : 1, bitCount: 1)
    datagram.append(1, bitCount: 1)
    datagram.append(UInt64(truncatingIfNeeded: next.sequence & 0xFFFF), bitCount: 16)
    acknowledgement?.append(to: &datagram)
    datagram.append(next.payload)
    return datagram.bytes
  }

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

  private mutating func acknowledge(_ sequence: Int) {
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
func ordinalBitCount(_ count: Int) -> Int { count > 1 ? Int.bitWidth - (count - 1).leadingZeroBitCount : 0 }
