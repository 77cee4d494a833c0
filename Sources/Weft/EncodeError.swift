/// Why a value has no encoding: the field and what is wrong with it. Never a trap, never clamped.
public struct EncodeError: Error, Hashable, Sendable {
  public var reason: Reason
  public var path: FieldPath

  @inlinable
  public init(_ reason: Reason, path: FieldPath = FieldPath()) {
    self.reason = reason
    self.path = path
  }

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
  }

  @inlinable
  public func within(_ field: StaticString) -> EncodeError {
    var copy = self
    copy.path.prepend(field)
    return copy
  }

  @inlinable
  public func within(_ field: StaticString, element index: Int) -> EncodeError {
    var copy = self
    copy.path.prepend(field, element: index)
    return copy
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
    }
  }
}

extension EncodeError: CustomStringConvertible {
  public var description: String { Self.describe(reason, path: path.description) }

  public static func describe(_ reason: Reason, path: String) -> String {
    path.isEmpty ? "\(reason)" : "\(path): \(reason)"
  }
}
