/// What the compiler accepts at most, so that no schema makes it, the generated code or a peer take unbounded memory.
enum Limits {
  /// Declarations that are compiled together.
  static let definitionCount = 65_536
  static let fieldCount = 4_096
  /// Largest size of a native definition: 2^31 bits are 256 MiB.
  static let bitCount = 1 << 31
  /// Native definitions that hold each other, aliases included.
  static let nestingDepth = 32
  /// Elements or bytes that a bound may state.
  static let bound = 1 << 28
  /// `bytes[n]`, `[T * n]` and `inline` stand in the value itself, which may stand on the stack: 64 KiB.
  static let inlineByteCount = 1 << 16
  /// What stands `inline` altogether, elements of elements included: 1 MiB.
  static let inlineValueByteCount = 1 << 20
  /// The bytes of a constant that others are joined to.
  static let literalByteCount = 1 << 12
  /// Bytes and elements that the literals of one compilation repeat (`0x00 * 32`).
  static let repeatedElementCount = 1 << 22
  /// The dictionary of a channel, which stands in every peer's program: 1 MiB.
  static let dictionaryByteCount = 1 << 20
}
