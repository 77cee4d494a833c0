extension Expression: SchemaCodable {
  static var blank: Expression { .integer(0) }

  private var tag: Int {
    switch self {
    case .integer: 0
    case .bytes: 1
    case .field: 2
    case .parameter: 3
    case .unary: 4
    case .binary: 5
    case .conditional: 6
    case .byteCount: 7
    case .count: 8
    case .tag: 9
    case .span: 10
    case .wholeRecord: 11
    case .preceding: 12
    case .remaining: 13
    case .lastByte: 14
    case .position: 15
    case .concatenation: 16
    case .encoded: 17
    case .checksum: 18
    }
  }

  mutating func code(with coder: inout SchemaCoder) throws(SchemaCodingError) {
    try coder.nested { coder throws(SchemaCodingError) in try parts(with: &coder) }
  }

  private mutating func parts(with coder: inout SchemaCoder) throws(SchemaCodingError) {
    switch try coder.tag(tag, below: 19) {
    case 0:
      var value: Int128 = 0
      if case .integer(let part) = self { value = part }
      try coder.code(&value)
      self = .integer(value)
    case 1:
      var bytes: [UInt8] = []
      if case .bytes(let part) = self { bytes = part }
      try coder.code(&bytes)
      self = .bytes(bytes)
    case 2:
      var path: [Int] = []
      if case .field(let part) = self { path = part }
      try coder.code(&path)
      self = .field(path)
    case 3:
      var index: Int = 0
      if case .parameter(let part) = self { index = part }
      try coder.code(&index)
      self = .parameter(index)
    case 4:
      var (operation, operand): (Unary, Expression) = (.blank, .blank)
      if case .unary(let part0, let part1) = self { (operation, operand) = (part0, part1) }
      try coder.code(&operation)
      try coder.code(&operand)
      self = .unary(operation, operand)
    case 5:
      var (operation, left, right): (Binary, Expression, Expression) = (.blank, .blank, .blank)
      if case .binary(let part0, let part1, let part2) = self { (operation, left, right) = (part0, part1, part2) }
      try coder.code(&operation)
      try coder.code(&left)
      try coder.code(&right)
      self = .binary(operation, left, right)
    case 6:
      var (then, condition, otherwise): (Expression, Expression, Expression) = (.blank, .blank, .blank)
      if case .conditional(let part0, let part1, let part2) = self { (then, condition, otherwise) = (part0, part1, part2) }
      try coder.code(&then)
      try coder.code(&condition)
      try coder.code(&otherwise)
      self = .conditional(then: then, if: condition, else: otherwise)
    case 7:
      var field: Int = 0
      if case .byteCount(let part) = self { field = part }
      try coder.code(&field)
      self = .byteCount(field: field)
    case 8:
      var field: Int = 0
      if case .count(let part) = self { field = part }
      try coder.code(&field)
      self = .count(field: field)
    case 9:
      var field: Int = 0
      if case .tag(let part) = self { field = part }
      try coder.code(&field)
      self = .tag(field: field)
    case 10:
      var (from, through): (Int, Int) = (0, 0)
      if case .span(let part0, let part1) = self { (from, through) = (part0, part1) }
      try coder.code(&from)
      try coder.code(&through)
      self = .span(from: from, through: through)
    case 11: self = .wholeRecord
    case 12:
      var count: Int = 0
      if case .preceding(let part) = self { count = part }
      try coder.code(&count)
      self = .preceding(dropping: count)
    case 13: self = .remaining
    case 14: self = .lastByte
    case 15: self = .position
    case 16:
      var parts: [Expression] = []
      if case .concatenation(let part) = self { parts = part }
      try coder.code(&parts)
      self = .concatenation(parts)
    case 17:
      var (bitCount, operand): (Int, Expression) = (0, .blank)
      if case .encoded(let part0, let part1) = self { (bitCount, operand) = (part0, part1) }
      try coder.code(&bitCount)
      try coder.code(&operand)
      self = .encoded(bitCount: bitCount, operand)
    default:
      var (checksum, operand): (Checksum, Expression) = (.blank, .blank)
      if case .checksum(let part0, let part1) = self { (checksum, operand) = (part0, part1) }
      try coder.code(&checksum)
      try coder.code(&operand)
      self = .checksum(checksum, operand)
    }
  }
}

extension Expression.Unary: SchemaCodable {
  static var blank: Expression.Unary { allCases[0] }

  mutating func code(with coder: inout SchemaCoder) throws(SchemaCodingError) {
    self = Self.allCases[try coder.tag(Self.allCases.firstIndex(of: self) ?? 0, below: Self.allCases.count)]
  }
}

extension Expression.Binary: SchemaCodable {
  static var blank: Expression.Binary { allCases[0] }

  mutating func code(with coder: inout SchemaCoder) throws(SchemaCodingError) {
    self = Self.allCases[try coder.tag(Self.allCases.firstIndex(of: self) ?? 0, below: Self.allCases.count)]
  }
}

extension Expression.Checksum: SchemaCodable {
  static var blank: Expression.Checksum { allCases[0] }

  mutating func code(with coder: inout SchemaCoder) throws(SchemaCodingError) {
    self = Self.allCases[try coder.tag(Self.allCases.firstIndex(of: self) ?? 0, below: Self.allCases.count)]
  }
}

extension Literal: SchemaCodable {
  static var blank: Literal { .bool(false) }

  private var tag: Int {
    switch self {
    case .bool: 0
    case .integer: 1
    case .real: 2
    case .special: 3
    case .text: 4
    case .bytes: 5
    case .symbol: 6
    case .list: 7
    case .record: 8
    case .unionCase: 9
    }
  }

  mutating func code(with coder: inout SchemaCoder) throws(SchemaCodingError) {
    try coder.nested { coder throws(SchemaCodingError) in try parts(with: &coder) }
  }

  private mutating func parts(with coder: inout SchemaCoder) throws(SchemaCodingError) {
    switch try coder.tag(tag, below: 10) {
    case 0:
      var value: Bool = false
      if case .bool(let part) = self { value = part }
      try coder.code(&value)
      self = .bool(value)
    case 1:
      var value: Int128 = 0
      if case .integer(let part) = self { value = part }
      try coder.code(&value)
      self = .integer(value)
    case 2:
      var (numerator, denominator): (Int128, Int128) = (0, 1)
      if case .real(let part0, let part1) = self { (numerator, denominator) = (part0, part1) }
      try coder.code(&numerator)
      try coder.code(&denominator)
      self = .real(numerator: numerator, denominator: denominator)
    case 3:
      var text: String = ""
      if case .special(let part) = self { text = part }
      try coder.code(&text)
      self = .special(text)
    case 4:
      var text: String = ""
      if case .text(let part) = self { text = part }
      try coder.code(&text)
      self = .text(text)
    case 5:
      var bytes: [UInt8] = []
      if case .bytes(let part) = self { bytes = part }
      try coder.code(&bytes)
      self = .bytes(bytes)
    case 6:
      var name: String = ""
      if case .symbol(let part) = self { name = part }
      try coder.code(&name)
      self = .symbol(name)
    case 7:
      var elements: [Literal] = []
      if case .list(let part) = self { elements = part }
      try coder.code(&elements)
      self = .list(elements)
    case 8:
      var fields: [LiteralField] = []
      if case .record(let part) = self { fields = part }
      try coder.code(&fields)
      self = .record(fields)
    default:
      var (name, value): (String, Literal?) = ("", nil)
      if case .unionCase(let part0, let part1) = self { (name, value) = (part0, part1) }
      try coder.code(&name)
      try coder.code(&value)
      self = .unionCase(name: name, value)
    }
  }
}

extension LiteralField: SchemaCodable {
  static var blank: LiteralField { LiteralField(name: "", value: .blank) }

  mutating func code(with coder: inout SchemaCoder) throws(SchemaCodingError) {
    try coder.code(&name)
    try coder.code(&value)
  }
}
