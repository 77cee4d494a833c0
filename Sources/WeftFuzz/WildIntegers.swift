import Weft
public import WeftSchema

/// What an encoder makes of integers that no decoder yields, but a program can put into a value: an error, or bytes that say the same.
public struct WildIntegers<Generated: GeneratedCodec> {
  private let generated: Generated
  private let value: Generated.Value
  private let fields: IntegerFields<Generated.Value>

  public init(_ generated: Generated, _ value: Generated.Value) {
    self.generated = generated
    self.value = value
    fields = IntegerFields(of: value)
  }

  public var fieldCount: Int { fields.fields.count }

  /// Each power of two that a field's type has, in turn: one of them is what its bits have just no room for.
  public func differenceOfPowers(field: Int, byteCount: Int) -> String? {
    for bit in 0..<UInt16(fields.fields[field].type.bitWidth) {
      if let difference = difference(field: field, choice: bit << 3 | 7, byteCount: byteCount) { return difference }
    }
    return nil
  }

  /// Puts another number into one field.
  ///
  /// - Parameter byteCount: of the value as it is.
  /// - Returns: what is wrong: bytes that are not decoded, or not to the same numbers.
  public func difference(field: Int, choice: UInt16, byteCount: Int) -> String? {
    guard !fields.fields.isEmpty else { return nil }
    let field = fields.fields[field % fields.fields.count]
    var wild = value
    fields.set(field, of: &wild, to: choice)
    var buffer = [UInt8](repeating: 0, count: byteCount + 16)
    do throws(EncodeError) {
      var span = buffer.mutableSpan
      let count = try unsafe generated.encode(wild, into: span.mutableBytes)
      buffer.removeLast(buffer.count - count)
    } catch {
      return nil
    }
    let what = "\(field.name) = \(fields.number(field, of: wild)) becomes \(buffer)"
    do throws(DecodeError) {
      let again = try unsafe generated.decode(buffer.span.bytes)
      guard let other = fields.difference(wild, again) else { return nil }
      return "\(what), where \(other.name) is \(fields.number(other, of: again))"
    } catch {
      return "\(what), where decoding says \(error)"
    }
  }
}

extension Schema {
  /// Whether an encoder checks all that a definition states: not what depends on the rest of a region, which it does not know.
  public func isCheckedWhenEncoding(_ definition: DefinitionID) -> Bool { !asksForRegion(self[definition].body) }

  /// Wherever an expression stands in a definition.
  private func asksForRegion(_ part: Any) -> Bool {
    if let expression = part as? Expression, expression == .remaining || expression == .lastByte { return true }
    return Mirror(reflecting: part).children.contains { asksForRegion($0.value) }
  }
}
