extension Foreign: SchemaCodable {
  static var blank: Foreign { Foreign(bitOrder: .mostSignificantFirst, byteOrder: .big) }

  mutating func code(with coder: inout SchemaCoder) throws(SchemaCodingError) {
    try coder.code(&bitOrder)
    try coder.code(&byteOrder)
    try coder.code(&parameters)
    try coder.code(&bindings)
  }
}

extension Foreign.BitOrder: SchemaCodable {
  static var blank: Foreign.BitOrder { allCases[0] }

  mutating func code(with coder: inout SchemaCoder) throws(SchemaCodingError) {
    self = Self.allCases[try coder.tag(Self.allCases.firstIndex(of: self) ?? 0, below: Self.allCases.count)]
  }
}

extension Foreign.ByteOrder: SchemaCodable {
  static var blank: Foreign.ByteOrder { .big }

  private var tag: Int {
    switch self {
    case .big: 0
    case .little: 1
    case .parameter: 2
    }
  }

  mutating func code(with coder: inout SchemaCoder) throws(SchemaCodingError) {
    switch try coder.tag(tag, below: 3) {
    case 0: self = .big
    case 1: self = .little
    default:
      var index: Int = 0
      if case .parameter(let part) = self { index = part }
      try coder.code(&index)
      self = .parameter(index)
    }
  }
}

extension Foreign.Parameter: SchemaCodable {
  static var blank: Foreign.Parameter { Foreign.Parameter(name: "", type: .bool) }

  mutating func code(with coder: inout SchemaCoder) throws(SchemaCodingError) {
    try coder.code(&name)
    try coder.code(&type)
  }
}

extension Foreign.ParameterType: SchemaCodable {
  static var blank: Foreign.ParameterType { allCases[0] }

  mutating func code(with coder: inout SchemaCoder) throws(SchemaCodingError) {
    self = Self.allCases[try coder.tag(Self.allCases.firstIndex(of: self) ?? 0, below: Self.allCases.count)]
  }
}

extension Binding: SchemaCodable {
  static var blank: Binding { Binding(table: "", key: nil) }

  mutating func code(with coder: inout SchemaCoder) throws(SchemaCodingError) {
    try coder.code(&table)
    try coder.code(&key)
  }
}

extension ForeignRules: SchemaCodable {
  static var blank: ForeignRules { ForeignRules() }

  mutating func code(with coder: inout SchemaCoder) throws(SchemaCodingError) {
    try coder.code(&condition)
    try coder.code(&constant)
    try coder.code(&computed)
    try coder.code(&alternative)
    try coder.code(&mask)
    try coder.code(&extent)
    try coder.code(&carries)
    try coder.code(&word)
  }
}

extension ForeignRules.Carrier: SchemaCodable {
  static var blank: ForeignRules.Carrier { ForeignRules.Carrier(table: "", key: .blank) }

  mutating func code(with coder: inout SchemaCoder) throws(SchemaCodingError) {
    try coder.code(&table)
    try coder.code(&key)
    try coder.code(&condition)
    try coder.code(&arguments)
  }
}

extension ForeignRules.Word: SchemaCodable {
  static var blank: ForeignRules.Word { ForeignRules.Word(bitCount: 0, bitOffset: 0) }

  mutating func code(with coder: inout SchemaCoder) throws(SchemaCodingError) {
    try coder.code(&bitCount)
    try coder.code(&bitOffset)
  }
}

extension Match: SchemaCodable {
  static var blank: Match { Match(subject: .blank, cases: []) }

  mutating func code(with coder: inout SchemaCoder) throws(SchemaCodingError) {
    try coder.code(&subject)
    try coder.code(&cases)
    try coder.code(&fallback)
    try coder.code(&tagField)
  }
}

extension Match.Case: SchemaCodable {
  static var blank: Match.Case { Match.Case(name: "", value: nil, type: nil) }

  mutating func code(with coder: inout SchemaCoder) throws(SchemaCodingError) {
    try coder.code(&name)
    try coder.code(&documentation)
    try coder.code(&value)
    try coder.code(&type)
    try coder.code(&displayNames)
    try coder.code(&display)
  }
}
