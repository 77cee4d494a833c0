import Weft

/// What a datagram's header says of the other direction: which datagrams this end has taken, tables and baselines included.
///
///     holds anything?   1 bit
///     newest            16 bits: the low bits of its sequence number
///     all before it?    1 bit: the 32 before it, too
///     which before it   32 bits, the one before it first, where not all
@usableFromInline
struct Acknowledgement: Equatable {
  /// `nil`: this end has nothing, or has lost what it had.
  @usableFromInline var newest: UInt16?
  @usableFromInline var before: UInt32 = 0

  @usableFromInline
  func append(to frame: inout FrameBits) {
    guard let newest else { return frame.append(0, bitCount: 1) }
    frame.append(1, bitCount: 1)
    frame.append(UInt64(newest), bitCount: 16)
    let isComplete = before == .max
    frame.append(isComplete ? 1 : 0, bitCount: 1)
    if !isComplete { frame.append(UInt64(before), bitCount: LinkFormat.acknowledgedCount) }
  }

  init(newest: UInt16?, before: UInt32) {
    self.newest = newest
    self.before = before
  }

  init(decoding reader: inout BitReader) throws(DecodeError) {
    guard try reader.takeBit() else { return }
    newest = UInt16(truncatingIfNeeded: try reader.takeBits(16))
    before = try reader.takeBit() ? .max : UInt32(truncatingIfNeeded: try reader.takeBits(LinkFormat.acknowledgedCount))
  }
}

/// Which datagrams of the peer's this end has taken.
@usableFromInline
struct ReceivedSequences {
  /// Counted on beyond the 16 bits of the wire. `nil` before the first.
  @usableFromInline private(set) var newest: Int?
  /// Bit i: the one i + 1 before the newest was taken.
  private var before: UInt64 = 0
  /// What was lost: none up to this one is taken again.
  private var floor = -1

  /// What 16 bits mean: the number that is nearest to the newest.
  @usableFromInline
  func sequence(_ low: UInt16) -> Int {
    guard let newest else { return Int(low) }
    return newest + Int(Int16(bitPattern: low &- UInt16(truncatingIfNeeded: newest)))
  }

  /// Neither taken before nor too late.
  @usableFromInline
  func isWanted(_ sequence: Int) -> Bool {
    guard sequence > floor else { return false }
    guard let newest, sequence <= newest else { return true }
    let distance = newest - sequence
    guard distance > 0, distance <= LinkFormat.reorderingWindow else { return false }
    return before >> UInt64(distance - 1) & 1 == 0
  }

  @usableFromInline
  mutating func take(_ sequence: Int) {
    guard let newest else {
      self.newest = sequence
      return
    }
    let distance = sequence - newest
    if distance > 0 {
      before = distance > 64 ? 0 : (distance < 64 ? before << UInt64(distance) : 0) | 1 << UInt64(distance - 1)
      self.newest = sequence
    } else if distance < 0, distance >= -64 {
      before |= 1 << UInt64(-distance - 1)
    }
  }

  /// This end has lost what earlier datagrams brought, and says so from now on.
  @usableFromInline
  mutating func lose() {
    guard let newest else { return }
    floor = newest
    before = 0
  }

  @usableFromInline
  var acknowledgement: Acknowledgement {
    guard let newest, newest > floor else { return Acknowledgement(newest: nil, before: 0) }
    // Of those up to the floor nothing is left; `before` has no bit of theirs but for the floor's own.
    let held = newest - floor - 1
    let mask: UInt64 = held >= 64 ? .max : 1 << UInt64(held) - 1
    return Acknowledgement(newest: UInt16(truncatingIfNeeded: newest), before: UInt32(truncatingIfNeeded: before & mask))
  }
}
