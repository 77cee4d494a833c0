public import Weft

/// Names a value of one message on a datagram link: the datagram that it came in, and the how-manieth of that message there.
@usableFromInline
struct SnapshotPlace: Equatable {
  @usableFromInline var sequence: Int
  @usableFromInline var ordinal: Int

  @inlinable
  init(sequence: Int, ordinal: Int) {
    self.sequence = sequence
    self.ordinal = ordinal
  }
}

/// The values that a datagram sender may use as baselines, oldest first: a bounded number of each message.
@usableFromInline
struct SentSnapshots<Message: ChannelMessage> {
  @usableFromInline var messages: [[Sent]]
  @usableFromInline let capacity: Int

  @usableFromInline
  struct Sent {
    @usableFromInline var value: Message
    @usableFromInline var place: SnapshotPlace
    /// How many of that message the datagram has; known when it is closed.
    @usableFromInline var count = 0
    @usableFromInline var isAcknowledged = false

    @inlinable
    init(value: Message, place: SnapshotPlace) {
      self.value = value
      self.place = place
    }
  }

  @inlinable
  init(messageCount: Int, capacity: Int) {
    messages = Array(repeating: [], count: messageCount)
    self.capacity = capacity
  }

  @inlinable
  mutating func append(_ value: Message, sequence: Int) {
    let index = value.index
    var ordinal = 0
    let last = messages[index].count - 1
    if last >= 0, messages[index][last].place.sequence == sequence { ordinal = messages[index][last].place.ordinal + 1 }
    // Not `removeFirst()`: of an unknown type it costs memory to look at what goes.
    if messages[index].count == capacity { _ = messages[index].remove(at: 0) }
    messages[index].append(Sent(value: value, place: SnapshotPlace(sequence: sequence, ordinal: ordinal)))
  }

  /// The datagram was not sent after all.
  @inlinable
  mutating func remove(_ sequence: Int) {
    for message in 0..<messages.count { messages[message].removeAll { $0.place.sequence == sequence } }
  }

  /// The datagram is closed.
  @inlinable
  mutating func close(_ sequence: Int) {
    forEach(of: sequence) { sent, count in sent.count = count }
  }

  @inlinable
  mutating func acknowledge(_ sequence: Int) {
    forEach(of: sequence) { sent, _ in sent.isAcknowledged = true }
  }

  @inlinable
  mutating func forEach(of sequence: Int, _ body: (inout Sent, Int) -> Void) {
    for message in 0..<messages.count {
      var last = messages[message].count - 1
      while last >= 0, messages[message][last].place.sequence != sequence { last -= 1 }
      guard last >= 0 else { continue }
      let count = messages[message][last].place.ordinal + 1
      var index = last
      while index >= 0, messages[message][index].place.sequence == sequence {
        body(&messages[message][index], count)
        index -= 1
      }
    }
  }

  @inlinable
  mutating func forgetAcknowledgements() {
    for message in 0..<messages.count {
      for index in 0..<messages[message].count { messages[message][index].isAcknowledged = false }
    }
  }

  /// Appends the newest values that the peer has of the same subject, newest first, at most `count` of them and none too old to be
  /// named, to the empty `found`.
  @inlinable
  func find(_ count: Int, of value: Message, sequence: Int, into found: inout [Sent]) {
    let sent = messages[value.index]
    var index = sent.count - 1
    while index >= 0, found.count < count, sequence - sent[index].place.sequence <= LinkFormat.maximumDistance {
      // Two of one datagram have no distance between them.
      let newest = found.isEmpty ? nil : found[found.count - 1].place.sequence
      if sent[index].isAcknowledged, sent[index].place.sequence != newest,
        sent[index].value.hasSameSubject(as: value)
      {
        found.append(sent[index])
      }
      index -= 1
    }
  }
}

/// The values that a datagram receiver has of each message, by place: twice as many as the sender uses, so that one that was overtaken
/// still finds its baseline.
@usableFromInline
struct ReceivedSnapshots<Message: ChannelMessage> {
  @usableFromInline var messages: [[Received]]
  @usableFromInline let capacity: Int

  @usableFromInline
  struct Received {
    @usableFromInline var value: Message
    @usableFromInline var place: SnapshotPlace
    @usableFromInline var count: Int

    @inlinable
    init(value: Message, place: SnapshotPlace, count: Int) {
      self.value = value
      self.place = place
      self.count = count
    }
  }

  @inlinable
  init(messageCount: Int, capacity: Int) {
    messages = Array(repeating: [], count: messageCount)
    self.capacity = capacity
  }

  /// What a datagram brought of the messages that have a delta form, `values[start...]`, each message's in their order.
  @inlinable
  mutating func insert(_ values: [Message], from start: Int, sequence: Int) {
    for place in start..<values.count {
      let message = values[place].index
      guard Message.description(ofMessage: message).hasDelta else { continue }
      var (ordinal, count) = (0, 1)
      for other in start..<values.count where other != place && values[other].index == message {
        count += 1
        if other < place { ordinal += 1 }
      }
      // By hand, as `insert(_:at:)` of an unknown type costs memory. Hardly ever is it not the newest.
      var position = messages[message].count
      let named = SnapshotPlace(sequence: sequence, ordinal: ordinal)
      messages[message].append(Received(value: values[place], place: named, count: count))
      while position > 0, messages[message][position - 1].place.sequence > sequence {
        messages[message].swapAt(position - 1, position)
        position -= 1
      }
      if messages[message].count > capacity { _ = messages[message].remove(at: 0) }
    }
  }

  /// How many values there are in all.
  @inlinable
  var messageCount: Int { messages.reduce(0) { $0 + $1.count } }

  /// How many of that message the datagram brought; 0 where this end does not have them any more.
  @inlinable
  func count(of message: Int, sequence: Int) -> Int {
    // By hand: a closure over values of an unknown type costs memory for each that it is shown.
    var index = messages[message].count - 1
    while index >= 0, messages[message][index].place.sequence != sequence { index -= 1 }
    return index < 0 ? 0 : messages[message][index].count
  }

  @inlinable
  func value(of message: Int, at place: SnapshotPlace) -> Message? {
    var index = messages[message].count - 1
    while index >= 0, messages[message][index].place != place { index -= 1 }
    return index < 0 ? nil : messages[message][index].value
  }

  @inlinable
  mutating func removeAll() {
    for message in 0..<messages.count { messages[message].removeAll() }
  }
}
