extension FieldType: SchemaCodable {
  static var blank: FieldType { .bool }

  private var tag: Int {
    switch self {
    case .bool: 0
    case .unsigned: 1
    case .signed: 2
    case .ranged: 3
    case .fixed: 4
    case .float: 5
    case .varint: 6
    case .bytes: 7
    case .text: 8
    case .list: 9
    case .named: 10
    case .match: 11
    case .padding: 12
    }
  }

  mutating func code(with coder: inout SchemaCoder) throws(SchemaCodingError) {
    try coder.nested { coder throws(SchemaCodingError) in try parts(with: &coder) }
  }

  private mutating func parts(with coder: inout SchemaCoder) throws(SchemaCodingError) {
    switch try coder.tag(tag, below: 13) {
    case 0: self = .bool
    case 1:
      var bitCount: Int = 0
      if case .unsigned(let part) = self { bitCount = part }
      try coder.code(&bitCount)
      self = .unsigned(bitCount: bitCount)
    case 2:
      var bitCount: Int = 0
      if case .signed(let part) = self { bitCount = part }
      try coder.code(&bitCount)
      self = .signed(bitCount: bitCount)
    case 3:
      var range: IntegerRange = .blank
      if case .ranged(let part) = self { range = part }
      try coder.code(&range)
      self = .ranged(range)
    case 4:
      var range: FixedRange = .blank
      if case .fixed(let part) = self { range = part }
      try coder.code(&range)
      self = .fixed(range)
    case 5:
      var bitCount: Int = 0
      if case .float(let part) = self { bitCount = part }
      try coder.code(&bitCount)
      self = .float(bitCount: bitCount)
    case 6:
      var isSigned: Bool = false
      if case .varint(let part) = self { isSigned = part }
      try coder.code(&isSigned)
      self = .varint(isSigned: isSigned)
    case 7:
      var count: Count = .blank
      if case .bytes(let part) = self { count = part }
      try coder.code(&count)
      self = .bytes(count)
    case 8:
      var count: Count = .blank
      if case .text(let part) = self { count = part }
      try coder.code(&count)
      self = .text(count)
    case 9:
      var (element, count): (FieldType, Count) = (.blank, .blank)
      if case .list(let part0, let part1) = self { (element, count) = (part0, part1) }
      try coder.code(&element)
      try coder.code(&count)
      self = .list(element: element, count: count)
    case 10:
      var (definition, arguments): (DefinitionID, [Expression]) = (.blank, [])
      if case .named(let part0, let part1) = self { (definition, arguments) = (part0, part1) }
      try coder.code(&definition)
      try coder.code(&arguments)
      self = .named(definition, arguments: arguments)
    case 11:
      var match: Match = .blank
      if case .match(let part) = self { match = part }
      try coder.code(&match)
      self = .match(match)
    default:
      var byteCount: Int = 0
      if case .padding(let part) = self { byteCount = part }
      try coder.code(&byteCount)
      self = .padding(toMultipleOf: byteCount)
    }
  }
}

extension IntegerRange: SchemaCodable {
  static var blank: IntegerRange { IntegerRange(lower: 0, upper: 0) }

  mutating func code(with coder: inout SchemaCoder) throws(SchemaCodingError) {
    try coder.code(&lower)
    try coder.code(&upper)
  }
}

extension FixedRange: SchemaCodable {
  static var blank: FixedRange { FixedRange(lower: 0, step: 1, denominator: 1, maximumCode: 0) }

  mutating func code(with coder: inout SchemaCoder) throws(SchemaCodingError) {
    try coder.code(&lower)
    try coder.code(&step)
    try coder.code(&denominator)
    try coder.code(&maximumCode)
  }
}

extension Count: SchemaCodable {
  static var blank: Count { .fixed(0) }

  private var tag: Int {
    switch self {
    case .fixed: 0
    case .bounded: 1
    case .computed: 2
    case .toEnd: 3
    }
  }

  mutating func code(with coder: inout SchemaCoder) throws(SchemaCodingError) {
    switch try coder.tag(tag, below: 4) {
    case 0:
      var count: Int = 0
      if case .fixed(let part) = self { count = part }
      try coder.code(&count)
      self = .fixed(count)
    case 1:
      var (min, max): (Int, Int) = (0, 0)
      if case .bounded(let part0, let part1) = self { (min, max) = (part0, part1) }
      try coder.code(&min)
      try coder.code(&max)
      self = .bounded(min: min, max: max)
    case 2:
      var (expression, max): (Expression, Int?) = (.blank, nil)
      if case .computed(let part0, let part1) = self { (expression, max) = (part0, part1) }
      try coder.code(&expression)
      try coder.code(&max)
      self = .computed(expression, max: max)
    default:
      var max: Int? = nil
      if case .toEnd(let part) = self { max = part }
      try coder.code(&max)
      self = .toEnd(max: max)
    }
  }
}

extension Enumeration: SchemaCodable {
  static var blank: Enumeration { Enumeration(bitCount: 0, isOpen: false, cases: []) }

  mutating func code(with coder: inout SchemaCoder) throws(SchemaCodingError) {
    try coder.code(&bitCount)
    try coder.code(&isOpen)
    try coder.code(&cases)
    try coder.code(&reservedCodes)
  }
}

extension Enumeration.Case: SchemaCodable {
  static var blank: Enumeration.Case { Enumeration.Case(name: "", code: 0) }

  mutating func code(with coder: inout SchemaCoder) throws(SchemaCodingError) {
    try coder.code(&name)
    try coder.code(&documentation)
    try coder.code(&code)
  }
}

extension Flags: SchemaCodable {
  static var blank: Flags { Flags(bitCount: 0, isOpen: false, cases: []) }

  mutating func code(with coder: inout SchemaCoder) throws(SchemaCodingError) {
    try coder.code(&bitCount)
    try coder.code(&isOpen)
    try coder.code(&cases)
  }
}

extension Union: SchemaCodable {
  static var blank: Union { Union(cases: []) }

  mutating func code(with coder: inout SchemaCoder) throws(SchemaCodingError) {
    try coder.code(&cases)
    try coder.code(&slotCount)
  }
}

extension Union.Case: SchemaCodable {
  static var blank: Union.Case { Union.Case(name: "") }

  mutating func code(with coder: inout SchemaCoder) throws(SchemaCodingError) {
    try coder.code(&name)
    try coder.code(&documentation)
    try coder.code(&type)
  }
}

extension Alias: SchemaCodable {
  static var blank: Alias { Alias(type: .bool) }

  mutating func code(with coder: inout SchemaCoder) throws(SchemaCodingError) {
    try coder.code(&type)
    try coder.code(&display)
  }
}

extension Display: SchemaCodable {
  static var blank: Display { allCases[0] }

  mutating func code(with coder: inout SchemaCoder) throws(SchemaCodingError) {
    self = Self.allCases[try coder.tag(Self.allCases.firstIndex(of: self) ?? 0, below: Self.allCases.count)]
  }
}
