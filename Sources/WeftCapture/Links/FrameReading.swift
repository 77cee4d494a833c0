import Weft
import WeftDynamic
import WeftSchema

/// What a message is told from.
struct FollowedBaseline {
  /// Moved to where it is expected to be.
  var value: Value
  /// As it was.
  var unmoved: Value
  /// For people.
  var text: String
  /// Of an ordered link.
  var slot: Int?
}

/// The reading of a frame's messages, which both kinds of links have in common:
///
///     plain         { entry } zeros
///     compressing   0 { entry } zeros   |   1 form { head [message] more } body zeros
struct FrameReading {
  let channel: LinkChannel
  /// By tag.
  let messages: [Int]
  let tables: any InternTables
  let bodies: LinkBodies?
  var cursor: FrameCursor
  var frame: FollowedFrame
  /// Behind each message that was read: what the kind of link does with it.
  let readDefinitions: (inout FrameCursor) throws(LinkProblem) -> Void

  private var tagBitCount: Int { messages.count > 1 ? Int.bitWidth - (messages.count - 1).leadingZeroBitCount : 0 }

  struct Entry {
    var index: Int
    var baseline: FollowedBaseline?
    var start: Int
  }

  /// Reads what there is, and leaves in `frame.problem` why it stopped.
  ///
  /// - Parameters:
  ///   - baseline: Reads where the baseline of a message is.
  ///   - keep: Takes a message that was read, with its baseline.
  mutating func read(
    baseline: (Int, inout FrameCursor) throws(LinkProblem) -> FollowedBaseline?,
    keep: (Int, Value, FollowedBaseline?) -> Void
  ) {
    do throws(LinkProblem) {
      if let bodies, try cursor.takeBit() {
        try readCompressed(bodies, baseline, keep)
      } else {
        try readPlain(baseline, keep)
      }
    } catch {
      frame.problem = error
    }
  }

  private mutating func readPlain(
    _ baseline: (Int, inout FrameCursor) throws(LinkProblem) -> FollowedBaseline?, _ keep: (Int, Value, FollowedBaseline?) -> Void
  ) throws(LinkProblem) {
    var history: [(index: Int, value: Value)] = []
    repeat {
      let entry = try head(baseline)
      let mayCompress = bodies != nil && entry.baseline == nil && !channel.messages[entry.index].holdsSecrets
      let value = try message(entry, tables: mayCompress ? nil : tables)
      if mayCompress { history.append((entry.index, value)) }
      keep(entry.index, value, entry.baseline)
      try cursor.takeZeros(8 - (cursor.position - entry.start))
    } while cursor.remainingBitCount >= 8
    try cursor.takeZeros(cursor.remainingBitCount)
    bodies?.keep(history)
  }

  private mutating func readCompressed(
    _ bodies: LinkBodies, _ baseline: (Int, inout FrameCursor) throws(LinkProblem) -> FollowedBaseline?,
    _ keep: (Int, Value, FollowedBaseline?) -> Void
  ) throws(LinkProblem) {
    let form: LinkBodies.Form = try cursor.takeBit() ? try cursor.takeBit() ? .stored : .blocks : .block
    var waiting: [Int] = []
    repeat {
      let entry = try head(baseline)
      if entry.baseline != nil || channel.messages[entry.index].holdsSecrets {
        keep(entry.index, try message(entry, tables: tables), entry.baseline)
      } else {
        waiting.append(frame.messages.count)
        frame.messages.append(
          FollowedMessage(
            index: entry.index, definition: channel.messages[entry.index].definition, bits: entry.start..<cursor.position))
      }
    } while try cursor.takeBit()
    let body = try cursor.takeBody()
    guard !waiting.isEmpty else { throw .unknown("a compressed frame without a message in its body") }
    let contents: [UInt8]
    do throws(LinkProblem) {
      contents = try bodies.contents(of: body, form)
    } catch {
      for place in waiting { frame.messages[place].problem = error }
      throw error
    }
    frame.compression = (body.count, contents.count)
    for (place, part) in zip(waiting, try LinkBodies.parts(of: contents, count: waiting.count)) {
      try unpack(part, at: place, bodies, keep)
    }
  }

  private mutating func unpack(
    _ columns: [UInt8], at place: Int, _ bodies: LinkBodies, _ keep: (Int, Value, FollowedBaseline?) -> Void
  ) throws(LinkProblem) {
    let index = frame.messages[place].index
    do throws(LinkProblem) {
      let packed = try bodies.packed(columns, ofMessage: index)
      frame.messages[place].bytes = packed
      let isComplete = channel.codec.decode(
        frame.messages[place].definition, from: packed, into: &frame.messages[place].tree)
      guard isComplete, let value = Value(frame.messages[place].tree, of: channel.codec, decodedFrom: packed) else {
        throw .failure(frame.messages[place].tree.failure ?? DecodeFailure(.expression, at: 0, path: ""))
      }
      keep(index, value, nil)
    } catch {
      frame.messages[place].problem = error
      throw error
    }
  }

  /// Tag and baseline. Of a message whose baseline is unknown at least the name is told.
  private mutating func head(
    _ baseline: (Int, inout FrameCursor) throws(LinkProblem) -> FollowedBaseline?
  ) throws(LinkProblem) -> Entry {
    let start = cursor.position
    let tag = Int(try cursor.take(tagBitCount))
    guard tag < messages.count else { throw .malformed(.unknownTag(found: UInt64(tag)), at: start) }
    let index = messages[tag]
    guard index >= 0 else { throw .unknown("message \(tag) of this end is none that the schema has") }
    guard channel.messages[index].hasDelta else { return Entry(index: index, start: start) }
    do throws(LinkProblem) {
      return Entry(index: index, baseline: try baseline(index, &cursor), start: start)
    } catch {
      frame.messages.append(
        FollowedMessage(
          index: index, definition: channel.messages[index].definition, bits: start..<cursor.position, problem: error))
      throw error
    }
  }

  /// The bits of a message.
  private mutating func message(_ entry: Entry, tables: (any InternTables)?) throws(LinkProblem) -> Value {
    let definition = channel.messages[entry.index].definition
    var message = FollowedMessage(index: entry.index, definition: definition, bits: entry.start..<entry.start)
    message.baseline = entry.baseline?.text
    message.previous = entry.baseline?.unmoved
    let end: Int
    if let baseline = entry.baseline {
      let delta = channel.codec.decodedMessage(
        definition, from: cursor.bytes, at: cursor.position, against: baseline.value, tables: tables, keepsUnknownEntries: true)
      message.tree = delta.tree
      message.delta = delta
      end = delta.tree.bitCount
    } else {
      let value = channel.codec.decodedMessage(
        definition, from: cursor.bytes, at: cursor.position, tables: tables, keepsUnknownEntries: true)
      message.tree = value.tree
      end = value.end
    }
    cursor.position = end
    message.bits = entry.start..<end
    if let failure = message.tree.failure {
      message.problem = .failure(failure)
      if case .unknownEntry = failure.reason {
        message.problem = .unknown("it is told from a value with keys that the capture does not show")
      }
    }
    frame.messages.append(message)
    if let problem = message.problem { throw problem }
    if tables != nil { try readDefinitions(&cursor) }
    frame.messages[frame.messages.count - 1].bits = entry.start..<cursor.position
    guard let value = message.value(channel.codec, in: cursor.bytes) else { throw .unknown("a message without a value") }
    return value
  }
}
