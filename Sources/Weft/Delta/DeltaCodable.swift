/// A value that can be told from a baseline: a value of the same type that both ends have (law 11; `docs/language.md`, "Deltas").
///
/// For all values a and b, decoding what a was encoded as against b, against b, gives a; and there is one encoding.
public protocol DeltaCodable: LinkCodable {
  /// How many baselines ``predict(from:second:third:ages:)`` looks at: 0 where it changes nothing, 1 for steps, otherwise what
  /// the longest line needs.
  static var predictionDepth: Int { get }

  /// Whether a keyed list of such elements says which of them have a head: where much may differ without a changed bit
  /// (`docs/language.md`, "Keyed change").
  static var choosesHeads: Bool { get }

  /// Whether any changed bit of the head would be set.
  func headDiffers(from baseline: Self) -> Bool

  /// Whether anything differs on the wire. Reals that are rounded to a grid differ where their codes do.
  func differs(from baseline: Self) -> Bool

  /// Puts the delta form, also where nothing differs.
  ///
  /// - Parameters:
  ///   - slots: The first of the value's difference models, counted through the message.
  ///   - isElement: It is an element of a keyed list, whose key its holder knows: no key bit. If it ``choosesHeads`` it has a head
  ///     only where `state` says so.
  func encodeDelta(
    into writer: inout BitWriter, against baseline: Self, state: inout DeltaState, slots: Int, isElement: Bool
  ) throws(EncodeError)

  /// Reads a delta form. What stood here before only lends its storage: lists keep their room where they can.
  ///
  /// - Returns: Whether anything differs from the baseline.
  mutating func decodeDelta(
    from reader: inout BitReader, against baseline: Self, state: inout DeltaState, slots: Int, isElement: Bool
  ) throws(DecodeError) -> Bool

  /// Moves the newest baseline to where it is expected to be by now, and stands there. What stood here before only lends
  /// its storage.
  ///
  /// - Parameters:
  ///   - newest: What both ends have that is next to the new value.
  ///   - second: The one before it, `nil` if there is none; the same for `third`.
  ///   - ages: How many ticks before the new value each was.
  mutating func predict(from newest: Self, second: Self?, third: Self?, ages: BaselineAges)
}

/// How many ticks before the new value the baselines were, the newest first: `first` < `second` < `third`, at most 65,535.
@frozen
public struct BaselineAges: Sendable, Hashable {
  public var first: Int
  /// Nothing reads it where there is no such baseline.
  public var second: Int
  public var third: Int

  @inlinable
  public init(first: Int, second: Int = 0, third: Int = 0) {
    self.first = first
    self.second = second
    self.third = third
  }
}

extension DeltaCodable {
  @inlinable
  public static var predictionDepth: Int { 0 }

  @inlinable
  public static var choosesHeads: Bool { false }

  @inlinable
  public func headDiffers(from baseline: Self) -> Bool { differs(from: baseline) }

  @inlinable
  public func differs(from baseline: Self) -> Bool { self != baseline }

  @inlinable
  public mutating func predict(from newest: Self, second: Self?, third: Self?, ages: BaselineAges) { self = newest }

  /// The newest baseline, moved to where it is expected to be by now.
  @inlinable
  public static func predicted(from newest: Self, second: Self? = nil, third: Self? = nil, ages: BaselineAges) -> Self {
    var value = newest
    value.predict(from: newest, second: second, third: third, ages: ages)
    return value
  }
}

extension DeltaCodable {
  /// Puts a bit that says whether anything differs from the baseline, and if so the delta form.
  ///
  /// After an error the bits that the writer holds mean nothing.
  @inlinable
  public func encode(
    into writer: inout BitWriter, against baseline: Self, state: inout DeltaState
  ) throws(EncodeError) {
    let differs = differs(from: baseline)
    try writer.reserve(bitCount: 1)
    writer.put(writer.code(differs), bitCount: 1)
    if differs { try encodeDelta(into: &writer, against: baseline, state: &state, slots: 0, isElement: false) }
  }

  /// The same outside of a link.
  @inlinable
  public func encode(into writer: inout BitWriter, against baseline: Self) throws(EncodeError) {
    var state = DeltaState()
    try encode(into: &writer, against: baseline, state: &state)
  }

  /// Encodes into the start of `buffer`, without allocation.
  ///
  /// - Returns: How many bytes were written. The rest of the buffer may be overwritten.
  @inlinable
  public func encode(into buffer: consuming MutableRawSpan, against baseline: Self) throws(EncodeError) -> Int {
    var writer = BitWriter(buffer)
    try encode(into: &writer, against: baseline)
    return writer.finish()
  }

  /// Encodes into bytes of their own.
  public func encoded(against baseline: Self) throws(EncodeError) -> [UInt8] {
    var capacity = 256
    while true {
      var bytes = [UInt8](repeating: 0, count: capacity)
      do throws(EncodeError) {
        var span = bytes.mutableSpan
        let byteCount = try unsafe encode(into: span.mutableBytes, against: baseline)
        bytes.removeLast(capacity - byteCount)
        return bytes
      } catch {
        // Encoding has no side effect, so that trying measures it; it ends, since every definition has a largest size.
        guard case .bufferTooSmall = error.reason else { throw error }
        capacity *= 4
      }
    }
  }
}

extension DeltaCodable {
  /// Reads what ``encode(into:against:state:)`` puts. What stood here before only lends its storage; after an error it is
  /// some value.
  @inlinable
  public mutating func decode(
    from reader: inout BitReader, against baseline: Self, state: inout DeltaState
  ) throws(DecodeError) {
    let start = reader.bitOffset
    guard try reader.run(bitCount: 1).bool(at: 0) else {
      self = baseline
      return
    }
    let differs = try decodeDelta(from: &reader, against: baseline, state: &state, slots: 0, isElement: false)
    guard differs else { throw DecodeError(.unchangedValue, at: start) }
  }

  /// Reads a value that was told from `baseline`, and leaves the reader behind it.
  @inlinable
  public init(decoding reader: inout BitReader, against baseline: Self) throws(DecodeError) {
    var state = DeltaState()
    self = baseline
    try decode(from: &reader, against: baseline, state: &state)
  }

  /// Decodes a whole message: nothing but zero padding to the byte may follow it.
  @inlinable
  public init(decoding bytes: RawSpan, against baseline: Self) throws(DecodeError) {
    var reader = BitReader(bytes)
    try self.init(decoding: &reader, against: baseline)
    try reader.finish()
  }

  /// Decodes a whole message: nothing but zero padding to the byte may follow it.
  @inlinable
  public init(decoding bytes: [UInt8], against baseline: Self) throws(DecodeError) {
    try self.init(decoding: unsafe bytes.span.bytes, against: baseline)
  }

  /// Decodes a whole message into storage that an older value leaves.
  @inlinable
  public mutating func decode(from bytes: RawSpan, against baseline: Self) throws(DecodeError) {
    var state = DeltaState()
    var reader = BitReader(bytes)
    try decode(from: &reader, against: baseline, state: &state)
    try reader.finish()
  }
}
