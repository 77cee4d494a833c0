/// What of a zstd frame is not sent because the other end can rebuild it (RFC 8878 section 3.1.1).
///
///     28 B5 2F FD   magic                       the same in every frame
///     00            frame header descriptor     no content size, no checksum, no dictionary id
///     ww            window descriptor           from the settings
///     hh hh hh      block header                last | type << 1 | size << 3: from form and size of the body
///     …             block contents              sent
///
/// A raw block is a stored body. A run-length block is sent as a compressed block whose literals are a run, which decodes to
/// the same and leaves the same state behind.
enum ElidedFrame {
  static let headerByteCount = 6
  static let blockHeaderByteCount = 3

  enum BlockKind: Int { case raw, run, compressed, reserved }

  /// Room for a frame with all headers of contents of that size.
  static func capacity(forContents byteCount: Int) -> Int { byteCount + byteCount / 128 + 1024 }

  static func blockHeader(isLast: Bool, kind: BlockKind, size: Int) -> Int {
    (isLast ? 1 : 0) | kind.rawValue << 1 | size << 3
  }

  /// What is to be sent of the blocks in `bytes[start ..< end]`.
  ///
  /// - Returns: The form, and where in `bytes` the body stands now; of a stored body nothing.
  static func elide(_ bytes: inout [UInt8], from start: Int, to end: Int) -> (form: FrameForm, body: Range<Int>) {
    guard end - start >= blockHeaderByteCount else { return (.stored, start..<start) }
    let header = readHeader(bytes, at: start)
    let contents = start + blockHeaderByteCount
    let size = header >> 3
    switch BlockKind(rawValue: header >> 1 & 3) {
    case .raw where contents + size == end: return (.stored, start..<start)
    case .compressed where contents + size == end: return (.block, contents..<end)
    case .run where contents + 1 == end:
      let body = start..<start + writeRun(&bytes, at: start, of: size)
      return body.count < size ? (.block, body) : (.stored, start..<start)
    default: return (.blocks, start..<end)
    }
  }

  /// A compressed block of `size` times the byte behind the block header at `start`: literals of the type RLE, no sequences
  /// (section 3.1.1.3.1).
  private static func writeRun(_ bytes: inout [UInt8], at start: Int, of size: Int) -> Int {
    let value = bytes[start + blockHeaderByteCount]
    let header =
      switch size {
      case ..<32: [1 | size << 3]
      case ..<4096: [5 | size << 4, size >> 4]
      default: [13 | size << 4, size >> 4, size >> 12]
      }
    let run = header.map { UInt8(truncatingIfNeeded: $0) } + [value, 0]
    // Up to five bytes where four stood: the buffer has room behind any frame.
    for (offset, byte) in run.enumerated() { bytes[start + offset] = byte }
    return run.count
  }

  static func readHeader(_ bytes: [UInt8], at start: Int) -> Int {
    Int(bytes[start]) | Int(bytes[start + 1]) << 8 | Int(bytes[start + 2]) << 16
  }
}

/// Puts the elided bytes back, so that any zstd decompressor reads the frame.
struct RebuiltFrame {
  private(set) var byteCount = 0
  let windowLog: Int
  let blockByteCount: Int

  init(_ settings: ZstdSettings) {
    windowLog = settings.windowLog
    blockByteCount = settings.blockByteCount
  }

  mutating func putHeader(into bytes: inout [UInt8]) {
    for byte in [0x28, 0xB5, 0x2F, 0xFD, 0x00, UInt8(truncatingIfNeeded: (windowLog - 10) << 3)] { put(byte, into: &bytes) }
  }

  /// - Parameter endsFrame: The body is all of a frame; otherwise the frame goes on for as long as the link.
  mutating func put(
    _ body: RawSpan, form: FrameForm, endsFrame: Bool, into bytes: inout [UInt8]
  ) throws(StreamError) {
    switch form {
    case .stored:
      var start = 0
      repeat {
        let size = min(blockByteCount, body.byteCount - start)
        let isLast = endsFrame && start + size == body.byteCount
        putBlockHeader(isLast: isLast, kind: .raw, size: size, into: &bytes)
        put(body.extracting(start..<start + size), into: &bytes)
        start += size
      } while start < body.byteCount
    case .block:
      guard body.byteCount <= blockByteCount else { throw .corrupt }
      putBlockHeader(isLast: endsFrame, kind: .compressed, size: body.byteCount, into: &bytes)
      put(body, into: &bytes)
    case .blocks:
      let start = byteCount
      put(body, into: &bytes)
      try checkBlocks(bytes, from: start, endsFrame: endsFrame)
    }
  }

  /// The blocks have to fill the body, and the frame has to end where ours do: nothing else may be smuggled in behind it.
  private func checkBlocks(_ bytes: [UInt8], from start: Int, endsFrame: Bool) throws(StreamError) {
    var position = start
    var blockCount = 0
    while position < byteCount {
      guard byteCount - position >= ElidedFrame.blockHeaderByteCount else { throw .corrupt }
      let header = ElidedFrame.readHeader(bytes, at: position)
      let kind = ElidedFrame.BlockKind(rawValue: header >> 1 & 3)
      guard kind != .reserved, header >> 3 <= blockByteCount else { throw .corrupt }
      position += ElidedFrame.blockHeaderByteCount + (kind == .run ? 1 : header >> 3)
      blockCount += 1
      guard (header & 1 == 1) == (endsFrame && position == byteCount) else { throw .corrupt }
    }
    guard position == byteCount, blockCount > 1 else { throw .corrupt }
  }

  private mutating func putBlockHeader(
    isLast: Bool, kind: ElidedFrame.BlockKind, size: Int, into bytes: inout [UInt8]
  ) {
    let header = ElidedFrame.blockHeader(isLast: isLast, kind: kind, size: size)
    for shift in [0, 8, 16] { put(UInt8(truncatingIfNeeded: header >> shift), into: &bytes) }
  }

  private mutating func put(_ byte: UInt8, into bytes: inout [UInt8]) {
    bytes[byteCount] = byte
    byteCount += 1
  }

  private mutating func put(_ source: RawSpan, into bytes: inout [UInt8]) {
    unsafe bytes.withUnsafeMutableBytes { target in
      unsafe source.withUnsafeBytes { source in
        unsafe UnsafeMutableRawBufferPointer(rebasing: target[byteCount..<byteCount + source.count]).copyMemory(from: source)
      }
    }
    byteCount += source.byteCount
  }
}
