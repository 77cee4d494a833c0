import Weft
import WeftDynamic

/// Where the reading of a frame has got to (`docs/streams.md`, "Frames").
struct FrameCursor {
  let bytes: [UInt8]
  /// The next bit.
  var position = 0

  init(_ bytes: [UInt8], at position: Int = 0) {
    self.bytes = bytes
    self.position = position
  }

  var remainingBitCount: Int { max(0, bytes.count * 8 - position) }

  /// The next bits, at most 64.
  mutating func take(_ bitCount: Int) throws(LinkProblem) -> UInt64 {
    guard bitCount <= remainingBitCount else {
      throw .malformed(.truncated(neededBitCount: bitCount - remainingBitCount), at: bytes.count * 8)
    }
    var value: UInt64 = 0
    var done = 0
    while done < bitCount {
      let bit = position + done
      let part = min(8 - bit & 7, bitCount - done)
      let bits = UInt64(bytes[bit >> 3]) >> UInt64(bit & 7) & (1 << UInt64(part) - 1)
      value |= bits << UInt64(done)
      done += part
    }
    position += bitCount
    return value
  }

  mutating func takeBit() throws(LinkProblem) -> Bool { try take(1) == 1 }

  /// Padding: that many zero bits, none where the count is negative.
  mutating func takeZeros(_ bitCount: Int) throws(LinkProblem) {
    let start = position
    var left = bitCount
    while left > 0 {
      let part = min(left, 64)
      guard try take(part) == 0 else { throw .malformed(.nonZeroPadding, at: start) }
      left -= part
    }
  }

  /// An exponential Golomb code.
  mutating func takeExponentialGolomb(order: Int) throws(LinkProblem) -> Int {
    let start = position
    var count = 0
    while try takeBit() {
      count += 1
      guard count <= 16 else { throw .malformed(.limitExceeded(found: 1 << 16, maximum: 4096), at: start) }
    }
    let rest = try take(count + order)
    return Int(1 << UInt64(count + order) | rest) - 1 << order
  }

  /// The rest of a frame: whole bytes, wherever in a byte they begin, and zero bits behind them.
  mutating func takeBody() throws(LinkProblem) -> [UInt8] {
    var body: [UInt8] = []
    body.reserveCapacity(remainingBitCount / 8)
    while remainingBitCount >= 8 { body.append(UInt8(truncatingIfNeeded: try take(8))) }
    try takeZeros(remainingBitCount)
    return body
  }
}

/// Why a message or the rest of a frame says nothing.
enum LinkProblem: Error {
  /// The bits are wrong, whatever came before.
  case failure(DecodeFailure)
  /// What it refers to is not in the capture.
  case unknown(String)

  static func malformed(_ reason: DecodeError.Reason, at bit: Int) -> LinkProblem {
    .failure(DecodeFailure(reason, at: bit, path: ""))
  }

  var isFailure: Bool { if case .failure = self { true } else { false } }

  var text: String {
    switch self {
    case .failure(let failure): "\(failure)"
    case .unknown(let text): text
    }
  }
}
