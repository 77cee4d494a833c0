import Weft

/// What the bytes of one input of `CodecHarness` say:
///
///     bytes 0 ..< 4   which definition and form: FNV-1a of "Module.Name", or of "Module.Name against" for its delta form, little-endian;
///                     a number that is none of these is taken modulo how many there are
///     byte  4         foreign definitions with parameters: the seed of their arguments; delta forms: how many ticks the baseline is
///                     moved by prediction, 0 for not at all; otherwise nothing
///     delta forms     bytes 5 ..< 7, little-endian, modulo what follows and one: how many bytes the baseline has; the baseline in full
///     the rest        the message
///
/// Names, not numbers, so that a corpus outlives a definition that is added.
struct HarnessInput {
  var subject: UInt32
  var knob: UInt8
  var baseline: [UInt8] = []
  var message: [UInt8]

  static let headByteCount = 5

  init(subject: UInt32, knob: UInt8 = 0, baseline: [UInt8] = [], message: [UInt8]) {
    self.subject = subject
    self.knob = knob
    self.baseline = baseline
    self.message = message
  }

  /// - Returns: `nil` for an input without a head.
  init?(_ bytes: [UInt8], hasBaseline: (UInt32) -> Bool) {
    guard bytes.count >= Self.headByteCount else { return nil }
    let subject = bytes[0..<4].reversed().reduce(0) { $0 << 8 | UInt32($1) }
    var rest = bytes[Self.headByteCount...]
    var baseline: [UInt8] = []
    if hasBaseline(subject) {
      guard rest.count >= 2 else { return nil }
      let stated = Int(rest[rest.startIndex]) | Int(rest[rest.startIndex + 1]) << 8
      rest = rest.dropFirst(2)
      baseline = Array(rest.prefix(stated % (rest.count + 1)))
      rest = rest.dropFirst(baseline.count)
    }
    self.init(subject: subject, knob: bytes[4], baseline: baseline, message: Array(rest))
  }

  func bytes(hasBaseline: Bool) -> [UInt8] {
    let head = (0..<4).map { UInt8(truncatingIfNeeded: subject >> (8 * $0)) } + [knob]
    guard hasBaseline else { return head + message }
    let baseline = baseline.prefix(0xFFFF)
    return head + [UInt8(baseline.count & 0xFF), UInt8(baseline.count >> 8)] + baseline + message
  }

  /// FNV-1a of the name's UTF-8.
  static func number(of name: String) -> UInt32 { name.utf8.reduce(0x811C_9DC5) { ($0 ^ UInt32($1)) &* 0x0100_0193 } }
}
