/// The bytes of one direction of a TCP connection, in order (RFC 9293 section 3.4), in bounded memory.
///
/// A segment that is missing is waited for until the other end has acknowledged it, or until more waits behind it than the bounds allow:
/// then it is a gap.
struct TCPBytes {
  /// What waits for a missing segment, in bytes and in segments.
  static let pendingByteLimit = 1 << 18
  static let pendingLimit = 64

  enum Piece: Equatable {
    /// Bytes that follow those before; `offset`: where they stand in the segment at hand.
    case bytes([UInt8], offset: Int?)
    /// So many bytes are not in the capture.
    case gap(Int)
  }

  private var next: UInt32?
  private var pending: [(sequence: UInt32, bytes: [UInt8])] = []
  /// The connection's first segment is in the capture.
  private(set) var isFromStart = false

  /// Nothing waits.
  var isIdle: Bool { pending.isEmpty }
  var byteCount: Int { pending.reduce(0) { $0 + $1.bytes.count } }

  /// The connection begins, its first byte is the one after `sequence`.
  mutating func begin(_ sequence: UInt32) {
    pending.removeAll()
    next = sequence &+ 1
    isFromStart = true
  }

  /// Takes a segment, and gives what is now in order.
  mutating func add(_ bytes: [UInt8], at sequence: UInt32) -> [Piece] {
    var pieces: [Piece] = []
    if next == nil { next = sequence }
    let ahead = distance(to: sequence)
    if ahead > 0 {
      pending.append((sequence, bytes))
      pending = pending.sorted { distance(to: $0.sequence) < distance(to: $1.sequence) }
      if pending.count > Self.pendingLimit || byteCount > Self.pendingByteLimit { skip(&pieces) }
    } else {
      take(bytes, at: sequence, isCurrent: true, &pieces)
    }
    drain(&pieces)
    return pieces
  }

  /// The other end has everything up to here.
  mutating func acknowledge(_ sequence: UInt32) -> [Piece] {
    var pieces: [Piece] = []
    while let first = pending.first, distance(to: sequence) >= distance(to: first.sequence) {
      skip(&pieces)
      drain(&pieces)
    }
    return pieces
  }

  private func distance(to sequence: UInt32) -> Int { Int(Int32(bitPattern: sequence &- (next ?? sequence))) }

  private mutating func skip(_ pieces: inout [Piece]) {
    guard let first = pending.first else { return }
    pieces.append(.gap(distance(to: first.sequence)))
    next = first.sequence
  }

  private mutating func drain(_ pieces: inout [Piece]) {
    while let first = pending.first, distance(to: first.sequence) <= 0 {
      pending.removeFirst()
      take(first.bytes, at: first.sequence, isCurrent: false, &pieces)
    }
  }

  /// What of a segment was not there before.
  private mutating func take(_ bytes: [UInt8], at sequence: UInt32, isCurrent: Bool, _ pieces: inout [Piece]) {
    let known = -distance(to: sequence)
    guard known >= 0, known < bytes.count else { return }
    next = sequence &+ UInt32(truncatingIfNeeded: bytes.count)
    pieces.append(.bytes(Array(bytes[known...]), offset: isCurrent ? known : nil))
  }
}

/// The frames of one direction of a stream: before each stands its length (`docs/streams.md`, "Transports").
struct StreamFrames {
  /// A frame that is longer is none of a link's.
  static let frameByteLimit = 2 * LinkFollower.frameByteLimit

  private var buffer: [UInt8] = []
  /// Whether the buffer begins with a frame, as far as is known.
  private var isInStep: Bool

  init(isFromStart: Bool) { isInStep = isFromStart }

  var byteCount: Int { buffer.count }

  /// Something is missing, or a frame made no sense: the next segment that whole frames fill is taken to begin with one.
  mutating func lose() {
    buffer.removeAll()
    isInStep = false
  }

  /// Takes the next bytes and gives the frames that are whole, and where in these bytes each stands if it does.
  mutating func add(_ bytes: [UInt8]) -> [(bytes: [UInt8], offset: Int?)] {
    if !isInStep {
      guard Self.isFilled(bytes) else { return [] }
      isInStep = true
    }
    let before = buffer.count
    buffer += bytes
    var frames: [(bytes: [UInt8], offset: Int?)] = []
    var position = 0
    while case .length(let length, let byteCount) = LengthPrefix(buffer, at: position), length <= Self.frameByteLimit {
      let start = position + byteCount
      guard length <= buffer.count - start else { break }
      frames.append((Array(buffer[start..<start + length]), start >= before ? start - before : nil))
      position = start + length
    }
    buffer.removeFirst(position)
    switch LengthPrefix(buffer, at: 0) {
    case .invalid: lose()
    case .length(let length, _) where length > Self.frameByteLimit: lose()
    default: break
    }
    return frames
  }

  /// Whether bytes are whole frames, one behind the other.
  private static func isFilled(_ bytes: [UInt8]) -> Bool {
    var position = 0
    while position < bytes.count {
      guard case .length(let length, let byteCount) = LengthPrefix(bytes, at: position), length <= frameByteLimit else {
        return false
      }
      position += byteCount + length
    }
    return position == bytes.count
  }
}
