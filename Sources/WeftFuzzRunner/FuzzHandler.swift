public import Weft

/// A function of the user's that a fuzzer drives: of one message, or of what happens one thing after another.
///
/// It fails by trapping, by throwing, or by not coming to an end.
public struct FuzzHandler {
  /// What it takes.
  enum Content {
    /// One kind of message.
    case message(any BitCodable.Type)
    /// Every message of the catalogs.
    case anyMessage
    /// Every message of a channel, in the enum that its links give.
    case channel(FuzzedChannel)
    /// Whatever a peer sent, decodable or not.
    case bytes
  }

  let content: Content
  /// Otherwise it takes one message at a time.
  let takesEvents: Bool
  let run: ([PeerEvent<FuzzContent>]) throws -> Void

  var takesBytes: Bool { if case .bytes = content { true } else { false } }

  public init<Value: BitCodable>(_ handler: @escaping (Value) throws -> Void) {
    content = .message(Value.self)
    takesEvents = false
    run = { events in
      for case .received(let content, _) in events { if let value = content.value as? Value { try handler(value) } }
    }
  }

  public init(_ handler: @escaping (any Message) throws -> Void) {
    content = .anyMessage
    takesEvents = false
    run = { events in
      for case .received(let content, _) in events { if let value = content.value as? any Message { try handler(value) } }
    }
  }

  public init(_ handler: @escaping ([UInt8]) throws -> Void) {
    content = .bytes
    takesEvents = false
    run = { events in for case .received(let content, _) in events { try handler(content.bytes) } }
  }

  public init<Channel: ChannelMessage>(_ handler: @escaping (Channel) throws -> Void) {
    content = .channel(FuzzedChannel(Channel.self))
    takesEvents = false
    run = { events in
      for case .received(let content, _) in events {
        if let message = FuzzedChannel.message(content, of: Channel.self) { try handler(message) }
      }
    }
  }

  public init<Channel: ChannelMessage>(_ handler: @escaping ([PeerEvent<Channel>]) throws -> Void) {
    content = .channel(FuzzedChannel(Channel.self))
    takesEvents = true
    run = { events in try handler(events.compactMap { $0.map { FuzzedChannel.message($0, of: Channel.self) } }) }
  }

  public init<Value: BitCodable>(_ handler: @escaping ([PeerEvent<Value>]) throws -> Void) {
    content = .message(Value.self)
    takesEvents = true
    run = { events in try handler(events.compactMap { $0.map { $0.value as? Value } }) }
  }

  public init(_ handler: @escaping ([PeerEvent<any Message>]) throws -> Void) {
    content = .anyMessage
    takesEvents = true
    run = { events in try handler(events.compactMap { $0.map { $0.value as? any Message } }) }
  }

  public init(_ handler: @escaping ([PeerEvent<[UInt8]>]) throws -> Void) {
    content = .bytes
    takesEvents = true
    run = { events in try handler(events.compactMap { $0.map(\.bytes) }) }
  }
}

/// A message as it came, and what it decoded to.
struct FuzzContent: Sendable {
  var bytes: [UInt8]
  var value: (any BitCodable)?
}

extension PeerEvent {
  /// The same event about something else; `nil` where there is nothing else.
  func map<Other: Sendable>(_ transform: (Content) -> Other?) -> PeerEvent<Other>? {
    switch self {
    case .connected(let peer): .connected(peer: peer)
    case .disconnected(let peer): .disconnected(peer: peer)
    case .received(let content, let peer): transform(content).map { .received($0, from: peer) }
    case .ticked(let milliseconds): .ticked(milliseconds: milliseconds)
    }
  }
}
