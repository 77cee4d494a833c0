import Weft
import WeftDynamic

/// Takes a capture file apart as its bytes come, through the definitions of pcap and pcapng.
///
///     bytes ──▶ window ──▶ next() ──▶ packet ──▶ next() ──▶ …
///                 ▲                      a range of the window, valid up to the next `next()`
///                 └── read(…) where next() says needsInput
///
/// The window holds what is not decoded yet. It grows with the largest block, up to a bound.
@safe
struct CaptureReader: ~Copyable {
  let codec: DynamicCodec
  let definitions: CaptureDefinitions
  var window: [UInt8]
  /// What of the window is read and not decoded.
  var unread = 0..<0
  /// Where `unread` starts in the file.
  var fileOffset = 0
  var isAtEnd = false
  var state = State.start
  var isLittle = true
  var interfaces: [CaptureInterface] = []
  private let treePointer: UnsafeMutablePointer<ValueTree>
  /// The argument of every definition of a container.
  private let little = Arguments(true)
  private let big = Arguments(false)
  /// Bytes that `unread` must have before another try makes sense.
  var neededByteCount = 1

  enum State { case start, pcap, pcapng, stopped }

  enum Step {
    case packet(CapturedPacket)
    /// Call `read`, then `next` again.
    case needsInput
    /// A block that is wrong, with what is; reading goes on behind it.
    case problem(String)
    case end
  }

  /// Read at once at the most; the window starts with room for two of the first reads, which are shorter.
  static let chunkByteLimit = 1 << 18
  private var chunkByteCount = 1 << 14
  /// A longer block is not read: real ones are below 1 MiB.
  static let blockByteLimit = 1 << 24
  static let interfaceLimit = 1 << 16

  init(_ codec: DynamicCodec, _ definitions: CaptureDefinitions) {
    self.codec = codec
    self.definitions = definitions
    window = [UInt8](repeating: 0, count: 2 * chunkByteCount)
    unsafe treePointer = .allocate(capacity: 1)
    unsafe treePointer.initialize(to: ValueTree())
  }

  deinit {
    unsafe treePointer.deinitialize(count: 1)
    unsafe treePointer.deallocate()
  }

  /// What was decoded last. It stands by itself, so that it can be filled while the window is read.
  var tree: ValueTree {
    @inline(__always) _read { yield unsafe treePointer.pointee }
    @inline(__always) nonmutating _modify { yield unsafe &treePointer.pointee }
  }

  // MARK: Reading

  /// Makes room and has it filled; at the end of the input, `isAtEnd`.
  mutating func fill(_ read: (inout MutableRawSpan) throws -> Int) rethrows {
    if window.count - unread.upperBound < chunkByteCount {
      if unread.lowerBound > 0 {
        for (target, source) in unread.enumerated() { window[target] = window[source] }
        unread = 0..<unread.count
      }
      let missing = unread.count + chunkByteCount - window.count
      if missing > 0 { window.append(contentsOf: repeatElement(0, count: max(missing, window.count))) }
    }
    let end = unread.upperBound
    var span = window.mutableSpan
    // Bytes have no values that are not allowed.
    var room = unsafe span.mutableBytes
    var target = room._mutatingExtracting(droppingFirst: end)
    let capacity = target.byteCount
    let count = try read(&target)
    if count <= 0 {
      isAtEnd = true
    } else {
      unread = unread.lowerBound..<unread.upperBound + min(count, capacity)
      // There is more where that came from.
      if count >= capacity { chunkByteCount = min(2 * chunkByteCount, Self.chunkByteLimit) }
    }
  }

  mutating func consume(_ byteCount: Int) {
    unread = unread.lowerBound + byteCount..<unread.upperBound
    fileOffset += byteCount
    neededByteCount = 1
  }

  // MARK: Steps

  mutating func next() -> Step {
    if unread.isEmpty {
      if state == .start { return isAtEnd ? stop("the file is empty") : .needsInput }
      return isAtEnd || state == .stopped ? .end : .needsInput
    }
    if unread.count < neededByteCount, !isAtEnd, state != .stopped { return .needsInput }
    switch state {
    case .start: return start()
    case .pcap: return nextPcapPacket()
    case .pcapng: return nextBlock()
    case .stopped: return .end
    }
  }

  /// Decodes at the start of `unread`.
  mutating func decode(
    _ record: CaptureDefinitions.RecordIndex, options: DynamicCodec.DecodeOptions = .inspecting
  ) -> Bool {
    let input = unsafe window.span.bytes.extracting(unread)
    if isLittle {
      return codec.decode(record.definition, from: input, into: &tree, options: options, arguments: little)
    }
    return codec.decode(record.definition, from: input, into: &tree, options: options, arguments: big)
  }

  /// The file is of no use from here on.
  mutating func stop(_ problem: String) -> Step {
    state = .stopped
    unread = unread.upperBound..<unread.upperBound
    return .problem(problem)
  }

  /// Whether decoding stopped where the window does: more bytes may help.
  var isTruncatedByWindow: Bool {
    guard let failure = tree.failure, case .truncated = failure.reason else { return false }
    return failure.bitOffset == unread.count * 8
  }

  /// Which of the two formats, and in which byte order: whichever decodes.
  private mutating func start() -> Step {
    if unread.count < 24, !isAtEnd {
      neededByteCount = 24
      return .needsInput
    }
    for isLittle in [true, false] {
      self.isLittle = isLittle
      if decode(definitions.pcapHeader) { return startPcap() }
      if isTruncatedByWindow, unread.count >= 4, isPcapMagic { return stop("the file ends inside its header") }
    }
    isLittle = true
    _ = decode(definitions.block)
    if tree.node(ofField: definitions.section.byteOrderMagic) != nil {
      state = .pcapng
      return nextBlock()
    }
    return stop("this is neither a pcap nor a pcapng file")
  }

  private var isPcapMagic: Bool { tree.node(ofField: definitions.pcapHeader.field("magic")) != nil }
}

/// An interface that a capture states: what its packets are, and what their times mean.
struct CaptureInterface {
  var linkType: Int64
  /// The most bytes of a packet that were kept; 0: all.
  var snapLength = 0
  var clock = Clock()
}

/// A packet of a capture, as the file states it.
struct CapturedPacket {
  /// In `CaptureReader.window`.
  var range: Range<Int>
  var originalByteCount: Int
  /// `nil` in a simple packet block.
  var timestamp: Timestamp?
  /// From 0, in its section; `nil` in a pcap file.
  var interface: Int?
  var linkType: Int64
  /// What is wrong with the block that holds it.
  var problem: String?

  var isCut: Bool { range.count < originalByteCount }
}
