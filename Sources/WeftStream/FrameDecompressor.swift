/// Reads back the frames of one direction of a link.
///
/// Nothing that it is given makes it trap or take more memory than the settings allow. After a frame that could not be read,
/// the state that later frames refer to is unknown in the modes `stream` and `history`: compressed ones are refused with
/// ``StreamError/ended`` until ``restart()``, stored ones still come through. In the mode `message` nothing is lost but that frame.
public final class FrameDecompressor {
  public let settings: ZstdSettings
  private let contexts: ZstdContexts
  private var state: State
  /// An earlier frame failed.
  public private(set) var hasEnded = false

  private enum State {
    case stream(DecompressionContext, isBegun: Bool)
    case history(LinkHistory)
    case message(PreparedDictionary?)
  }

  /// - Parameter contexts: Those of the thread that will use the decompressor.
  public init(_ settings: ZstdSettings, contexts: ZstdContexts) throws(StreamError) {
    try settings.check()
    self.settings = settings
    self.contexts = contexts
    switch settings.mode {
    case .stream: state = .stream(try DecompressionContext(), isBegun: false)
    case .history(let byteCount): state = .history(LinkHistory(byteCount: byteCount))
    case .message(let dictionary):
      state = .message(
        try dictionary.map { dictionary throws(StreamError) in
          try contexts.prepare(dictionary, level: settings.level)
        })
    }
    contexts.reserve(settings)
  }

  /// What this direction of the link pays beside the thread's contexts.
  public var linkByteCount: Int {
    switch state {
    case .stream(let context, _): context.byteCount
    case .history(let history): history.bytes.capacity
    case .message: 0
    }
  }

  /// The frame that a body stands for, appended to `frame`.
  public func decompress(_ body: RawSpan, form: FrameForm, appendingTo frame: inout [UInt8]) throws(StreamError) {
    if form == .stored {
      try takeStored(body)
      unsafe body.withUnsafeBytes { unsafe frame.append(contentsOf: $0) }
      return
    }
    guard !hasEnded else { throw .ended }
    do throws(StreamError) {
      guard body.byteCount <= settings.maximumFrameByteCount else { throw .tooLarge(maximum: settings.maximumFrameByteCount) }
      let byteCount = try read(body, form: form)
      guard byteCount <= settings.maximumFrameByteCount else { throw .tooLarge(maximum: settings.maximumFrameByteCount) }
      frame.append(contentsOf: contexts.contents[..<byteCount])
    } catch {
      try end(error)
    }
  }

  /// Takes contents into the history that came another way: see ``FrameCompressor/compress(_:limit:appendingTo:)``.
  public func keep(_ contents: RawSpan) {
    guard case .history(var history) = state, !hasEnded else { return }
    state = .message(nil)
    history.append(contents)
    state = .history(history)
  }

  /// Forgets everything that was received, and takes compressed frames again.
  public func restart() {
    hasEnded = false
    switch state {
    case .stream(let context, _):
      context.reset()
      state = .stream(context, isBegun: false)
    case .history(var history):
      history.removeAll()
      state = .history(history)
    case .message: break
    }
  }

  private func end(_ error: StreamError) throws(StreamError) -> Never {
    if case .message = state {} else { hasEnded = true }
    throw error
  }

  /// What was sent uncompressed belongs to the history all the same.
  private func takeStored(_ body: RawSpan) throws(StreamError) {
    guard body.byteCount <= settings.maximumFrameByteCount else {
      try end(.tooLarge(maximum: settings.maximumFrameByteCount))
    }
    guard !hasEnded, body.byteCount > 0 else { return }
    switch state {
    case .stream where body.byteCount > settings.blockByteCount: restart()
    case .stream: do throws(StreamError) { _ = try read(body, form: .stored) } catch { try end(error) }
    case .history(var history):
      state = .message(nil)
      history.append(body)
      state = .history(history)
    case .message: break
    }
  }

  /// Decompresses into the thread's buffer.
  ///
  /// - Returns: How many bytes the contents are.
  private func read(_ body: RawSpan, form: FrameForm) throws(StreamError) -> Int {
    var rebuilt = RebuiltFrame(settings)
    switch state {
    case .stream(let context, let isBegun):
      if !isBegun { rebuilt.putHeader(into: &contexts.blocks) }
      try rebuilt.put(body, form: form, endsFrame: false, into: &contexts.blocks)
      state = .stream(context, isBegun: true)
      return try context.advance(contexts.blocks, byteCount: rebuilt.byteCount, into: &contexts.contents)
    case .history(var history):
      try rebuild(body, form: form, into: &rebuilt)
      let byteCount = try contexts.decompression.decompress(
        contexts.blocks, byteCount: rebuilt.byteCount, prefix: history.bytes, into: &contexts.contents)
      state = .message(nil)
      history.append(contexts.contents, byteCount: byteCount)
      state = .history(history)
      return byteCount
    case .message(let dictionary):
      try rebuild(body, form: form, into: &rebuilt)
      let (context, byteCount) = (contexts.decompression, rebuilt.byteCount)
      guard let dictionary else {
        return try context.decompress(contexts.blocks, byteCount: byteCount, prefix: [], into: &contexts.contents)
      }
      return try context.decompress(contexts.blocks, byteCount: byteCount, dictionary: dictionary, into: &contexts.contents)
    }
  }

  private func rebuild(_ body: RawSpan, form: FrameForm, into rebuilt: inout RebuiltFrame) throws(StreamError) {
    rebuilt.putHeader(into: &contexts.blocks)
    try rebuilt.put(body, form: form, endsFrame: true, into: &contexts.blocks)
  }
}
