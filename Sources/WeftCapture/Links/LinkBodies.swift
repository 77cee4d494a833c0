import Weft
import WeftDynamic
import WeftSchema
import WeftStream

/// What goes through zstd in one direction of a link (`docs/streams.md`, "Compressed bodies").
///
/// A history is the last bytes that went that way: where the capture lacks some, what is known of its end still serves the frames that
/// refer to no more than that. A stream that was not seen from its start is lost until a new one begins: its state is more than bytes.
final class LinkBodies {
  private let channel: LinkChannel
  private let decompressor: FrameDecompressor?
  private let mode: UInt64
  private var forms: [ColumnForm?]
  /// Why compressed bodies cannot be read; `nil`: they can.
  private var lost: String?
  private let frameByteCount: Int

  enum Form { case block, blocks, stored }

  /// - Parameter isFromStart: The direction's first frame is in the capture.
  init(
    _ channel: LinkChannel, _ offer: FollowedHandshake.Offer, frameByteCount: Int, isFromStart: Bool,
    _ resources: LinkResources
  ) {
    self.channel = channel
    self.frameByteCount = frameByteCount
    mode = offer.mode
    forms = channel.messages.map { ColumnForm(program: $0.columnProgram) }
    var settingsMode = ZstdSettings.Mode.message(dictionary: nil)
    let bounded = Int(clamping: offer.byteCount)
    switch offer.mode {
    case 1: settingsMode = .stream(windowByteCount: bounded)
    case 2: settingsMode = .history(byteCount: bounded)
    default:
      if offer.dictionary != 0 {
        let dictionary = resources.dictionary(offer.dictionary)
        settingsMode = .message(dictionary: dictionary)
        if dictionary == nil { lost = "its dictionary is not at hand (--dictionary FILE)" }
      }
    }
    let settings = ZstdSettings(settingsMode, maximumFrameByteCount: frameByteCount)
    decompressor = resources.contexts.flatMap { try? FrameDecompressor(settings, contexts: $0) }
    if mode == 1, !isFromStart { lost = "the zstd stream began before the capture" }
  }

  /// The direction begins anew.
  func restart() {
    if mode != 3 { lost = nil }
    decompressor?.restart()
  }

  /// A frame is missing: what refers to it cannot be read.
  func lose(_ why: String) {
    guard mode != 3 else { return }
    decompressor?.restart()
    if mode == 1 { lost = why }
  }

  /// What a body holds.
  func contents(of body: [UInt8], _ form: Form) throws(LinkProblem) -> [UInt8] {
    guard let decompressor else { throw .unknown("zstd cannot be set up as the handshake says") }
    if let lost, form != .stored { throw .unknown(lost) }
    let frameForm: FrameForm =
      switch form {
      case .block: .block
      case .blocks: .blocks
      case .stored: .stored
      }
    var contents: [UInt8] = []
    do throws(StreamError) {
      try unsafe decompressor.decompress(body.span.bytes, form: frameForm, appendingTo: &contents)
      return contents
    } catch {
      // The next ones may still refer to nothing but themselves and what comes now.
      decompressor.restart()
      switch mode {
      case 1:
        lost = "an earlier frame of the zstd stream could not be read"
        throw .unknown("the zstd stream cannot be read (\(error))")
      case 2: throw .unknown("it refers to a history that is not in the capture, or is no zstd (\(error))")
      default: throw .unknown("the body is no zstd of this channel (\(error))")
      }
    }
  }

  /// A message out of the contents: its full form, in whole bytes.
  func packed(_ columns: [UInt8], ofMessage index: Int) throws(LinkProblem) -> [UInt8] {
    guard forms[index] != nil else { return columns }
    var packed: [UInt8] = []
    do throws(DecodeError) {
      try forms[index]?.appendPacked(of: columns, to: &packed)
    } catch {
      throw .failure(DecodeFailure(error.reason, at: error.bitOffset, path: error.path.description))
    }
    return packed
  }

  /// The history of a frame that came without compression: what its messages would have been in the contents.
  func keep(_ values: [(index: Int, value: Value)]) {
    guard mode == 2, !values.isEmpty else { return }
    var contents: [UInt8] = []
    for (place, one) in values.enumerated() {
      guard var columns = try? channel.codec.encodedMessage(one.value).bytes else { return lose("") }
      if forms[one.index] != nil {
        let packed = columns
        columns = []
        guard (try? unsafe forms[one.index]?.appendColumns(of: packed.span.bytes, to: &columns)) != nil else { return lose("") }
      }
      if place + 1 < values.count {
        var rest = columns.count
        while rest > 0x7F {
          contents.append(UInt8(truncatingIfNeeded: rest) | 0x80)
          rest >>= 7
        }
        contents.append(UInt8(truncatingIfNeeded: rest))
      }
      contents += columns
    }
    unsafe decompressor?.keep(contents.span.bytes)
  }

  /// The contents' parts: before all but the last stands their length.
  static func parts(of contents: [UInt8], count: Int) throws(LinkProblem) -> [[UInt8]] {
    var parts: [[UInt8]] = []
    var position = 0
    for number in 0..<count {
      var length = contents.count - position
      if number + 1 < count {
        guard case .length(let stated, let byteCount) = LengthPrefix(contents, at: position) else {
          throw .malformed(.nonMinimalVarint, at: position * 8)
        }
        position += byteCount
        length = stated
      }
      guard length <= contents.count - position else {
        throw .malformed(.truncated(neededBitCount: (length - contents.count + position) * 8), at: contents.count * 8)
      }
      parts.append(Array(contents[position..<position + length]))
      position += length
    }
    return parts
  }
}

/// What all links of an inspection share.
final class LinkResources {
  /// Made with the first link that compresses.
  private(set) lazy var contexts: ZstdContexts? = try? ZstdContexts()
  private let dictionaries: [ZstdDictionary]

  init(dictionaries: [[UInt8]] = []) { self.dictionaries = dictionaries.map(ZstdDictionary.init) }

  /// 1 stands for the one that the schema names, where no handshake says which that is.
  func dictionary(_ identity: UInt64) -> ZstdDictionary? {
    dictionaries.first { $0.identity == identity } ?? (identity == 1 && dictionaries.count == 1 ? dictionaries[0] : nil)
  }
}

/// A length as LEB128: at most four groups, the shortest form.
enum LengthPrefix: Equatable {
  case incomplete
  case invalid
  case length(Int, byteCount: Int)

  init(_ bytes: [UInt8], at start: Int) {
    var value = 0
    for offset in 0..<4 {
      guard start + offset < bytes.count else {
        self = .incomplete
        return
      }
      let byte = bytes[start + offset]
      value |= Int(byte & 0x7F) << (7 * offset)
      if byte < 0x80 {
        self = byte == 0 && offset > 0 ? .invalid : .length(value, byteCount: offset + 1)
        return
      }
    }
    self = .invalid
  }
}
