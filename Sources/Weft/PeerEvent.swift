/// What happens to a program that speaks with peers: who comes, what they say, who goes, and that time passes.
///
/// A function of these is what `weft fuzz` can drive (`docs/fuzzing.md`), and a simulation or a test as well. `Content` is a message,
/// `any Message`, or the bytes that a peer sent.
public enum PeerEvent<Content: Sendable>: Sendable {
  /// A peer that was not there, or is there again.
  case connected(peer: Int)
  /// Only of a peer that is connected.
  case disconnected(peer: Int)
  /// Only from a peer that is connected.
  case received(Content, from: Int)
  case ticked(milliseconds: Int)
}
