/// Closed frames that wait to be transmitted, first in, first out. Their buffers go round: from a frame to the caller, and the caller's
/// last one back to the next frame, so that a link that has found its size asks for no memory.
@usableFromInline
struct FrameQueue {
  @usableFromInline
  struct Frame {
    @usableFromInline var bytes: [UInt8]
    @usableFromInline var bitCount: Int
    /// Of a datagram.
    @usableFromInline var sequence: Int
  }

  private var frames: [Frame] = []
  private var spare: [[UInt8]] = []

  /// More than this many buffers are given back to the system.
  private static let spareLimit = 8

  @usableFromInline
  var isEmpty: Bool { frames.isEmpty }

  /// Takes the bits of a frame, which is empty afterwards.
  @usableFromInline
  mutating func append(_ frame: inout FrameBits, sequence: Int = 0) {
    var buffer = spare.popLast() ?? []
    let bitCount = frame.bitCount
    frame.take(into: &buffer)
    frames.append(Frame(bytes: buffer, bitCount: bitCount, sequence: sequence))
  }

  /// The oldest frame. Its buffer is to be given back with ``reuse(_:)``.
  @usableFromInline
  mutating func popFirst() -> Frame? { frames.isEmpty ? nil : frames.removeFirst() }

  @usableFromInline
  mutating func reuse(_ buffer: consuming [UInt8]) {
    if spare.count < Self.spareLimit { spare.append(buffer) }
  }
}
