/// Why a value has no encoding: the field and what is wrong with it. Never a trap, never clamped.
///
/// One word, for the same reason as ``DecodeError``.
public struct EncodeError: Error {
  private var storage: Storage

  private final class Storage {
    let reason: Reason
    var path: FieldPath

    init(reason: Reason, path: FieldPath) {
      self.reason = reason
      self.path = path
    }
  }

  @export(interface)
  public init(_ reason: Reason, path: FieldPath = FieldPath()) {
    storage = Storage(reason: reason, path: path)
  }

  public var reason: Reason { storage.reason }
  /// From the outermost value to the field: `nodes[3].link`.
  public var path: FieldPath { storage.path }

  @frozen
  public enum Reason: Hashable, Sendable {
    /// A number outside its declared range.
    case outOfRange
    /// A list, bytes or text outside its declared bounds.
    case countOutOfBounds(found: Int, minimum: Int, maximum: Int)
    /// A NaN or an infinity where a quantised real is expected.
    case notFinite
    /// A raw code that does not fit the enum's or the flags' width, or a closed one's unknown code.
    case unknownCode(found: UInt64)
    /// The caller's buffer is too small.
    case bufferTooSmall(neededByteCount: Int)
    /// A `match` case that does not belong to its subject's value.
    case caseMismatch
    /// A kept value that contradicts what the fields give.
    case computedMismatch
    /// An added field and the kept tail do not fit the extension's bound.
    case extensionTooLong(found: Int, maximum: Int)
    /// A `within` extent, a padding or a count expression that the contents do not fill.
    case extentMismatch(found: Int, expected: Int)
    /// An expression that left the range of 64-bit integers, divided by zero, or gave a negative count.
    case expression
    /// Elements of a keyed list that are not in ascending order of keys, or a key that is there twice.
    case keysOutOfOrder
  }

  /// The same error, one level further out.
  public consuming func within(_ field: FieldName) -> EncodeError {
    makeUnique()
    storage.path.prepend(field)
    return self
  }

  /// The same error, seen from the list that holds the element. An empty field name is an element of an element.
  public consuming func within(_ field: FieldName, element index: Int) -> EncodeError {
    makeUnique()
    storage.path.prepend(field, element: index)
    return self
  }

  private mutating func makeUnique() {
    guard !isKnownUniquelyReferenced(&storage) else { return }
    storage = Storage(reason: reason, path: path)
  }
}

// A box that more than one error holds is never written to.
extension EncodeError: @unchecked Sendable {}

extension EncodeError: Hashable {
  public static func == (left: EncodeError, right: EncodeError) -> Bool {
    left.reason == right.reason && left.path == right.path
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(reason)
    hasher.combine(path)
  }
}

extension EncodeError.Reason: CustomStringConvertible {
  public var description: String {
    switch self {
    case .outOfRange: "value is outside its range"
    case .countOutOfBounds(let found, let minimum, let maximum): "count \(found) is outside \(minimum)...\(maximum)"
    case .notFinite: "a quantised real must be finite"
    case .unknownCode(let found): "no case has code \(found)"
    case .bufferTooSmall(let needed): "the buffer is too small, \(needed) bytes are needed"
    case .caseMismatch: "the case does not belong to the value that selects it"
    case .computedMismatch: "the kept value is not what the fields give"
    case .extensionTooLong(let found, let maximum): "the extension takes \(found) bytes, at most \(maximum) are allowed"
    case .extentMismatch(let found, let expected): "the contents take \(found) bytes, \(expected) are stated"
    case .expression: "expression has no value"
    case .keysOutOfOrder: "keys must ascend"
    }
  }
}

extension EncodeError: CustomStringConvertible {
  public var description: String { Self.describe(reason, path: path.description) }

  public static func describe(_ reason: Reason, path: String) -> String {
    path.isEmpty ? "\(reason)" : "\(path): \(reason)"
  }
}
