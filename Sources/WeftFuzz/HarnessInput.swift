import Weft

/// How a definition stands in bytes.
enum CodecForm: String {
  case full = ""
  /// Told from a baseline.
  case delta = " against"
  /// With a link's tables.
  case link = " on a link"
  case linkDelta = " on a link against"
}

/// What the bytes of one input of `CodecHarness` say:
///
///     bytes 0 ..< 4   which definition and form: FNV-1a of "Module.Name" and of how `CodecForm` calls the form, little-endian; a number
///                     that is none of these is taken modulo how many there are
///     byte  4         foreign definitions with parameters: the seed of their arguments; delta forms: how the
///                     baseline is moved by prediction (`BaselineHistory`), 0 for not at all; otherwise nothing
///     forms other     bytes 5 ..< 7, little-endian, modulo what follows and one: how many bytes the baseline has; the baseline in full.
///     than the full   On a link the entries of the tables (`InputTables`); told from a baseline there: a byte that says how many bytes
///                     the entries have, the entries, the baseline
///     the rest        the message
///
/// Names, not numbers, so that a corpus outlives a definition that is added.
struct HarnessInput {
  var subject: UInt32
  var form: CodecForm
  var knob: UInt8
  var baseline: [UInt8] = []
  var message: [UInt8]

  static let headByteCount = 5

  init(subject: UInt32, _ form: CodecForm = .full, knob: UInt8 = 0, baseline: [UInt8] = [], message: [UInt8]) {
    self.subject = subject
    self.form = form
    self.knob = knob
    self.baseline = baseline
    self.message = message
  }

  /// - Returns: `nil` for an input without a head.
  init?(_ bytes: [UInt8], form: (UInt32) -> CodecForm) {
    guard bytes.count >= Self.headByteCount else { return nil }
    let subject = bytes[0..<4].reversed().reduce(0) { $0 << 8 | UInt32($1) }
    var rest = bytes[Self.headByteCount...]
    let form = form(subject)
    var baseline: [UInt8] = []
    if form != .full {
      guard rest.count >= 2 else { return nil }
      let stated = Int(rest[rest.startIndex]) | Int(rest[rest.startIndex + 1]) << 8
      rest = rest.dropFirst(2)
      baseline = Array(rest.prefix(stated % (rest.count + 1)))
      rest = rest.dropFirst(baseline.count)
    }
    self.init(subject: subject, form, knob: bytes[4], baseline: baseline, message: Array(rest))
  }

  /// Of a link's tables.
  var entries: [UInt8] {
    get { form == .linkDelta ? Array(baseline.dropFirst().prefix(Int(baseline.first ?? 0))) : baseline }
    set { baseline = form == .linkDelta ? [UInt8(clamping: newValue.count)] + newValue.prefix(255) + linkBaseline : newValue }
  }

  /// What is told from on a link.
  var linkBaseline: [UInt8] {
    get { Array(baseline.dropFirst(1 + Int(baseline.first ?? 0))) }
    set { baseline = [UInt8(clamping: entries.count)] + entries.prefix(255) + newValue }
  }

  var bytes: [UInt8] {
    let head = (0..<4).map { UInt8(truncatingIfNeeded: subject >> (8 * $0)) } + [knob]
    if form == .full { return head + message }
    let baseline = baseline.prefix(0xFFFF)
    return head + [UInt8(baseline.count & 0xFF), UInt8(baseline.count >> 8)] + baseline + message
  }

  /// FNV-1a of the name's UTF-8.
  static func number(of name: String) -> UInt32 { name.utf8.reduce(0x811C_9DC5) { ($0 ^ UInt32($1)) &* 0x0100_0193 } }
}
