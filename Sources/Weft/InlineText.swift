/// `inline text[max: capacity]`: up to `capacity` bytes of UTF-8, stored in place. Equal where the bytes are.
@frozen
public struct InlineText<let capacity: Int>: Sendable, Hashable, BitwiseCopyable {
  @usableFromInline var contents: InlineBytes<capacity>

  /// The bytes, which are UTF-8.
  @inlinable
  public var utf8: InlineBytes<capacity> { contents }

  @inlinable
  public init() { contents = InlineBytes() }

  /// `nil` if the text needs more than `capacity` bytes.
  public init?(_ text: String) {
    self.init()
    for byte in text.utf8 {
      guard contents.count < capacity else { return nil }
      contents.append(byte)
    }
  }

  /// `nil` if the bytes are not UTF-8.
  @inlinable
  public init?(utf8 bytes: InlineBytes<capacity>) {
    guard bytes.withBytes({ isUTF8($0) }) else { return nil }
    contents = bytes
  }
}

extension InlineText: ExpressibleByStringLiteral {
  /// - Precondition: The text needs at most `capacity` bytes.
  public init(stringLiteral value: String) {
    self.init()
    for byte in value.utf8 { contents.append(byte) }
  }
}

extension InlineText: CustomStringConvertible {
  public var description: String { String(self) }
}

extension String {
  /// The text in a string of its own.
  public init<let capacity: Int>(_ text: InlineText<capacity>) {
    self.init(decoding: [UInt8](text.utf8), as: UTF8.self)
  }
}
