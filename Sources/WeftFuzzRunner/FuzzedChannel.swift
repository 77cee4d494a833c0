import Weft

/// The messages of a channel, for handlers that take its enum.
struct FuzzedChannel {
  /// Whether the channel has messages of a type.
  let holds: (any BitCodable.Type) -> Bool
  /// What the enum's case of a message is called.
  let caseName: (FuzzContent) -> String?

  init<Channel: ChannelMessage>(_ channel: Channel.Type) {
    holds = { Self.index(of: $0, in: channel) != nil }
    caseName = { content in
      Self.message(content, of: channel).flatMap { Mirror(reflecting: $0).children.first?.label }
    }
  }

  /// The message as the channel's enum. It is decoded once more, since cases are the channel's own: in its full form, which is that of a
  /// link without a baseline.
  static func message<Channel: ChannelMessage>(_ content: FuzzContent, of channel: Channel.Type) -> Channel? {
    guard let value = content.value, let index = index(of: type(of: value), in: channel) else { return nil }
    var state = DeltaState()
    var reader = unsafe BitReader(content.bytes.span.bytes)
    return try? Channel.decode(message: index, from: &reader, state: &state)
  }

  private static func index<Channel: ChannelMessage>(of type: any BitCodable.Type, in channel: Channel.Type) -> Int? {
    guard let message = type as? any Message.Type else { return nil }
    return (0..<Channel.channel.messageCount).first { index in
      let description = Channel.description(ofMessage: index)
      return description.identity == message.wireIdentity && "\(description.name)" == "\(message)"
    }
  }
}
