import WeftDynamic
import WeftSchema

/// What a frame of a link says, and what of it cannot be known.
struct FollowedFrame {
  enum Form: String {
    case messages, handshake, acknowledgement
    /// An empty frame: the next one is a handshake.
    case announcement
  }

  var form = Form.messages
  /// The whole frame; bits of `messages` count from its start.
  var bytes: [UInt8]
  /// Of a datagram with messages: its number, counted on beyond 16 bits, and where it stands.
  var sequence: (number: Int, bits: Range<Int>)?
  /// Of a datagram: the newest number that its sender has taken, and where the acknowledgement stands.
  var acknowledged: (number: UInt64, bits: Range<Int>)?
  /// A datagram that was there before.
  var isDuplicate = false
  /// Where it went through zstd: the bytes of the body and of what it holds.
  var compression: (bodyByteCount: Int, contentByteCount: Int)?
  /// A handshake's value.
  var handshake: ValueTree?
  var messages: [FollowedMessage] = []
  /// Why nothing is known of what follows the messages.
  var problem: LinkProblem?
}

/// A message of a frame.
struct FollowedMessage {
  /// Index into the channel's messages.
  var index: Int
  var definition: DefinitionID
  /// The state after it. Of one that could not be read to its end: what came before.
  var tree = ValueTree()
  /// What the tree was read from, where that is not the frame: what zstd held, unpacked.
  var bytes: [UInt8]?
  /// In the frame, its tag and baseline included. Of one that went through zstd: of these only.
  var bits: Range<Int>
  var delta: DecodedDelta?
  /// What was there before: the delta's baseline without what prediction made of it, node by node the same.
  var previous: Value?
  /// What it was told from: `4 datagrams before`.
  var baseline: String?
  var problem: LinkProblem?

  func value(_ codec: DynamicCodec, in frame: [UInt8]) -> Value? {
    Value(tree, of: codec, decodedFrom: bytes ?? frame)
  }
}
