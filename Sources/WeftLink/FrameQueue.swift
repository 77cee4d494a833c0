/// Closed frames that wait to be transmitted, first in, first out. Their buffers go round: from a frame to the caller, and the caller's
/// last one back to the next frame, so that a link that has found its size asks for no memory.
struct FrameQueue {
  struct Frame {
    var bytes: [UInt8]
    var bitCount: Int
    /// Of a datagram.
    var sequence: Int
  }

  private var frames: [Frame] = []
  private var spare: [[UInt8]] = []

  /// More than this many buffers are given back to the system.
  private static let spareLimit = 8

  var isEmpty: Bool { frames.isEmpty }

  /// Takes the bits of a frame, which is empty afterwards.
  mutating func append(_ frame: inout FrameBits, sequence: Int = 0) {
    var buffer = spare.popLast() ?? []
    let bitCount = frame.bitCount
    frame.take(into: &buffer)
    frames.append(Frame(bytes: buffer, bitCount: bitCount, sequence: sequence))
  }

  /// The oldest frame. Its buffer is to be given back with ``reuse(_:)``.
  mutating func popFirst() -> Frame? { frames.isEmpty ? nil : frames.removeFirst() }

  mutating func reuse(_ buffer: consuming [UInt8]) {
    if spare.count < Self.spareLimit { spare.append(buffer) }
  }
}
