import Weft
import WeftLink
import WeftStream

/// Two ends of a generated channel, and between them a line on which nothing is lost.
struct Line<Message: ChannelMessage> {
  let left: ChannelEnd<Message>
  let right: ChannelEnd<Message>

  init(limits: LinkLimits = LinkLimits(), contexts: ZstdContexts) throws {
    left = try ChannelEnd(session: 1, limits: limits, contexts: contexts)
    right = try ChannelEnd(session: 2, limits: limits, contexts: contexts)
    try exchange(at: 0)
  }

  /// Carries everything both ways until both are silent.
  func exchange(at now: LinkInstant) throws {
    var isBusy = true
    while isBusy {
      isBusy = false
      while let bytes = try left.poll(at: now, flushes: true) {
        try right.receive(bytes, at: now)
        isBusy = true
      }
      while let bytes = try right.poll(at: now, flushes: true) {
        try left.receive(bytes, at: now)
        isBusy = true
      }
    }
  }

  /// What one end has to say, given to the other in pieces of up to `pieceByteCount` where the channel is a stream.
  ///
  /// - Returns: How many bytes it was.
  @discardableResult
  static func carry(
    from sender: ChannelEnd<Message>, to receiver: ChannelEnd<Message>, at now: LinkInstant, pieceByteCount: Int = .max
  ) throws -> Int {
    var byteCount = 0
    while let bytes = try sender.poll(at: now, flushes: true) {
      byteCount += bytes.count
      guard Message.channel.transport == .stream else {
        try receiver.receive(bytes, at: now)
        continue
      }
      var rest = bytes[...]
      while !rest.isEmpty {
        try receiver.receive(Array(rest.prefix(pieceByteCount)), at: now)
        rest = rest.dropFirst(pieceByteCount)
      }
    }
    return byteCount
  }

  static func received(by end: ChannelEnd<Message>) -> [Message] {
    var messages: [Message] = []
    while let message = end.next() { messages.append(message) }
    return messages
  }
}
