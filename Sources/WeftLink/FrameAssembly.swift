public import Weft

/// The messages of the frame or datagram at hand (`docs/streams.md`, "Frames").
///
///     plain        [head][message] …
///     compressed   0, then as plain
///                  1 [form] { [head][message, where it goes around the compressor] more? } … [body]
///
/// All messages stand in a few buffers, one behind the other, which the next frame uses again.
@usableFromInline
struct FrameAssembly {
  private let compression: (any LinkCompression)?
  /// Without compression the frame is put together at once.
  private var plain = FrameBits()
  /// Under compression: heads and messages, each from a byte on, and what would go through the compressor.
  private var parts = FrameBits()
  private var columns: [UInt8] = []
  private var entries: [Entry] = []
  private var contents: [UInt8] = []
  private var body: [UInt8] = []
  private var estimatedBitCount = 0
  /// The last message is a baseline for others and may go through the compressor: the peer has it only when it has the body.
  @usableFromInline private(set) var mustClose = false

  private struct Entry {
    /// Tag and baselines, in `parts`.
    var headStart: Int
    var headBitCount: Int
    /// The message's bits and what belongs behind them, in `parts`.
    var messageStart: Int
    var messageBitCount: Int
    /// What would go through the compressor in place of the message, in `columns`; `nil` where it goes around.
    var columns: Range<Int>?
  }

  @usableFromInline
  init(compression: (any LinkCompression)?) { self.compression = compression }

  @usableFromInline
  var isEmpty: Bool { plain.isEmpty && entries.isEmpty }

  /// How long the frame can get at most.
  @usableFromInline
  var bitCount: Int { compression == nil ? plain.bitCount : estimatedBitCount }

  /// The same of a message by itself.
  @usableFromInline
  func bitCount(headBitCount: Int, messageBitCount: Int, columnByteCount: Int) -> Int {
    let packed = max(LinkFormat.minimumMessageBitCount, headBitCount + messageBitCount)
    guard compression != nil else { return packed }
    // A length, a bit that another follows, and the form.
    return 8 + max(packed, headBitCount + 24 + columnByteCount * 8)
  }

  /// - Parameters:
  ///   - definitions: What stands behind the message's bits.
  ///   - mayCompress: The message's columns may go through the compressor in place of its bits.
  @usableFromInline
  mutating func append(
    head: FrameBits, _ message: borrowing MessageBits, definitions: FrameBits, mayCompress: Bool, isBaseline: Bool
  ) {
    let messageBitCount = message.bitCount + definitions.bitCount
    guard compression != nil else {
      let start = plain.bitCount
      plain.append(head)
      plain.append(message.bytes, bitCount: message.bitCount)
      plain.append(definitions)
      return Self.fill(&plain, from: start)
    }
    let byteCount = mayCompress ? message.columns.count : 0
    estimatedBitCount += bitCount(headBitCount: head.bitCount, messageBitCount: messageBitCount, columnByteCount: byteCount)
    let headStart = parts.byteCount
    parts.append(head)
    parts.align()
    let messageStart = parts.byteCount
    parts.append(message.bytes, bitCount: message.bitCount)
    parts.append(definitions)
    parts.align()
    let start = columns.count
    if mayCompress { columns.append(contentsOf: message.columns) }
    entries.append(
      Entry(
        headStart: headStart, headBitCount: head.bitCount, messageStart: messageStart, messageBitCount: messageBitCount,
        columns: mayCompress ? start..<columns.count : nil))
    mustClose = isBaseline && mayCompress
  }

  /// Zero bits, where a message comes to less than the minimum.
  private static func fill(_ frame: inout FrameBits, from start: Int) {
    let missing = LinkFormat.minimumMessageBitCount - (frame.bitCount - start)
    if missing > 0 { frame.append(0, bitCount: missing) }
  }

  /// Puts the frame's bits in place of what `frame` holds; the assembly is empty afterwards, also where compression fails.
  @usableFromInline
  mutating func close(into frame: inout FrameBits) throws(LinkError) {
    frame.removeAll()
    defer { removeAll() }
    guard let compression else { return swap(&frame, &plain) }
    gatherContents()
    body.removeAll(keepingCapacity: true)
    let limit = entries.reduce(0) { $0 + ($1.columns == nil ? 0 : $1.messageBitCount) } / 8
    let form = contents.isEmpty ? nil : try compression.compress(contents, limit: limit, appendingTo: &body)
    frame.append(form == nil ? 0 : 1, bitCount: 1)
    if let form { frame.append(form) }
    for index in 0..<entries.count {
      let entry = entries[index]
      let start = frame.bitCount
      frame.append(parts.bytes, from: entry.headStart, bitCount: entry.headBitCount)
      if form == nil || entry.columns == nil {
        frame.append(parts.bytes, from: entry.messageStart, bitCount: entry.messageBitCount)
      }
      if form == nil { Self.fill(&frame, from: start) } else { frame.append(index + 1 < entries.count ? 1 : 0, bitCount: 1) }
    }
    frame.append(body, bitCount: body.count * 8)
  }

  /// What goes through the compressor: before all but the last message stands its length.
  private mutating func gatherContents() {
    contents.removeAll(keepingCapacity: true)
    let last = entries.lastIndex { $0.columns != nil }
    for index in 0..<entries.count {
      guard let range = entries[index].columns else { continue }
      if index != last { appendLength(range.count, to: &contents) }
      contents.append(contentsOf: columns[range])
    }
  }

  @usableFromInline
  mutating func removeAll() {
    plain.removeAll()
    parts.removeAll()
    columns.removeAll(keepingCapacity: true)
    entries.removeAll(keepingCapacity: true)
    estimatedBitCount = 0
    mustClose = false
  }
}

/// The form of a compressed body, between the frame's first bit and its messages.
public enum BodyForm: Sendable {
  /// One compressed block: 0. Several blocks: 1 0. Stored: 1 1.
  case block, blocks, stored
}

extension FrameBits {
  mutating func append(_ form: BodyForm) {
    switch form {
    case .block: append(0, bitCount: 1)
    case .blocks: append(1, bitCount: 2)
    case .stored: append(3, bitCount: 2)
    }
  }
}

extension BitReader {
  @usableFromInline
  mutating func linkBodyForm() throws(LinkError) -> BodyForm {
    guard try linkBits(1) == 1 else { return .block }
    return try linkBits(1) == 0 ? .blocks : .stored
  }

  /// The rest of a frame: whole bytes wherever in a byte they begin, in place of what `body` holds, and zero bits behind them.
  @usableFromInline
  mutating func linkBody(into body: inout [UInt8]) throws(LinkError) {
    do throws(DecodeError) { try take(remainingBitCount / 8, into: &body) } catch { throw .decode(error) }
    try linkZeros(remainingBitCount)
  }
}
