public import Weft

/// The last values of each message of one direction of an ordered link, by key: the baselines that both ends have in the same slots.
@usableFromInline
struct LastValues<Message: ChannelMessage> {
  /// By message of the sender, then by slot.
  @usableFromInline var messages: [[Slot]]
  @usableFromInline let keyCount: Int
  /// By message: the last baseline that was moved, for its storage.
  @usableFromInline var moved: [Message?]
  @usableFromInline var clock = 0

  @usableFromInline
  struct Slot {
    /// The newest first, as many as the prediction looks at.
    @usableFromInline var values: [Message]
    @usableFromInline var lastUse: Int

    @inlinable
    init(values: [Message], lastUse: Int) {
      self.values = values
      self.lastUse = lastUse
    }
  }

  @inlinable
  init(messageCount: Int, keyCount: Int) {
    messages = Array(repeating: [], count: messageCount)
    self.keyCount = keyCount
    moved = Array(repeating: nil, count: messageCount)
  }

  /// How many slots the message has; the code for "no baseline" is the next number.
  @inlinable
  func count(of message: Int) -> Int { messages[message].count }

  /// The width of the code that names a baseline or none.
  @inlinable
  func codeBitCount(of message: Int) -> Int { Int.bitWidth - messages[message].count.leadingZeroBitCount }

  @inlinable
  func slot(of value: Message) -> Int? {
    let slots = messages[value.index]
    for index in 0..<slots.count where slots[index].values[0].hasSameSubject(as: value) { return index }
    return nil
  }

  /// The slot's newest value, moved to where the new one is expected.
  @inlinable
  mutating func baseline(_ message: Int, slot: Int, depth: Int) -> Message {
    let values = messages[message][slot].values
    guard depth > 0 else { return values[0] }
    var baseline = moved[message] ?? values[0]
    moved[message] = nil
    baseline.predict(
      from: values[0], second: values.count > 1 ? values[1] : nil, third: values.count > 2 ? values[2] : nil,
      ages: BaselineAges(first: 1, second: 2, third: 3))
    moved[message] = baseline
    return baseline
  }

  /// A value went over the link.
  ///
  /// - Parameter slot: That of its baseline, if there was one. Otherwise that of its key, a new one, or that which was not used
  ///   for longest.
  @inlinable
  mutating func keep(_ value: Message, slot: Int?, depth: Int) {
    clock += 1
    let message = value.index
    if let slot = slot ?? self.slot(of: value) {
      var values = messages[message][slot].values
      messages[message][slot].values = []
      // Under another key what came before says nothing.
      if !values[0].hasSameSubject(as: value) { values.removeAll() }
      // By hand, in the storage that is there: the oldest goes, the others move back.
      if values.count < max(1, depth) { values.append(value) }
      for place in stride(from: values.count - 1, to: 0, by: -1) { values.swapAt(place, place - 1) }
      values[0] = value
      messages[message][slot] = Slot(values: values, lastUse: clock)
    } else if messages[message].count < keyCount {
      messages[message].append(Slot(values: [value], lastUse: clock))
    } else {
      var oldest = 0
      for index in 0..<messages[message].count where messages[message][index].lastUse < messages[message][oldest].lastUse {
        oldest = index
      }
      messages[message][oldest] = Slot(values: [value], lastUse: clock)
    }
  }

  @inlinable
  mutating func removeAll() {
    for index in 0..<messages.count { messages[index].removeAll() }
    clock = 0
  }
}
