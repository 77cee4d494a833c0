/// The name of a field as generated code hands it to what makes an error: one word, where a `StaticString` is three.
///
/// Every field that can fail has such a call, which is never made while all is well: its size is all that it costs.
@frozen
@safe
public struct FieldName: @unchecked Sendable {
  /// UTF-8 up to a zero byte, which lives as long as the program.
  @usableFromInline let start: UnsafePointer<UInt8>

  /// - Precondition: `name` is a literal with quotes, as all in generated code.
  @inlinable
  @inline(__always)
  public init(_ name: StaticString) { unsafe start = name.utf8Start }

  var isEmpty: Bool { first == 0 }

  /// Zero where the name is empty.
  var first: UInt8 { unsafe start.pointee }
}

extension FieldName: ExpressibleByStringLiteral {
  @inlinable
  @inline(__always)
  public init(stringLiteral name: StaticString) { self.init(name) }
}

extension FieldName: CustomStringConvertible {
  public var description: String { unsafe String(cString: start) }
}

extension FieldName: Hashable {
  public static func == (left: FieldName, right: FieldName) -> Bool {
    var (left, right) = unsafe (left.start, right.start)
    while unsafe left.pointee == right.pointee {
      if unsafe left.pointee == 0 { return true }
      unsafe left += 1
      unsafe right += 1
    }
    return false
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(description) }
}
