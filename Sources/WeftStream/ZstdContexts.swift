private import CZstd
import Weft

/// What a thread needs to compress and decompress the frames of any number of links: two libzstd contexts, two buffers.
///
/// One a thread, not one a link: a context takes hundreds of KiB. In the modes `history` and `message` it holds nothing between
/// two frames, so that links may share it in any order.
public final class ZstdContexts {
  let compression: CompressionContext
  let decompression: DecompressionContext
  /// What libzstd wrote or what it is to read: a frame with all its headers.
  var blocks: [UInt8] = []
  /// What it decompressed.
  var contents: [UInt8] = []
  private var prepared: [PreparedDictionary] = []

  public init() throws(StreamError) {
    compression = try CompressionContext()
    decompression = try DecompressionContext()
  }

  /// What the thread pays, all links together: contexts, buffers and prepared dictionaries, as libzstd reports them.
  public var byteCount: Int {
    compression.byteCount + decompression.byteCount + blocks.capacity + contents.capacity
      + prepared.reduce(0) { $0 + $1.byteCount }
  }

  /// The dictionary in the form that libzstd uses at once, made when a link first asks for it.
  func prepare(_ dictionary: ZstdDictionary, level: Int) throws(StreamError) -> PreparedDictionary {
    let known = prepared.first { $0.dictionary.identity == dictionary.identity && $0.level == level }
    if let known, known.dictionary.bytes == dictionary.bytes { return known }
    let new = try PreparedDictionary(dictionary, level: level)
    prepared.append(new)
    return new
  }

  /// The dictionary that a channel's generated code carries, made bytes of when a link first asks for it.
  func dictionary(_ embedded: ChannelDictionary?) -> ZstdDictionary? {
    guard let embedded else { return nil }
    if let known = prepared.first(where: { $0.dictionary.identity == embedded.identity }) { return known.dictionary }
    return ZstdDictionary(embedded)
  }

  func reserve(_ settings: ZstdSettings) {
    let needed = ElidedFrame.capacity(forContents: settings.maximumFrameByteCount)
    if blocks.count < needed { blocks = [UInt8](repeating: 0, count: needed) }
    // One more than allowed, so that a frame that holds too much shows.
    let allowed = settings.maximumFrameByteCount + 1
    if contents.count < allowed { contents = [UInt8](repeating: 0, count: allowed) }
  }
}

/// A dictionary with its tables built, both ways.
@safe
final class PreparedDictionary {
  let dictionary: ZstdDictionary
  let level: Int
  let forCompression: OpaquePointer
  let forDecompression: OpaquePointer

  init(_ dictionary: ZstdDictionary, level: Int) throws(StreamError) {
    let bytes = dictionary.bytes
    guard let compression = unsafe ZSTD_createCDict(bytes, bytes.count, Int32(clamping: level)) else { throw .outOfMemory }
    guard let decompression = unsafe ZSTD_createDDict(bytes, bytes.count) else {
      _ = unsafe ZSTD_freeCDict(compression)
      throw .outOfMemory
    }
    self.dictionary = dictionary
    self.level = level
    unsafe forCompression = compression
    unsafe forDecompression = decompression
  }

  var byteCount: Int { unsafe ZSTD_sizeof_CDict(forCompression) + ZSTD_sizeof_DDict(forDecompression) }

  deinit {
    _ = unsafe ZSTD_freeCDict(forCompression)
    _ = unsafe ZSTD_freeDDict(forDecompression)
  }
}
