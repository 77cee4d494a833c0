/// What compresses the frames of a link: `WeftStream`'s `ZstdLink`, so that this module knows no zstd.
///
/// Messages without a baseline and without secrets go through it; deltas and secrets stand in the frame beside it.
public protocol LinkCompression: AnyObject {
  /// What the handshake says of it.
  var offer: CompressionOffer { get }

  /// What stands in the frame's contents for a message: its columns.
  ///
  /// - Parameter packed: The message's full form, padded to a byte.
  func appendContents(ofMessage index: Int, packed: RawSpan, to contents: inout [UInt8]) throws(LinkError)

  /// The full form of the message whose columns `contents` are, padded to a byte.
  func appendPacked(ofMessage index: Int, contents: RawSpan, to packed: inout [UInt8]) throws(LinkError)

  /// Appends what is sent for the contents of a frame.
  ///
  /// - Parameter limit: The bytes that its messages take without compression.
  /// - Returns: `nil` if the messages are to be sent so, as they are no longer. Nothing was appended then; the contents
  ///   belong to the history all the same.
  func compress(_ contents: [UInt8], limit: Int, appendingTo body: inout [UInt8]) throws(LinkError) -> BodyForm?

  /// Appends the contents of a frame whose body that is, no more than the settled limit.
  func decompress(_ body: [UInt8], form: BodyForm, appendingTo contents: inout [UInt8]) throws(LinkError)

  /// Takes contents into the history of what was received whose messages came without compression.
  func keep(_ contents: [UInt8])

  /// Forgets what was sent, or received.
  func restartSending()
  func restartReceiving()
}
