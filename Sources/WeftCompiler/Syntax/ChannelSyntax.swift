extension Syntax {
  /// `channel Talk = 1 over datagram(mtu: 1200) { Hello, Other.Place } zstd(level: 3, history: 4KiB)`.
  public struct Channel: Sendable, Hashable {
    public var documentation: [String]
    public var name: Name
    public var number: Integer
    /// `datagram`, `ordered` or `stream`; what is wrong is reported when channels are lowered.
    public var transport: Name
    /// `(mtu: 1200)`.
    public var transportArguments: [Argument]
    /// `on udp.port(7777)`.
    public var bindings: [Binding]
    public var messages: [ChannelMessage]
    public var compression: Compression?
    public var span: Span
  }

  /// `Hello`, `Other.Place`.
  public struct ChannelMessage: Sendable, Hashable {
    public var module: Name?
    public var name: Name
    public var span: Span { (module?.span ?? name.span).through(name.span) }
  }

  /// `zstd(level: 3, history: 4KiB)`.
  public struct Compression: Sendable, Hashable {
    /// `zstd`; another name is reported when channels are lowered.
    public var name: Name
    public var arguments: [Argument]
    public var span: Span
  }
}
