public import Weft

/// Rearranges a message between its packed bits and columns of whole bytes, which zstd finds more in
/// (`docs/streams.md`, "Columns"). Both are the same value: the packed form stays the canonical, signed one.
///
/// Keep one for each message of a channel: its buffers are used again.
public struct ColumnForm {
  let program: ColumnProgram
  /// One for each column, while a message is being rearranged.
  var columns: [[UInt8]]
  /// The next byte of each column to be read.
  var positions: [Int]
  /// The last value of each key, by node.
  var keys: [UInt64]
  /// Presence bits of the records that are being walked, the outermost first, and where those of the innermost begin.
  var presence: [Bool] = []
  var presenceBase = 0

  /// `nil` where `program` is not one that the emitter or `Schema.columnProgram(of:)` made.
  public init?(program: [UInt8]) {
    guard let parsed = ColumnProgram(program) else { return nil }
    self.program = parsed
    columns = Array(repeating: [], count: parsed.columnCount)
    positions = Array(repeating: 0, count: parsed.columnCount)
    keys = Array(repeating: 0, count: parsed.nodes.count)
  }

  /// The most bytes that the columns of a message of up to `bitCount` packed bits take: what a decompressor may be asked for.
  ///
  /// Each bit becomes a byte at most; the lengths of the columns stand before them.
  public func maximumByteCount(forPackedBitCount bitCount: Int) -> Int { bitCount + 5 * (columns.count - 1) }

  mutating func reset() {
    for index in columns.indices {
      columns[index].removeAll(keepingCapacity: true)
      positions[index] = 0
    }
    for index in keys.indices { keys[index] = 0 }
    presence.removeAll(keepingCapacity: true)
    presenceBase = 0
  }

  /// The columns of `packed`, a whole message, appended to `output`.
  ///
  /// - Throws: where `packed` does not have the shape of the program's message.
  public mutating func appendColumns(of packed: RawSpan, to output: inout [UInt8]) throws(DecodeError) {
    reset()
    var reader = BitReader(packed)
    try spread(0, from: &reader)
    try reader.finish()
    for column in columns.dropFirst() { appendLength(column.count, to: &output) }
    for column in columns { output.append(contentsOf: column) }
  }

  /// The packed bits of a message whose columns `bytes` are, padded to a byte, appended to `output`.
  ///
  /// They take at most as many bytes as the columns. What the columns say is not checked beyond their shape: the message's own
  /// decoder does that.
  public mutating func appendPacked(of bytes: [UInt8], to output: inout [UInt8]) throws(DecodeError) {
    try appendPacked(of: unsafe bytes.span.bytes, to: &output)
  }

  /// The same of bytes that stand anywhere.
  public mutating func appendPacked(of bytes: RawSpan, to output: inout [UInt8]) throws(DecodeError) {
    reset()
    var position = 0
    var others = 0
    // Until the columns are read, `positions` holds their lengths.
    for column in columns.indices.dropFirst() {
      positions[column] = try Self.length(in: bytes, at: &position)
      others += positions[column]
    }
    positions[0] = bytes.byteCount - position - others
    guard positions[0] >= 0 else {
      throw DecodeError(.truncated(neededBitCount: -positions[0] * 8), at: bytes.byteCount * 8)
    }
    for column in columns.indices {
      columns[column].append(bytes.extracting(position..<position + positions[column]))
      position += positions[column]
      positions[column] = 0
    }
    var writer = ColumnBits(bytes: output)
    output = []
    defer { output = writer.bytes }
    try gather(0, into: &writer)
    writer.finish()
    for column in columns.indices where positions[column] != columns[column].count {
      throw DecodeError(.trailingBytes(count: columns[column].count - positions[column]), at: bytes.byteCount * 8)
    }
  }

  private func appendLength(_ length: Int, to output: inout [UInt8]) {
    var rest = length
    while rest > 0x7F {
      output.append(UInt8(rest & 0x7F | 0x80))
      rest >>= 7
    }
    output.append(UInt8(rest))
  }

  private static func length(in bytes: RawSpan, at position: inout Int) throws(DecodeError) -> Int {
    var value = 0
    for shift in stride(from: 0, to: 35, by: 7) {
      guard position < bytes.byteCount else { throw DecodeError(.truncated(neededBitCount: 8), at: position * 8) }
      let group = Int(unsafe bytes.unsafeLoad(fromByteOffset: position, as: UInt8.self))
      position += 1
      value |= (group & 0x7F) << shift
      if group < 0x80 { return value }
    }
    throw DecodeError(.varintOverflow, at: position * 8)
  }
}

/// Bits on their way into packed bytes, the first the least significant.
struct ColumnBits {
  var bytes: [UInt8]
  private var pending: UInt64 = 0
  private var pendingBitCount = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  /// The low `bitCount` bits of `value`, 0...64; the others are zero.
  mutating func put(_ value: UInt64, bitCount: Int) {
    pending |= value << UInt64(pendingBitCount)
    var count = pendingBitCount + bitCount
    if count >= 64 {
      for shift in stride(from: 0, to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: pending >> UInt64(shift))) }
      pending = pendingBitCount == 0 ? 0 : value >> UInt64(64 - pendingBitCount)
      count -= 64
    }
    pendingBitCount = count
  }

  mutating func finish() {
    while pendingBitCount > 0 {
      bytes.append(UInt8(truncatingIfNeeded: pending))
      pending >>= 8
      pendingBitCount -= 8
    }
    pendingBitCount = 0
    pending = 0
  }
}
