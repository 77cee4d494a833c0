private import CZstd

/// An owned `ZSTD_DCtx`. It never allocates by what a frame says: windows are as large as the rebuilt headers state, and
/// contents go into a buffer whose size the settings bound.
@safe
final class DecompressionContext {
  private let context: OpaquePointer

  init() throws(StreamError) {
    guard let context = unsafe ZSTD_createDCtx() else { throw .outOfMemory }
    unsafe self.context = context
  }

  deinit { _ = unsafe ZSTD_freeDCtx(context) }

  var byteCount: Int { unsafe ZSTD_sizeof_DCtx(context) }

  func reset() {
    _ = unsafe ZSTD_DCtx_reset(context, ZSTD_reset_session_only)
    _ = unsafe ZSTD_DCtx_refDDict(context, nil)
  }

  /// The contents of the frame that is the first `byteCount` of `frame`, against `prefix`. They fill `target` from its start.
  ///
  /// - Returns: How many bytes they are.
  func decompress(
    _ frame: [UInt8], byteCount: Int, prefix: [UInt8], into target: inout [UInt8]
  ) throws(StreamError) -> Int {
    reset()
    let result = unsafe prefix.withUnsafeBytes { prefix in
      if unsafe Self.looksLikeDictionary(prefix.bytes) {
        _ = unsafe ZSTD_DCtx_refPrefix(context, prefix.baseAddress, prefix.count)
        return finish(frame, byteCount: byteCount, into: &target)
      }
      return unsafe frame.withUnsafeBytes { frame in
        unsafe target.withUnsafeMutableBytes { target in
          unsafe ZSTD_decompress_usingDict(
            context, target.baseAddress, target.count, frame.baseAddress, min(byteCount, frame.count), prefix.baseAddress,
            prefix.count)
        }
      }
    }
    return try Self.check(result, capacity: target.count)
  }

  /// Whether bytes begin as a dictionary of zstd's own form does (RFC 8878 section 5): `ZSTD_decompress_usingDict` would read them as
  /// one. `ZSTD_DCtx_refPrefix` would not, but asks for 27 KB of memory each time.
  private static func looksLikeDictionary(_ bytes: RawSpan) -> Bool {
    guard bytes.byteCount >= 4 else { return false }
    return UInt32(littleEndian: unsafe bytes.unsafeLoadUnaligned(as: UInt32.self)) == ZSTD_MAGIC_DICTIONARY
  }

  /// The contents of a frame that was made with a dictionary.
  func decompress(
    _ frame: [UInt8], byteCount: Int, dictionary: PreparedDictionary, into target: inout [UInt8]
  ) throws(StreamError) -> Int {
    reset()
    _ = unsafe ZSTD_DCtx_refDDict(context, dictionary.forDecompression)
    return try Self.check(finish(frame, byteCount: byteCount, into: &target), capacity: target.count)
  }

  private func finish(_ frame: [UInt8], byteCount: Int, into target: inout [UInt8]) -> Int {
    unsafe frame.withUnsafeBytes { frame in
      unsafe target.withUnsafeMutableBytes { target in
        unsafe ZSTD_decompressDCtx(context, target.baseAddress, target.count, frame.baseAddress, min(byteCount, frame.count))
      }
    }
  }

  /// The contents of the next blocks of a frame that goes on for as long as the link.
  func advance(_ blocks: [UInt8], byteCount: Int, into target: inout [UInt8]) throws(StreamError) -> Int {
    let result = unsafe blocks.withUnsafeBytes { blocks in
      unsafe target.withUnsafeMutableBytes { target in
        var input = unsafe ZSTD_inBuffer(src: blocks.baseAddress, size: min(byteCount, blocks.count), pos: 0)
        var output = unsafe ZSTD_outBuffer(dst: target.baseAddress, size: target.count, pos: 0)
        while true {
          let before = unsafe (input.pos, output.pos)
          let result = unsafe ZSTD_decompressStream(context, &output, &input)
          if ZSTD_isError(result) != 0 { return result }
          // A full buffer is one byte more than may come; without progress the blocks were cut off.
          if unsafe input.pos == input.size || output.pos == output.size { return unsafe output.pos }
          if unsafe before == (input.pos, output.pos) { return unsafe output.pos }
        }
      }
    }
    return try Self.check(result, capacity: target.count)
  }

  /// - Parameter capacity: Of the buffer for the contents, one byte more than allowed.
  private static func check(_ result: Int, capacity: Int) throws(StreamError) -> Int {
    guard ZSTD_isError(result) == 0 else { throw error(result, capacity: capacity) }
    guard result < capacity else { throw .tooLarge(maximum: capacity - 1) }
    return result
  }

  private static func error(_ result: Int, capacity: Int) -> StreamError {
    switch ZSTD_getErrorCode(result) {
    case ZSTD_error_memory_allocation: .outOfMemory
    case ZSTD_error_dstSize_tooSmall: .tooLarge(maximum: capacity - 1)
    default: .corrupt
    }
  }
}
