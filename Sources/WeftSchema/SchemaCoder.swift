/// Writes a schema or reads it back: each type describes itself once, in `code(with:)`, for both directions.
///
/// Integers are LEB128 (zigzag where signed); a string is an index into the strings met so far, or the next index and its
/// UTF-8 bytes; a list is its count and its elements; a case of an enum its tag and its parts. Everything that is read costs
/// at least one byte, so that no input costs more memory than a multiple of its size.
struct SchemaCoder {
  private(set) var bytes: [UInt8]
  private(set) var position = 0
  let isDecoding: Bool
  private var indices: [String: Int] = [:]
  private var strings: [String] = []
  private var depth = 0

  /// Of expressions, types and literals inside each other.
  static let maximumDepth = 256

  init() {
    bytes = []
    isDecoding = false
  }

  init(decoding bytes: [UInt8]) {
    self.bytes = bytes
    isDecoding = true
  }

  var isAtEnd: Bool { position == bytes.count }

  func failure() -> SchemaCodingError { SchemaCodingError(byteOffset: position) }

  // MARK: Integers

  mutating func code(_ value: inout UInt128) throws(SchemaCodingError) {
    guard isDecoding else {
      var rest = value
      while rest > 0x7F {
        bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
        rest >>= 7
      }
      bytes.append(UInt8(truncatingIfNeeded: rest))
      return
    }
    value = 0
    var shift: UInt128 = 0
    while true {
      // The last of 19 groups holds the two highest bits.
      guard position < bytes.count, shift < 128 else { throw failure() }
      let group = bytes[position]
      guard shift < 126 || group < 4 else { throw failure() }
      position += 1
      value |= UInt128(group & 0x7F) << shift
      if group < 0x80 { return }
      shift += 7
    }
  }

  /// Any integer type: zigzag, so that small negative ones stay short.
  mutating func code<Integer: FixedWidthInteger & SignedInteger>(_ value: inout Integer) throws(SchemaCodingError) {
    let wide = Int128(value)
    var zigzag = UInt128(bitPattern: (wide << 1) ^ (wide >> 127))
    try code(&zigzag)
    let decoded = Int128(bitPattern: zigzag >> 1) ^ -Int128(bitPattern: zigzag & 1)
    guard let exact = Integer(exactly: decoded) else { throw failure() }
    value = exact
  }

  mutating func code(_ value: inout UInt64) throws(SchemaCodingError) {
    var wide = UInt128(value)
    try code(&wide)
    guard let exact = UInt64(exactly: wide) else { throw failure() }
    value = exact
  }

  mutating func code(_ value: inout Bool) throws(SchemaCodingError) {
    value = try tag(value ? 1 : 0, below: 2) == 1
  }

  /// Which case of an enum: the one that is written, or the one that was read.
  mutating func tag(_ tag: Int, below count: Int) throws(SchemaCodingError) -> Int {
    var code = UInt64(tag)
    try self.code(&code)
    guard code < UInt64(count) else { throw failure() }
    return Int(code)
  }

  // MARK: Strings and bytes

  mutating func code(_ value: inout String) throws(SchemaCodingError) {
    var index = UInt64(indices[value] ?? strings.count)
    try code(&index)
    if index < UInt64(strings.count) {
      value = strings[Int(index)]
      return
    }
    guard index == UInt64(strings.count) else { throw failure() }
    var utf8 = Array(value.utf8)
    try code(&utf8)
    guard let text = String(validating: utf8, as: UTF8.self) else { throw failure() }
    value = text
    if !isDecoding { indices[value] = strings.count }
    strings.append(value)
  }

  mutating func code(_ value: inout [UInt8]) throws(SchemaCodingError) {
    var count = UInt64(value.count)
    try code(&count)
    guard isDecoding else {
      bytes += value
      return
    }
    guard count <= UInt64(bytes.count - position) else { throw failure() }
    value = Array(bytes[position..<position + Int(count)])
    position += Int(count)
  }

  // MARK: Compositions

  /// Bounds how deep values that may hold their own kind stand inside each other.
  mutating func nested(_ body: (inout SchemaCoder) throws(SchemaCodingError) -> Void) throws(SchemaCodingError) {
    guard !isDecoding || depth < Self.maximumDepth else { throw failure() }
    depth += 1
    try body(&self)
    depth -= 1
  }

  mutating func code<Value: SchemaCodable>(_ value: inout Value) throws(SchemaCodingError) {
    try value.code(with: &self)
  }

  mutating func code<Value: SchemaCodable>(_ value: inout Value?) throws(SchemaCodingError) {
    try code(&value, blank: .blank) { coder, value throws(SchemaCodingError) in try coder.code(&value) }
  }

  mutating func code<Integer: FixedWidthInteger & SignedInteger>(_ value: inout Integer?) throws(SchemaCodingError) {
    try code(&value, blank: 0) { coder, value throws(SchemaCodingError) in try coder.code(&value) }
  }

  mutating func code(_ value: inout UInt64?) throws(SchemaCodingError) {
    try code(&value, blank: 0) { coder, value throws(SchemaCodingError) in try coder.code(&value) }
  }

  mutating func code(_ value: inout String?) throws(SchemaCodingError) {
    try code(&value, blank: "") { coder, value throws(SchemaCodingError) in try coder.code(&value) }
  }

  mutating func code<Value: SchemaCodable>(_ values: inout [Value]) throws(SchemaCodingError) {
    try code(&values, blank: .blank) { coder, value throws(SchemaCodingError) in try coder.code(&value) }
  }

  mutating func code(_ values: inout [String]) throws(SchemaCodingError) {
    try code(&values, blank: "") { coder, value throws(SchemaCodingError) in try coder.code(&value) }
  }

  mutating func code<Integer: FixedWidthInteger & SignedInteger>(_ values: inout [Integer]) throws(SchemaCodingError) {
    try code(&values, blank: 0) { coder, value throws(SchemaCodingError) in try coder.code(&value) }
  }

  mutating func code(_ values: inout [UInt64]) throws(SchemaCodingError) {
    try code(&values, blank: 0) { coder, value throws(SchemaCodingError) in try coder.code(&value) }
  }

  private mutating func code<Value>(
    _ value: inout Value?, blank: Value,
    part: (inout SchemaCoder, inout Value) throws(SchemaCodingError) -> Void
  ) throws(SchemaCodingError) {
    var isPresent = value != nil
    try code(&isPresent)
    var present = value ?? blank
    if isPresent { try part(&self, &present) }
    value = isPresent ? present : nil
  }

  private mutating func code<Value>(
    _ values: inout [Value], blank: Value,
    part: (inout SchemaCoder, inout Value) throws(SchemaCodingError) -> Void
  ) throws(SchemaCodingError) {
    var count = UInt64(values.count)
    try code(&count)
    guard isDecoding else {
      for var value in values { try part(&self, &value) }
      return
    }
    guard count <= UInt64(bytes.count - position) else { throw failure() }
    values = []
    for _ in 0..<Int(count) {
      var value = blank
      try part(&self, &value)
      values.append(value)
    }
  }
}

/// A part of a schema that says once what it is made of.
protocol SchemaCodable {
  /// What decoding starts from.
  static var blank: Self { get }
  /// Writes the parts, or replaces them by what is read.
  mutating func code(with coder: inout SchemaCoder) throws(SchemaCodingError)
}
