import Weft
import WeftDynamic
import WeftSchema

/// One direction of an ordered link or a stream, as its receiver reads it.
final class OrderedFollower {
  private let channel: LinkChannel
  private let resources: LinkResources
  private let end: Int
  private let tables = OrderedFollowedTables()
  private var bodies: LinkBodies?
  /// By message, in the order in which they came into use.
  private var slots: [[Slot]]
  private var clock = 0
  private var expectsHandshake = false
  /// Why there may be values and entries that the capture does not show; `nil`: all are known.
  private var unknown: String?
  private var hasBegun = false

  private struct Slot {
    /// Newest first.
    var values: [Value]
    var subject: String
    var lastUse: Int
  }

  init(_ channel: LinkChannel, end: Int, _ resources: LinkResources) {
    self.channel = channel
    self.end = end
    self.resources = resources
    slots = channel.messages.map { _ in [] }
  }

  var byteCount: Int {
    slots.reduce(tables.byteCount) { $0 + $1.reduce(0) { $0 + $1.values.reduce(0) { $0 + $1.byteCount } } }
  }

  /// Bytes are missing before the next frame.
  func lose(_ why: String) {
    hasBegun = true
    forget(why)
    bodies?.lose(why)
  }

  private func forget(_ why: String?) {
    unknown = why
    clock = 0
    slots = channel.messages.map { _ in [] }
    tables.removeAll(isKnown: why == nil)
  }

  /// The next frame of this direction.
  func read(_ bytes: [UInt8], _ agreement: inout LinkAgreement, handshake definition: DefinitionID) -> FollowedFrame {
    var frame = FollowedFrame(bytes: bytes)
    if bytes.isEmpty {
      frame.form = .announcement
      expectsHandshake = true
      return frame
    }
    if expectsHandshake || !hasBegun {
      let isFirst = !hasBegun
      hasBegun = true
      expectsHandshake = false
      if let handshake = FollowedHandshake(bytes, at: 0, of: channel, definition) {
        frame.form = .handshake
        frame.handshake = handshake.tree
        agreement.handshakes[end] = handshake
        forget(nil)
        bodies = makeBodies(agreement, isFromStart: true)
        return frame
      }
      forget(isFirst ? "the capture begins behind the handshake" : "a handshake could not be read")
      if !isFirst {
        frame.form = .handshake
        frame.problem = .unknown("no handshake of this channel")
        return frame
      }
    }
    if agreement.compression == nil {
      bodies = nil
    } else if bodies == nil {
      bodies = makeBodies(agreement, isFromStart: unknown == nil)
    }
    return readMessages(frame, agreement)
  }

  private func makeBodies(_ agreement: LinkAgreement, isFromStart: Bool) -> LinkBodies? {
    agreement.compression.map {
      LinkBodies(channel, $0, frameByteCount: agreement.frameByteCount, isFromStart: isFromStart, resources)
    }
  }

  private func readMessages(_ frame: FollowedFrame, _ agreement: LinkAgreement) -> FollowedFrame {
    var reading = FrameReading(
      channel: channel, messages: agreement.messages(of: end), tables: tables, bodies: bodies, cursor: FrameCursor(frame.bytes),
      frame: frame, readDefinitions: { _ in })
    reading.read(
      baseline: { (message, cursor) throws(LinkProblem) in try self.readBaseline(message, &cursor) },
      keep: { self.keep($1, message: $0, slot: $2?.slot, keyCount: agreement.keyCount) })
    // What stands behind may have changed any slot and any entry.
    if reading.frame.problem != nil {
      forget("an earlier frame could not be read")
      bodies?.lose("an earlier frame could not be read")
    }
    return reading.frame
  }

  // MARK: Baselines

  /// A number 0…u in ⌈log2(u + 1)⌉ bits, u the slots in use; u says that there is none.
  private func readBaseline(_ message: Int, _ cursor: inout FrameCursor) throws(LinkProblem) -> FollowedBaseline? {
    // The width of the code, and so all that follows, depends on how many there are.
    if let unknown { throw .unknown("what it is told from is not known: \(unknown)") }
    let count = slots[message].count
    let code = Int(try cursor.take(Int.bitWidth - count.leadingZeroBitCount))
    guard code <= count else {
      throw .malformed(.codeAboveMaximum(found: UInt64(code), maximum: UInt64(count)), at: cursor.position)
    }
    if code == count { return nil }
    let slot = slots[message][code]
    var value = slot.values[0]
    if channel.messages[message].predictionDepth > 0 {
      let history = zip(slot.values, 1...).map { AgedBaseline($0, age: $1) }
      value = channel.codec.predicted(from: history) ?? value
    }
    let text = slot.subject.isEmpty ? "the last one" : "the last of \(slot.subject)"
    return FollowedBaseline(value: value, unmoved: slot.values[0], text: text, slot: code)
  }

  private func keep(_ value: Value, message: Int, slot named: Int?, keyCount: Int) {
    guard channel.messages[message].hasDelta, unknown == nil else { return }
    clock += 1
    let value = value.kept
    let subject = channel.subject(of: value, message)
    if let place = named ?? slots[message].firstIndex(where: { $0.subject == subject }) {
      var values = slots[message][place].subject == subject ? slots[message][place].values : []
      values.insert(value, at: 0)
      if values.count > max(1, channel.messages[message].predictionDepth) { values.removeLast() }
      slots[message][place] = Slot(values: values, subject: subject, lastUse: clock)
    } else if slots[message].count < keyCount {
      slots[message].append(Slot(values: [value], subject: subject, lastUse: clock))
    } else if let oldest = slots[message].indices.min(by: { slots[message][$0].lastUse < slots[message][$1].lastUse }) {
      slots[message][oldest] = Slot(values: [value], subject: subject, lastUse: clock)
    }
  }
}
