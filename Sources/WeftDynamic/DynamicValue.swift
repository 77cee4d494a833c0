public import WeftSchema

/// A value as JSON or a caller states it, before a definition gives it a type.
///
/// ```swift
/// let ping: DynamicValue = ["tick": 7, "note": "late", "token": .bytes([1, 2])]
/// let tree = try codec.build(definition, from: ping)
/// ```
public struct DynamicValue: Sendable, Hashable {
  public var content: Content
  /// Where the value stands in the JSON text that it came from, in bytes; 0 otherwise.
  public var sourceOffset = 0

  public indirect enum Content: Sendable, Hashable {
    case null
    case bool(Bool)
    case integer(Int128)
    /// A number that is no integer, or an infinity, or NaN.
    case real(Double)
    /// Text; of bytes, their hexadecimal digits; of an enum, the name of a case; of an integer, its decimal digits.
    case text(String)
    case bytes([UInt8])
    case list([DynamicValue])
    /// A record, or a union as its one case.
    case record([Member])
  }

  public struct Member: Sendable, Hashable {
    public var name: String
    public var value: DynamicValue
    /// Where the name stands in the JSON text.
    public var sourceOffset = 0

    public init(_ name: String, _ value: DynamicValue) {
      self.name = name
      self.value = value
    }
  }

  public init(_ content: Content, at sourceOffset: Int = 0) {
    self.content = content
    self.sourceOffset = sourceOffset
  }

  public static let null = DynamicValue(.null)
  public static func bytes(_ bytes: [UInt8]) -> DynamicValue { DynamicValue(.bytes(bytes)) }
  public static func text(_ text: String) -> DynamicValue { DynamicValue(.text(text)) }
  public static func integer(_ value: some FixedWidthInteger) -> DynamicValue {
    DynamicValue(.integer(Int128(truncatingIfNeeded: value)))
  }
  public static func list(_ elements: [DynamicValue]) -> DynamicValue { DynamicValue(.list(elements)) }
  public static func record(_ members: [Member]) -> DynamicValue { DynamicValue(.record(members)) }
}

extension DynamicValue: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
  public init(integerLiteral value: Int) { self.init(.integer(Int128(value))) }
  public init(floatLiteral value: Double) { self.init(.real(value)) }
  public init(booleanLiteral value: Bool) { self.init(.bool(value)) }
  public init(stringLiteral value: String) { self.init(.text(value)) }
  public init(arrayLiteral elements: DynamicValue...) { self.init(.list(elements)) }
  public init(dictionaryLiteral elements: (String, DynamicValue)...) {
    self.init(.record(elements.map { Member($0.0, $0.1) }))
  }
  public init(nilLiteral: ()) { self.init(.null) }
}

extension DynamicValue {
  /// A value of the schema's text: a default, or of a vector.
  public init(literal: Literal) {
    switch literal {
    case .bool(let value): self.init(.bool(value))
    case .integer(let value): self.init(.integer(value))
    case .real(let numerator, let denominator): self.init(.real(Double(numerator) / Double(denominator)))
    case .special(let text): self.init(.real(Double(text) ?? .nan))
    case .text(let text), .symbol(let text): self.init(.text(text))
    case .bytes(let bytes): self.init(.bytes(bytes))
    case .list(let elements): self.init(.list(elements.map { DynamicValue(literal: $0) }))
    case .record(let fields): self.init(.record(fields.map { Member($0.name, DynamicValue(literal: $0.value)) }))
    case .unionCase(let name, let value):
      self.init(.record([Member(name, value.map { DynamicValue(literal: $0) } ?? .null)]))
    }
  }
}
