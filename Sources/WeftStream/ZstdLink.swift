public import Weft
public import WeftLink

/// The compression of a link whose channel says `zstd(…)`: messages as columns, frames through libzstd, both ways.
///
/// ```swift
/// let thread = try ZstdContexts()
/// let end = try ChannelEnd<State>(session: 1, contexts: thread)
/// ```
public final class ZstdLink<Message: ChannelMessage>: LinkCompression {
  public let offer: CompressionOffer
  private let compressor: FrameCompressor
  private let decompressor: FrameDecompressor
  /// By message; `nil` where its columns are its packed bits.
  private var forms: [ColumnForm?] = []

  /// - Parameters:
  ///   - contexts: Those of the thread that will use the link.
  ///   - dictionary: In place of the one that the channel names and its generated code carries.
  ///   - limits: The same that the end of the channel gets.
  /// - Throws: ``StreamError/unsupportedSettings`` also where the channel has no `zstd(…)`.
  public init(
    contexts: ZstdContexts, dictionary: ZstdDictionary? = nil, limits: LinkLimits = LinkLimits()
  ) throws(StreamError) {
    guard let compression = Message.channel.compression else { throw .unsupportedSettings }
    let mode: ZstdSettings.Mode
    switch compression.mode {
    case .stream(let byteCount):
      mode = .stream(windowByteCount: byteCount)
      offer = CompressionOffer(mode: .stream, byteCount: byteCount)
    case .history(let byteCount):
      mode = .history(byteCount: byteCount)
      offer = CompressionOffer(mode: .history, byteCount: byteCount)
    case .message:
      let dictionary = dictionary ?? contexts.dictionary(Message.dictionary)
      mode = .message(dictionary: dictionary)
      offer = CompressionOffer(mode: .message, dictionary: dictionary?.identity ?? 0)
    }
    let settings = ZstdSettings(mode, level: compression.level, maximumFrameByteCount: limits.frameByteCount)
    compressor = try FrameCompressor(settings, contexts: contexts)
    decompressor = try FrameDecompressor(settings, contexts: contexts)
    for index in 0..<Message.channel.messageCount {
      forms.append(ColumnForm(program: Message.columnProgram(ofMessage: index)))
    }
  }

  /// What the link pays beside the thread's contexts: both directions, as libzstd reports them.
  public var linkByteCount: Int { compressor.linkByteCount + decompressor.linkByteCount }

  public func appendContents(
    ofMessage index: Int, packed: RawSpan, to contents: inout [UInt8]
  ) throws(LinkError) {
    guard forms[index] != nil else { return contents.append(packed) }
    do throws(DecodeError) {
      try forms[index]?.appendColumns(of: packed, to: &contents)
    } catch {
      throw .decode(error)
    }
  }

  public func appendPacked(
    ofMessage index: Int, contents: RawSpan, to packed: inout [UInt8]
  ) throws(LinkError) {
    guard forms[index] != nil else { return packed.append(contents) }
    do throws(DecodeError) {
      try forms[index]?.appendPacked(of: contents, to: &packed)
    } catch {
      throw .decode(error)
    }
  }

  public func compress(
    _ contents: [UInt8], limit: Int, appendingTo body: inout [UInt8]
  ) throws(LinkError) -> BodyForm? {
    do throws(StreamError) {
      let form = try compressor.compress(unsafe contents.span.bytes, limit: limit, appendingTo: &body)
      return form.map { BodyForm($0) }
    } catch {
      throw .compression(CompressionFailure(error))
    }
  }

  public func decompress(_ body: [UInt8], form: BodyForm, appendingTo contents: inout [UInt8]) throws(LinkError) {
    do throws(StreamError) {
      try decompressor.decompress(unsafe body.span.bytes, form: FrameForm(form), appendingTo: &contents)
    } catch {
      throw .compression(CompressionFailure(error))
    }
  }

  public func keep(_ contents: [UInt8]) { decompressor.keep(unsafe contents.span.bytes) }

  public func restartSending() { compressor.restart() }
  public func restartReceiving() { decompressor.restart() }
}

extension ChannelEnd {
  /// An end of any channel: of one with `zstd(…)` with what that asks for, of another without compression.
  ///
  /// ```swift
  /// let thread = try ZstdContexts()
  /// let end = try ChannelEnd<Talk>(session: 7, contexts: thread)
  /// ```
  /// - Parameters:
  ///   - contexts: Those of the thread that will use the end.
  ///   - dictionary: In place of the one that the channel names and its generated code carries.
  public convenience init(
    session: UInt32, limits: LinkLimits = LinkLimits(), times: LinkTimes = LinkTimes(), contexts: ZstdContexts,
    dictionary: ZstdDictionary? = nil
  ) throws(StreamError) {
    let isCompressed = Message.channel.compression != nil
    self.init(
      session: session, limits: limits, times: times,
      compression: isCompressed ? try ZstdLink<Message>(contexts: contexts, dictionary: dictionary, limits: limits) : nil)
  }
}

extension [UInt8] {
  mutating func append(_ source: RawSpan) { unsafe source.withUnsafeBytes { unsafe append(contentsOf: $0) } }
}

extension CompressionFailure {
  init(_ error: StreamError) {
    self =
      switch error {
      case .frameTooLarge, .tooLarge: .tooLarge
      case .ended: .ended
      case .outOfMemory: .outOfMemory
      case .corrupt, .unsupportedSettings, .libraryFailed: .corrupt
      }
  }
}

extension BodyForm {
  init(_ form: FrameForm) {
    self =
      switch form {
      case .stored: .stored
      case .block: .block
      case .blocks: .blocks
      }
  }
}

extension FrameForm {
  init(_ form: BodyForm) {
    self =
      switch form {
      case .stored: .stored
      case .block: .block
      case .blocks: .blocks
      }
  }
}
