private import CZstd

/// An owned `ZSTD_CCtx`, with the parameters of our frames: no content size, no checksum, no dictionary id.
@safe
final class CompressionContext {
  private let context: OpaquePointer
  private var level: Int?
  private var windowLog: Int?

  init() throws(StreamError) {
    guard let context = unsafe ZSTD_createCCtx() else { throw .outOfMemory }
    unsafe self.context = context
    try set(ZSTD_c_contentSizeFlag, 0)
    try set(ZSTD_c_checksumFlag, 0)
    try set(ZSTD_c_dictIDFlag, 0)
  }

  deinit { _ = unsafe ZSTD_freeCCtx(context) }

  var byteCount: Int { unsafe ZSTD_sizeof_CCtx(context) }

  /// - Parameter hasOwnTables: The context serves one link alone: its tables are kept in proportion to the window.
  func configure(_ settings: ZstdSettings, hasOwnTables: Bool = false) throws(StreamError) {
    guard level != settings.level || windowLog != settings.windowLog else { return }
    try set(ZSTD_c_compressionLevel, settings.level)
    try set(ZSTD_c_windowLog, settings.windowLog)
    if hasOwnTables {
      try set(ZSTD_c_hashLog, max(10, min(settings.windowLog - 1, 16)))
      try set(ZSTD_c_chainLog, max(10, min(settings.windowLog - 1, 16)))
    }
    level = settings.level
    windowLog = settings.windowLog
  }

  private func set(_ parameter: ZSTD_cParameter, _ value: Int) throws(StreamError) {
    let result = unsafe ZSTD_CCtx_setParameter(context, parameter, Int32(clamping: value))
    guard ZSTD_isError(result) == 0 else { throw .unsupportedSettings }
  }

  /// Forgets the frame that was begun, and prefix or dictionary with it.
  func reset() {
    _ = unsafe ZSTD_CCtx_reset(context, ZSTD_reset_session_only)
    _ = unsafe ZSTD_CCtx_refCDict(context, nil)
  }

  /// A whole frame against `prefix`, at the start of `target`.
  ///
  /// - Returns: Its size.
  func compress(_ contents: RawSpan, prefix: [UInt8], into target: inout [UInt8]) throws(StreamError) -> Int {
    reset()
    let result = unsafe prefix.withUnsafeBytes { prefix in
      // An empty prefix clears the last one.
      let result = unsafe ZSTD_CCtx_refPrefix(context, prefix.baseAddress, prefix.count)
      return ZSTD_isError(result) == 0 ? finish(contents, into: &target) : result
    }
    return try Self.check(result)
  }

  /// A whole frame with a dictionary, at the start of `target`.
  func compress(
    _ contents: RawSpan, dictionary: PreparedDictionary, into target: inout [UInt8]
  ) throws(StreamError) -> Int {
    reset()
    try Self.check(unsafe ZSTD_CCtx_refCDict(context, dictionary.forCompression))
    return try Self.check(finish(contents, into: &target))
  }

  private func finish(_ contents: RawSpan, into target: inout [UInt8]) -> Int {
    unsafe contents.withUnsafeBytes { source in
      unsafe target.withUnsafeMutableBytes { target in
        unsafe ZSTD_compress2(context, target.baseAddress, target.count, source.baseAddress, source.count)
      }
    }
  }

  /// The next bytes of the frame that goes on for as long as the link, up to a flush.
  func flush(_ contents: RawSpan, into target: inout [UInt8]) throws(StreamError) -> Int {
    let result = unsafe contents.withUnsafeBytes { source in
      unsafe target.withUnsafeMutableBytes { target in
        var input = unsafe ZSTD_inBuffer(src: source.baseAddress, size: source.count, pos: 0)
        var output = unsafe ZSTD_outBuffer(dst: target.baseAddress, size: target.count, pos: 0)
        while true {
          let left = unsafe ZSTD_compressStream2(context, &output, &input, ZSTD_e_flush)
          if unsafe ZSTD_isError(left) != 0 || output.pos == output.size { return left }
          if unsafe left == 0 && input.pos == input.size { return unsafe output.pos }
        }
      }
    }
    return try Self.check(result)
  }

  @discardableResult
  private static func check(_ result: Int) throws(StreamError) -> Int {
    guard ZSTD_isError(result) == 0 else {
      let code = ZSTD_getErrorCode(result)
      throw code == ZSTD_error_memory_allocation ? .outOfMemory : .libraryFailed(code: code.rawValue)
    }
    return result
  }
}
