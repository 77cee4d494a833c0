/// How the difference of one field is coded: what the schema says of it (`docs/language.md`, "Deltas").
///
/// In two words, since it is handed to code that is not inlined.
@frozen
public struct DifferenceCoding: Sendable {
  /// The highest code; of an `iN`, all bits.
  public let maximumCode: UInt64
  @usableFromInline let traits: UInt64

  /// - Parameters:
  ///   - parameter: k of the first code.
  ///   - isSparse: The first code starts with a bit that says whether there is a difference.
  ///   - wraps: Modulo the number of codes, the shorter way round.
  ///   - isSigned: Codes are two's complement.
  @inlinable
  public init(maximumCode: UInt64, parameter: Int, isSparse: Bool = true, wraps: Bool = false, isSigned: Bool = false) {
    self.maximumCode = maximumCode
    traits = UInt64(truncatingIfNeeded: parameter) & 0x3F | (isSparse ? 0x40 : 0) | (wraps ? 0x80 : 0) | (isSigned ? 0x100 : 0)
  }

  @inlinable var parameter: UInt64 { min(traits & 0x3F, 32) }
  @inlinable var isSparse: Bool { traits & 0x40 != 0 }
  @inlinable public var wraps: Bool { traits & 0x80 != 0 }
  @inlinable public var isSigned: Bool { traits & 0x100 != 0 }

  /// The width of a code.
  @inlinable
  public var bitCount: Int { 64 &- maximumCode.leadingZeroBitCount }

  @inlinable
  @inline(__always)
  var start: DifferenceStart { DifferenceStart(parameter: parameter, isSparse: isSparse, bitCount: bitCount) }

  /// Codes are so far from 2^64 that the difference of any two is that of two signed integers.
  @inlinable
  @inline(__always)
  var isNarrow: Bool { maximumCode >> 61 == 0 }

  /// What makes of a two's complement code one that grows with its value, and back.
  @inlinable var signBit: UInt64 { isSigned ? maximumCode >> 1 &+ 1 : 0 }
}

extension DifferenceCoding {
  /// The difference of two codes, folded: 2d − 1 for d > 0, −2d otherwise. Beyond 2^62, which has no short code, it is
  /// not exact.
  @inlinable
  @inline(__always)
  func folded(_ code: UInt64, from baseline: UInt64) -> UInt64 {
    let (code, baseline) = (code ^ signBit, baseline ^ signBit)
    if isNarrow && !wraps {
      let opposite = Int64(bitPattern: baseline &- code)
      return UInt64(bitPattern: opposite &<< 1 ^ opposite &>> 63)
    }
    return wideFolded(code, from: baseline)
  }

  /// The same of codes that grow with their values, however wide they are, and the shorter way round.
  @usableFromInline
  func wideFolded(_ code: UInt64, from baseline: UInt64) -> UInt64 {
    if code == baseline { return 0 }
    var isPositive = code > baseline
    var size = isPositive ? code &- baseline : baseline &- code
    if wraps {
      // The way round the other end has as many codes as there are, less these.
      let other = maximumCode &- size &+ 1
      if isPositive ? size > other : size >= other { (size, isPositive) = (other, !isPositive) }
    }
    size = min(size, 1 << 61)
    return isPositive ? size &* 2 &- 1 : size &* 2
  }

  /// The code at a folded difference, below 2^62, from a baseline; `nil` where it leaves the range, or goes the longer way
  /// round.
  @inlinable
  @inline(__always)
  func code(at folded: UInt64, from baseline: UInt64) -> UInt64? {
    guard isNarrow && !wraps else { return wideCode(at: folded, from: baseline) }
    let opposite = folded &>> 1 ^ (0 &- (folded & 1))
    let start = baseline ^ signBit
    let code = start &- opposite
    return start <= maximumCode && code <= maximumCode ? code ^ signBit : nil
  }

  @usableFromInline
  func wideCode(at folded: UInt64, from baseline: UInt64) -> UInt64? {
    // No difference, but an escape.
    guard folded >> 63 == 0 else { return nil }
    let isPositive = folded & 1 == 1
    let size = (folded &+ 1) >> 1
    let start = baseline ^ signBit
    guard start <= maximumCode else { return nil }
    if wraps {
      // Half of the codes, rounded down for the negative ones.
      guard size <= (isPositive ? maximumCode >> 1 &+ maximumCode & 1 : maximumCode >> 1) else { return nil }
      let left = isPositive ? maximumCode &- start : start
      if size <= left { return (isPositive ? start &+ size : start &- size) ^ signBit }
      // Past the end by as much as is not left; the first code there is the other end.
      let past = size &- left &- 1
      return (isPositive ? past : maximumCode &- past) ^ signBit
    }
    guard size <= (isPositive ? maximumCode &- start : start) else { return nil }
    return (isPositive ? start &+ size : start &- size) ^ signBit
  }
}
