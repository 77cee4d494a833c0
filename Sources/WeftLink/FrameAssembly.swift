import Weft

/// The messages of the frame or datagram at hand (`docs/streams.md`, "Frames").
///
///     plain        [head][message] …
///     compressed   0, then as plain
///                  1 [form] { [head][message, where it goes around the compressor] more? } … [body]
struct FrameAssembly {
  private let compression: (any LinkCompression)?
  /// Without compression the frame is put together at once.
  private var plain = FrameBits()
  private var entries: [Entry] = []
  private var estimatedBitCount = 0
  /// The last message is a baseline for others and may go through the compressor: the peer has it only when it has the body.
  private(set) var mustClose = false

  struct Entry {
    /// Tag and baselines.
    var head: FrameBits
    /// The message's bits and what belongs behind them.
    var message: FrameBits
    /// What would go through the compressor in place of the message.
    var columns: [UInt8]?
  }

  init(compression: (any LinkCompression)?) { self.compression = compression }

  var isEmpty: Bool { plain.isEmpty && entries.isEmpty }

  /// How long the frame can get at most.
  var bitCount: Int { compression == nil ? plain.bitCount : estimatedBitCount }

  /// The same of a message by itself.
  func bitCount(head: FrameBits, messageBitCount: Int, columns: [UInt8]?) -> Int {
    let packed = max(LinkFormat.minimumMessageBitCount, head.bitCount + messageBitCount)
    guard compression != nil else { return packed }
    // A length, a bit that another follows, and the form.
    return 8 + max(packed, head.bitCount + 24 + (columns?.count ?? 0) * 8)
  }

  mutating func append(head: FrameBits, message: FrameBits, columns: [UInt8]?, isBaseline: Bool) {
    guard compression != nil else { return Self.append(head, message, to: &plain) }
    estimatedBitCount += bitCount(head: head, messageBitCount: message.bitCount, columns: columns)
    entries.append(Entry(head: head, message: message, columns: columns))
    mustClose = isBaseline && columns != nil
  }

  private static func append(_ head: FrameBits, _ message: FrameBits, to frame: inout FrameBits) {
    let start = frame.bitCount
    frame.append(head)
    frame.append(message)
    frame.append(0, bitCount: max(0, LinkFormat.minimumMessageBitCount - (frame.bitCount - start)))
  }

  /// The frame's bits; the assembly is empty afterwards, also where compression fails.
  mutating func close() throws(LinkError) -> FrameBits {
    defer { removeAll() }
    guard let compression else { return plain }
    var frame = FrameBits()
    var body: [UInt8] = []
    let contents = contents
    let form = contents.bytes.isEmpty ? nil : try compression.compress(contents.bytes, limit: contents.limit, appendingTo: &body)
    guard let form else {
      frame.append(0, bitCount: 1)
      for entry in entries { Self.append(entry.head, entry.message, to: &frame) }
      return frame
    }
    frame.append(1, bitCount: 1)
    frame.append(form)
    for index in 0..<entries.count {
      frame.append(entries[index].head)
      if entries[index].columns == nil { frame.append(entries[index].message) }
      frame.append(index + 1 < entries.count ? 1 : 0, bitCount: 1)
    }
    frame.append(body, bitCount: body.count * 8)
    return frame
  }

  /// What would go through the compressor, and the bytes that it takes as packed messages.
  private var contents: (bytes: [UInt8], limit: Int) {
    var bytes: [UInt8] = []
    var packedBitCount = 0
    let last = entries.lastIndex { $0.columns != nil }
    for index in 0..<entries.count {
      guard let columns = entries[index].columns else { continue }
      if index != last { appendLength(columns.count, to: &bytes) }
      bytes.append(contentsOf: columns)
      packedBitCount += entries[index].message.bitCount
    }
    return (bytes, packedBitCount / 8)
  }

  mutating func removeAll() {
    plain.removeAll()
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

  mutating func append(_ other: FrameBits) { append(other.bytes, bitCount: other.bitCount) }
}

extension BitReader {
  mutating func linkBodyForm() throws(LinkError) -> BodyForm {
    guard try linkBits(1) == 1 else { return .block }
    return try linkBits(1) == 0 ? .blocks : .stored
  }

  /// The rest of a frame: whole bytes wherever in a byte they begin, and zero bits behind them.
  mutating func linkBody() throws(LinkError) -> [UInt8] {
    let body: [UInt8]
    do throws(DecodeError) { body = try readBytes(count: remainingBitCount / 8) } catch { throw .decode(error) }
    try linkZeros(remainingBitCount)
    return body
  }
}
