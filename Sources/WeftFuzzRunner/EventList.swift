/// What an input of a handler's fuzzer says, one thing after another:
///
///     kind % 8   0 connect   –
///                1 leave     which of the connected peers (1 byte, modulo how many there are)
///                2 tick      milliseconds (2 bytes, little-endian)
///                3 … 7 say   which of the connected peers, which message (1 byte, modulo), byte count (2 bytes, little-endian), bytes
///
/// Peers are counted from 0 in the order in which they come; the lowest number that is free comes next. What no peer is there for is left
/// out, so that every input is a sequence that can happen.
struct EventList: Equatable {
  enum Event: Equatable {
    case connect
    case leave(UInt8)
    case tick(UInt16)
    case say(peer: UInt8, message: UInt8, [UInt8])
  }

  var events: [Event] = []

  static let limit = 256

  init(_ events: [Event] = []) { self.events = events }

  init(decoding bytes: [UInt8]) {
    var rest = bytes[...]
    func number() -> Int? {
      guard rest.count >= 2 else { return nil }
      defer { rest = rest.dropFirst(2) }
      return Int(rest[rest.startIndex]) | Int(rest[rest.startIndex + 1]) << 8
    }
    while let kind = rest.popFirst(), events.count < Self.limit {
      switch kind % 8 {
      case 0: events.append(.connect)
      case 1:
        guard let peer = rest.popFirst() else { return }
        events.append(.leave(peer))
      case 2:
        guard let milliseconds = number() else { return }
        events.append(.tick(UInt16(milliseconds)))
      default:
        guard let peer = rest.popFirst(), let message = rest.popFirst(), let count = number() else { return }
        let bytes = Array(rest.prefix(count))
        rest = rest.dropFirst(bytes.count)
        events.append(.say(peer: peer, message: message, bytes))
      }
    }
  }

  var bytes: [UInt8] {
    events.flatMap { event -> [UInt8] in
      switch event {
      case .connect: [0]
      case .leave(let peer): [1, peer]
      case .tick(let milliseconds): [2, UInt8(milliseconds & 0xFF), UInt8(milliseconds >> 8)]
      case .say(let peer, let message, let bytes):
        [3, peer, message, UInt8(bytes.count & 0xFF), UInt8(bytes.count >> 8 & 0xFF)] + bytes.prefix(0xFFFF)
      }
    }
  }
}
