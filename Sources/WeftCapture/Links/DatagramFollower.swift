import Weft
import WeftDynamic
import WeftSchema

/// One direction of a datagram link. It has what any receiver could have: all values of the datagrams that were captured, and all entries
/// that they define.
final class DatagramFollower {
  private let channel: LinkChannel
  private let resources: LinkResources
  private let end: Int
  private let tables = DatagramFollowedTables()
  private var bodies: LinkBodies?
  private var newest: Int?
  /// Datagrams that were there, at most `seenLimit` before the newest.
  private var seen: Set<Int> = []
  /// By message, in the order of datagrams.
  private var snapshots: [[Snapshot]]

  private struct Snapshot {
    var sequence: Int
    /// How many of that message the datagram has, and which of them it is.
    var count: Int
    var ordinal: Int
    var value: Value
  }

  static let seenLimit = 4096

  init(_ channel: LinkChannel, end: Int, _ resources: LinkResources) {
    self.channel = channel
    self.end = end
    self.resources = resources
    snapshots = channel.messages.map { _ in [] }
  }

  var byteCount: Int {
    snapshots.reduce(tables.byteCount + seen.count * 16) { $0 + $1.reduce(0) { $0 + $1.value.byteCount } }
  }

  /// The next datagram that was captured of this direction.
  func read(_ bytes: [UInt8], _ agreement: inout LinkAgreement, handshake definition: DefinitionID) -> FollowedFrame {
    var frame = FollowedFrame(bytes: bytes)
    var cursor = FrameCursor(bytes)
    do throws(LinkProblem) {
      let hasAcknowledgement = try cursor.takeBit()
      let hasMessages = try cursor.takeBit()
      guard hasAcknowledgement || hasMessages else {
        frame.form = .handshake
        guard let handshake = FollowedHandshake(bytes, at: 2, of: channel, definition) else {
          throw .unknown("no handshake of this channel")
        }
        frame.handshake = handshake.tree
        agreement.handshakes[end] = handshake
        return frame
      }
      var sequence = 0
      if hasMessages {
        let start = cursor.position
        sequence = unwrapped(try cursor.take(16))
        frame.sequence = (sequence, start..<cursor.position)
      }
      if hasAcknowledgement { try readAcknowledgement(&cursor, &frame) }
      guard hasMessages else {
        frame.form = .acknowledgement
        try cursor.takeZeros(cursor.remainingBitCount)
        return frame
      }
      return readMessages(frame, cursor, sequence, agreement)
    } catch {
      frame.problem = error
      return frame
    }
  }

  /// 16 bits mean the number nearest to the newest.
  private func unwrapped(_ low: UInt64) -> Int {
    guard let newest else { return Int(low) }
    return newest + Int(Int16(truncatingIfNeeded: Int(low) - newest))
  }

  private func readAcknowledgement(_ cursor: inout FrameCursor, _ frame: inout FollowedFrame) throws(LinkProblem) {
    guard try cursor.takeBit() else { return }
    let start = cursor.position
    let newest = try cursor.take(16)
    if try !cursor.takeBit() { _ = try cursor.take(32) }
    frame.acknowledged = (newest, start..<cursor.position)
  }

  private func readMessages(
    _ frame: FollowedFrame, _ cursor: FrameCursor, _ sequence: Int, _ agreement: LinkAgreement
  ) -> FollowedFrame {
    var frame = frame
    frame.isDuplicate = !note(sequence)
    if agreement.compression == nil {
      bodies = nil
    } else if bodies == nil {
      bodies = agreement.compression.map {
        LinkBodies(channel, $0, frameByteCount: agreement.frameByteCount, isFromStart: true, resources)
      }
    }
    tables.discard()
    var kept: [(message: Int, value: Value)] = []
    var reading = FrameReading(
      channel: channel, messages: agreement.messages(of: end), tables: tables, bodies: bodies, cursor: cursor, frame: frame,
      readDefinitions: { (cursor) throws(LinkProblem) in try self.tables.readDefinitions(&cursor, sequence: sequence) })
    reading.read(
      baseline: { (message, cursor) throws(LinkProblem) in try self.readBaseline(message, sequence, &cursor) },
      keep: { message, value, _ in kept.append((message, value)) })
    // A receiver takes a datagram as a whole or not at all.
    if reading.frame.problem == nil, !frame.isDuplicate {
      commit(kept, sequence, capacity: 2 * min(agreement.baselineCount, LinkFollower.baselineLimit))
    }
    return reading.frame
  }

  /// Whether the number is new.
  private func note(_ sequence: Int) -> Bool {
    newest = max(newest ?? sequence, sequence)
    if seen.count > 2 * Self.seenLimit, let newest { seen = seen.filter { $0 > newest - Self.seenLimit } }
    return seen.insert(sequence).inserted
  }

  private func commit(_ values: [(message: Int, value: Value)], _ sequence: Int, capacity: Int) {
    for message in channel.messages.indices where channel.messages[message].hasDelta {
      let own = values.filter { $0.message == message }
      if own.isEmpty { continue }
      let place = snapshots[message].lastIndex { $0.sequence < sequence }.map { $0 + 1 } ?? 0
      let new = own.enumerated().map { ordinal, one in
        Snapshot(sequence: sequence, count: own.count, ordinal: ordinal, value: one.value.kept)
      }
      snapshots[message].insert(contentsOf: new, at: place)
      var surplus = snapshots[message].count - capacity
      var total = snapshots[message].reduce(0) { $0 + $1.value.byteCount }
      while surplus > 0 || total > LinkFollower.valueByteLimit, let first = snapshots[message].first {
        total -= first.value.byteCount
        surplus -= 1
        snapshots[message].removeFirst()
      }
    }
  }

  // MARK: Baselines

  private func readBaseline(
    _ message: Int, _ sequence: Int, _ cursor: inout FrameCursor
  ) throws(LinkProblem) -> FollowedBaseline? {
    var history: [AgedBaseline] = []
    var before = sequence
    let depth = channel.messages[message].predictionDepth
    while history.count < max(1, depth), try cursor.takeBit() {
      before -= try cursor.takeExponentialGolomb(order: history.isEmpty ? 2 : 0) + 1
      let distance = sequence - before
      guard let count = snapshots[message].last(where: { $0.sequence == before })?.count else {
        throw .unknown("it is told from a value of \(Self.text(distance)), which the capture does not show")
      }
      let ordinal = Int(try cursor.take(count > 1 ? Int.bitWidth - (count - 1).leadingZeroBitCount : 0))
      guard distance <= 4096,
        let value = snapshots[message].last(where: { $0.sequence == before && $0.ordinal == ordinal })?.value
      else { throw .unknown("it is told from a value that datagram \(before & 0xFFFF) does not have") }
      history.append(AgedBaseline(value, age: distance))
    }
    guard let newest = history.first else { return nil }
    let moved = depth > 0 ? channel.codec.predicted(from: history) ?? newest.value : newest.value
    let text = history.map { "\($0.age)" }.joined(separator: " and ")
    return FollowedBaseline(
      value: moved, unmoved: newest.value,
      text: "\(text) \(history.count == 1 && newest.age == 1 ? "datagram" : "datagrams") before")
  }

  private static func text(_ distance: Int) -> String { "\(distance) \(distance == 1 ? "datagram" : "datagrams") before" }
}
