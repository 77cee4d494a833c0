public import Weft

/// Why a link refused to send or to take something. None of them changes what other messages of the link mean.
public enum LinkError: Error, Hashable, Sendable {
  /// The peer's handshake has not arrived: nobody knows yet which messages it understands.
  case notEstablished
  /// The two handshakes cannot be brought together. The link stays as it was.
  case disagreement(Disagreement)
  /// The peer does not know the message, the one with this place in the channel: it was not sent.
  case unknownToPeer(message: Int)
  /// A tag that names no message of the peer's, or one that this end does not know.
  case unknownMessage(tag: Int)
  /// The value has no encoding: nothing was sent.
  case encode(EncodeError)
  /// A frame or a message above the settled limit or the MTU: nothing was sent, or taken.
  case frameTooLong(byteCount: Int, maximum: Int)
  /// The bits of a frame are not what its messages say; at which bit of the frame.
  case decode(DecodeError)
  /// A delta against a value that this end does not have. On datagrams the peer goes on with full forms.
  case missingBaseline(message: Int, distance: Int)
  /// Under zstd: the compressed part of the frame could not be read.
  case compression(CompressionFailure)
  /// An earlier frame of an ordered link failed, so that its state is unknown: it waits for the peer's ``ChannelEnd/restart(at:)``.
  case ended

  public enum Disagreement: Hashable, Sendable {
    case version(UInt8)
    /// The two channels have no message in common.
    case nothingInCommon
    /// A datagram peer that was restarted: it needs a link of its own.
    case otherSession(UInt32)
  }
}

/// What became of a compressed body; `WeftStream` says it in its own words.
public enum CompressionFailure: Hashable, Sendable {
  /// More than the settled limit, or no block of this link.
  case corrupt
  case tooLarge
  /// An earlier frame failed.
  case ended
  case outOfMemory
}

extension LinkError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .notEstablished: "the peer's handshake has not arrived"
    case .disagreement(.version(let version)): "the peer's link has version \(version)"
    case .disagreement(.nothingInCommon): "the two ends have no message in common"
    case .disagreement(.otherSession(let session)): "the peer began session \(session)"
    case .unknownToPeer(let message): "the peer does not know message \(message) of the channel"
    case .unknownMessage(let tag): "tag \(tag) is no message of this end"
    case .encode(let error): "\(error)"
    case .frameTooLong(let byteCount, let maximum): "\(byteCount) bytes are above the limit of \(maximum)"
    case .decode(let error): "\(error)"
    case .missingBaseline(let message, let distance): "no baseline \(distance) back for message \(message)"
    case .compression(let failure): "compressed part: \(failure)"
    case .ended: "an earlier frame failed, the link waits for a restart"
    }
  }
}
