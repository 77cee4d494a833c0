/// Why bytes are not a value, where, and what was expected (law 10).
///
/// The same `Reason`, bit offset and path come from a generated codec and from the dynamic one for the same bytes.
///
/// It is one word: what it says stands in a box that is made only when something fails. Passing the contents themselves
/// through every level made the code of a message five times as long, and a value that decodes slower.
public struct DecodeError: Error {
  private var storage: Storage

  private final class Storage {
    let reason: Reason
    let bitOffset: Int
    var path: FieldPath

    init(reason: Reason, bitOffset: Int, path: FieldPath) {
      self.reason = reason
      self.bitOffset = bitOffset
      self.path = path
    }
  }

  @export(interface)
  public init(_ reason: Reason, at bitOffset: Int, path: FieldPath = FieldPath()) {
    storage = Storage(reason: reason, bitOffset: bitOffset, path: path)
  }

  public var reason: Reason { storage.reason }
  /// From the first bit of the outermost value. A truncation is reported where the input ends, anything else at the first
  /// bit of the field.
  public var bitOffset: Int { storage.bitOffset }
  /// From the outermost value to the field: `nodes[3].link`.
  public var path: FieldPath { storage.path }

  /// What was wrong. Numbers are wire codes unless said otherwise.
  @frozen
  public enum Reason: Hashable, Sendable {
    /// The run at the end of the input needs that many bits more.
    case truncated(neededBitCount: Int)
    /// A ranged integer's, quantised real's or count's code above the highest valid one.
    case codeAboveMaximum(found: UInt64, maximum: UInt64)
    /// A closed enum's code that has no case.
    case unknownCase(found: UInt64)
    /// Bits of a closed set of flags that have no name.
    case unknownFlags(found: UInt64)
    /// A union tag, or a `match` subject without a default case, that selects nothing.
    case unknownTag(found: UInt64)
    /// Padding bits that are not zero.
    case nonZeroPadding
    /// Bytes after the end of the value, or of a region that its field did not fill.
    case trailingBytes(count: Int)
    /// A varint with more groups than its value needs.
    case nonMinimalVarint
    /// A varint beyond 64 bits.
    case varintOverflow
    /// Text that is not UTF-8.
    case invalidText
    /// A NaN other than the one canonical pattern.
    case nonCanonicalNaN
    /// An extension bit that is set although all added fields equal their defaults, or a generation likewise.
    case emptyExtension
    /// A constant that does not match; for byte strings, the first differing byte.
    case constantMismatch(found: UInt64, expected: UInt64)
    /// A computed length, count, tag or checksum that is not what the fields give.
    case computedMismatch(found: UInt64, expected: UInt64)
    /// More elements or bytes than the declared bound, nesting deeper than the limit included.
    case limitExceeded(found: UInt64, maximum: UInt64)
    /// An expression that left the range of 64-bit integers, divided by zero, or gave a negative count.
    case expression
    /// A changed bit, a chosen element or a message's first bit, where nothing differs from the baseline.
    case unchangedValue
    /// A head's group bit that is set without a changed bit in the group.
    case emptyGroup
    /// A code in full where its difference from the baseline has a short code.
    case unneededEscape
    /// A difference that leads out of the field's range, or with `wrap` the longer way round.
    case differenceOutOfRange
    /// A place chosen behind the last one there is.
    case choiceOutOfBounds
    /// Elements of a keyed list that are not in ascending order of keys, or a key that is there twice.
    case keysOutOfOrder
    /// A keyed list that its delta leaves with fewer elements than its least number.
    case tooFewElements(found: Int, minimum: Int)
    /// The index of a table entry that was never made or has gone, or that is no value of the field.
    case unknownEntry(found: UInt64)
  }

  /// The same error, one level further out.
  public consuming func within(_ field: FieldName) -> DecodeError {
    makeUnique()
    storage.path.prepend(field)
    return self
  }

  /// The same error, seen from the list that holds the element. An empty field name is an element of an element.
  public consuming func within(_ field: FieldName, element index: Int) -> DecodeError {
    makeUnique()
    storage.path.prepend(field, element: index)
    return self
  }

  private mutating func makeUnique() {
    guard !isKnownUniquelyReferenced(&storage) else { return }
    storage = Storage(reason: reason, bitOffset: bitOffset, path: path)
  }
}

// A box that more than one error holds is never written to.
extension DecodeError: @unchecked Sendable {}

extension DecodeError: Hashable {
  public static func == (left: DecodeError, right: DecodeError) -> Bool {
    left.reason == right.reason && left.bitOffset == right.bitOffset && left.path == right.path
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(reason)
    hasher.combine(bitOffset)
    hasher.combine(path)
  }
}

extension DecodeError.Reason: CustomStringConvertible {
  /// What was expected and what was found, in lower case and without a full stop.
  public var description: String {
    switch self {
    case .truncated(let needed): "the input ends here, \(needed) more \(needed == 1 ? "bit is" : "bits are") needed"
    case .codeAboveMaximum(let found, let maximum): "code \(found) is above \(maximum)"
    case .unknownCase(let found): "no case has code \(found)"
    case .unknownFlags(let found): "no flag has a name for bits \(found)"
    case .unknownTag(let found): "no case has tag \(found)"
    case .nonZeroPadding: "padding must be zero"
    case .trailingBytes(let count): "\(count) \(count == 1 ? "byte" : "bytes") left over"
    case .nonMinimalVarint: "varint is not in its shortest form"
    case .varintOverflow: "varint is wider than 64 bits"
    case .invalidText: "text is not UTF-8"
    case .nonCanonicalNaN: "NaN is not the canonical one"
    case .emptyExtension: "extension is present although it holds only defaults"
    case .constantMismatch(let found, let expected): "found \(found), expected the constant \(expected)"
    case .computedMismatch(let found, let expected): "found \(found), computed \(expected)"
    case .limitExceeded(let found, let maximum): "\(found) is above the limit of \(maximum)"
    case .expression: "expression has no value"
    case .unchangedValue: "nothing differs from the baseline"
    case .emptyGroup: "no field of the group has changed"
    case .unneededEscape: "the difference has a shorter code"
    case .differenceOutOfRange: "the difference leads out of the range"
    case .choiceOutOfBounds: "there are not as many places to choose from"
    case .keysOutOfOrder: "keys must ascend"
    case .tooFewElements(let found, let minimum): "\(found) \(found == 1 ? "element is" : "elements are") fewer than \(minimum)"
    case .unknownEntry(let found): "no table entry has index \(found)"
    }
  }
}

extension DecodeError: CustomStringConvertible {
  public var description: String { Self.describe(reason, at: bitOffset, path: path.description) }

  /// The one sentence for a decoding error, also for paths that are known only at run time.
  public static func describe(_ reason: Reason, at bitOffset: Int, path: String) -> String {
    path.isEmpty ? "bit \(bitOffset): \(reason)" : "\(path): bit \(bitOffset): \(reason)"
  }
}
