/// Compresses the frames of one direction of a link.
///
/// ```swift
/// let compressor = try FrameCompressor(settings, contexts: thread)
/// let form = try compressor.compress(frame.bytes, appendingTo: &body)
/// ```
/// What must not enter any history (`secret` fields) is not given to it at all.
public final class FrameCompressor {
  public let settings: ZstdSettings
  private let contexts: ZstdContexts
  private var state: State

  private enum State {
    /// `isBegun`: the stream's frame header was elided already.
    case stream(CompressionContext, isBegun: Bool)
    case history(LinkHistory)
    case message(PreparedDictionary?)
  }

  /// - Parameter contexts: Those of the thread that will use the compressor.
  public init(_ settings: ZstdSettings, contexts: ZstdContexts) throws(StreamError) {
    try settings.check()
    self.settings = settings
    self.contexts = contexts
    switch settings.mode {
    case .stream:
      let context = try CompressionContext()
      try context.configure(settings, hasOwnTables: true)
      state = .stream(context, isBegun: false)
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

  /// The body that stands for a frame, appended to `body`: never more bytes than the frame has.
  ///
  /// - Throws: ``StreamError/frameTooLarge(byteCount:maximum:)``, after which nothing has changed. Any other error ends the
  ///   compression of this direction until ``restart()``.
  public func compress(_ contents: RawSpan, appendingTo body: inout [UInt8]) throws(StreamError) -> FrameForm {
    guard contents.byteCount <= settings.maximumFrameByteCount else {
      throw .frameTooLarge(byteCount: contents.byteCount, maximum: settings.maximumFrameByteCount)
    }
    guard contents.byteCount > 0 else { return .stored }
    let written = try write(contents)
    let elided = ElidedFrame.elide(&contexts.blocks, from: written.lowerBound, to: written.upperBound)
    if elided.form == .stored || elided.body.count >= contents.byteCount && mayStore(contents) {
      // For the other end a stored body is raw blocks. Several of them need not be what this end's state has seen.
      if contents.byteCount > settings.blockByteCount { restartStream() }
      unsafe contents.withUnsafeBytes { unsafe body.append(contentsOf: $0) }
      return .stored
    }
    body.append(contentsOf: contexts.blocks[elided.body])
    return elided.form
  }

  /// The same where the caller has another way to send the frame, of `limit` bytes.
  ///
  /// - Returns: `nil` where the body is no shorter than that. The contents belong to the history all the same, at both ends:
  ///   see ``FrameDecompressor/keep(_:)``. A stream always gives a body: what it has seen cannot be taken back.
  public func compress(
    _ contents: RawSpan, limit: Int, appendingTo body: inout [UInt8]
  ) throws(StreamError) -> FrameForm? {
    let start = body.count
    let form = try compress(contents, appendingTo: &body)
    if case .stream = state { return form }
    guard body.count - start >= limit else { return form }
    body.removeLast(body.count - start)
    return nil
  }

  /// Forgets everything that was sent. The other end has to do the same before the next frame.
  public func restart() {
    switch state {
    case .stream: restartStream()
    case .history(var history):
      history.removeAll()
      state = .history(history)
    case .message: break
    }
  }

  /// Whether a frame that zstd found something in may go uncompressed: not if a stream's state has moved on with it.
  private func mayStore(_ contents: RawSpan) -> Bool {
    guard case .stream = state else { return true }
    return contents.byteCount > settings.blockByteCount
  }

  private func restartStream() {
    guard case .stream(let context, _) = state else { return }
    context.reset()
    state = .stream(context, isBegun: false)
  }

  /// Has libzstd write the frame or its next blocks into the thread's buffer.
  ///
  /// - Returns: Where the blocks stand.
  private func write(_ contents: RawSpan) throws(StreamError) -> Range<Int> {
    switch state {
    case .stream(let context, let isBegun):
      let end = try context.flush(contents, into: &contexts.blocks)
      state = .stream(context, isBegun: true)
      return (isBegun ? 0 : ElidedFrame.headerByteCount)..<end
    case .history(var history):
      try contexts.compression.configure(settings)
      let end = try contexts.compression.compress(contents, prefix: history.bytes, into: &contexts.blocks)
      state = .message(nil)
      history.append(contents)
      state = .history(history)
      return ElidedFrame.headerByteCount..<end
    case .message(let dictionary):
      let context = contexts.compression
      try context.configure(settings)
      let end =
        if let dictionary {
          try context.compress(contents, dictionary: dictionary, into: &contexts.blocks)
        } else {
          try context.compress(contents, prefix: [], into: &contexts.blocks)
        }
      return ElidedFrame.headerByteCount..<end
    }
  }
}
