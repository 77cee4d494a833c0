import Weft
import WeftDynamic
import WeftSchema

extension Layers.Layer {
  /// The bytes of a node of `bytes`, `text` or `padding`, handed to `body`.
  @inline(__always)
  func withBytes<Result>(of node: ValueNode, _ packet: RawSpan, _ body: (RawSpan) -> Result) -> Result {
    let range = node.byteOffset..<node.byteOffset + node.byteCount
    if node.flags.contains(.isInHeap) { return body(unsafe tree.heap.span.bytes.extracting(range)) }
    let input = packet.extracting(self.range)
    return body(input.extracting(range.clamped(to: 0..<input.byteCount)))
  }

  /// The number that the bits of a node are, most significant first; of nodes up to 64 bits.
  func bits(of node: ValueNode, _ packet: RawSpan) -> UInt64 {
    let input = packet.extracting(range)
    var value: UInt64 = 0
    var bit = node.bitOffset
    let end = min(node.bitOffset + min(node.bitCount, 64), input.byteCount * 8)
    while bit < end {
      let taken = min(8 - bit & 7, end - bit)
      let byte = UInt64(input[bit >> 3]) >> UInt64(8 - bit & 7 - taken) & (1 << UInt64(taken) - 1)
      value = value << UInt64(taken) | byte
      bit += taken
    }
    return value
  }
}

extension ValueNode {
  /// Of integers, bools, enums and flags.
  var integer: Int128? {
    switch kind {
    case .unsigned, .bool, .enumeration, .flags: Int128(payload)
    case .signed: Int128(Int64(bitPattern: payload))
    default: nil
    }
  }
}
