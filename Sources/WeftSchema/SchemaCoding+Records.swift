extension Definition.Body: SchemaCodable {
  static var blank: Definition.Body { .alias(.blank) }

  private var tag: Int {
    switch self {
    case .record: 0
    case .enumeration: 1
    case .flags: 2
    case .union: 3
    case .alias: 4
    }
  }

  mutating func code(with coder: inout SchemaCoder) throws(SchemaCodingError) {
    switch try coder.tag(tag, below: 5) {
    case 0:
      var record: Record = .blank
      if case .record(let part) = self { record = part }
      try coder.code(&record)
      self = .record(record)
    case 1:
      var enumeration: Enumeration = .blank
      if case .enumeration(let part) = self { enumeration = part }
      try coder.code(&enumeration)
      self = .enumeration(enumeration)
    case 2:
      var flags: Flags = .blank
      if case .flags(let part) = self { flags = part }
      try coder.code(&flags)
      self = .flags(flags)
    case 3:
      var union: Union = .blank
      if case .union(let part) = self { union = part }
      try coder.code(&union)
      self = .union(union)
    default:
      var alias: Alias = .blank
      if case .alias(let part) = self { alias = part }
      try coder.code(&alias)
      self = .alias(alias)
    }
  }
}

extension Record: SchemaCodable {
  static var blank: Record { Record(kind: .structure, fields: []) }

  mutating func code(with coder: inout SchemaCoder) throws(SchemaCodingError) {
    try coder.code(&kind)
    try coder.code(&fields)
    try coder.code(&steps)
    try coder.code(&extensibility)
    try coder.code(&maximumByteCount)
    try coder.code(&reservedNames)
    try coder.code(&reservedTags)
    try coder.code(&displayName)
    try coder.code(&isSnapshot)
    try coder.code(&keyField)
    try coder.code(&delta)
    try coder.code(&identity)
  }
}

extension Record.Kind: SchemaCodable {
  static var blank: Record.Kind { .structure }

  private var tag: Int {
    switch self {
    case .structure: 0
    case .message: 1
    case .foreign: 2
    }
  }

  mutating func code(with coder: inout SchemaCoder) throws(SchemaCodingError) {
    switch try coder.tag(tag, below: 3) {
    case 0: self = .structure
    case 1:
      var number: Int = 0
      if case .message(let part) = self { number = part }
      try coder.code(&number)
      self = .message(tag: number)
    default:
      var foreign: Foreign = .blank
      if case .foreign(let part) = self { foreign = part }
      try coder.code(&foreign)
      self = .foreign(foreign)
    }
  }
}

extension Extensibility: SchemaCodable {
  static var blank: Extensibility { Extensibility(maximumByteCount: 0, generations: []) }

  mutating func code(with coder: inout SchemaCoder) throws(SchemaCodingError) {
    try coder.code(&maximumByteCount)
    try coder.code(&generations)
  }
}

extension Extensibility.Generation: SchemaCodable {
  static var blank: Self { Self(fields: 0..<0, steps: []) }

  mutating func code(with coder: inout SchemaCoder) throws(SchemaCodingError) {
    var (first, end) = (fields.lowerBound, fields.upperBound)
    try coder.code(&first)
    try coder.code(&end)
    guard first <= end else { throw coder.failure() }
    fields = first..<end
    try coder.code(&steps)
  }
}

extension Step: SchemaCodable {
  static var blank: Step { .extensionBlock }

  private var tag: Int {
    switch self {
    case .run: 0
    case .extensionBit: 1
    case .presence: 2
    case .fixed: 3
    case .count: 4
    case .elements: 5
    case .varying: 6
    case .optional: 7
    case .extensionBlock: 8
    }
  }

  mutating func code(with coder: inout SchemaCoder) throws(SchemaCodingError) {
    switch try coder.tag(tag, below: 9) {
    case 0:
      var bitCount: Int = 0
      if case .run(let part) = self { bitCount = part }
      try coder.code(&bitCount)
      self = .run(bitCount: bitCount)
    case 1:
      var bitOffset: Int = 0
      if case .extensionBit(let part) = self { bitOffset = part }
      try coder.code(&bitOffset)
      self = .extensionBit(bitOffset: bitOffset)
    case 2:
      var (field, bitOffset): (Int, Int) = (0, 0)
      if case .presence(let part0, let part1) = self { (field, bitOffset) = (part0, part1) }
      try coder.code(&field)
      try coder.code(&bitOffset)
      self = .presence(field: field, bitOffset: bitOffset)
    case 3:
      var (field, bitOffset): (Int, Int) = (0, 0)
      if case .fixed(let part0, let part1) = self { (field, bitOffset) = (part0, part1) }
      try coder.code(&field)
      try coder.code(&bitOffset)
      self = .fixed(field: field, bitOffset: bitOffset)
    case 4:
      var (field, bitOffset, bitCount): (Int, Int, Int) = (0, 0, 0)
      if case .count(let part0, let part1, let part2) = self { (field, bitOffset, bitCount) = (part0, part1, part2) }
      try coder.code(&field)
      try coder.code(&bitOffset)
      try coder.code(&bitCount)
      self = .count(field: field, bitOffset: bitOffset, bitCount: bitCount)
    case 5:
      var field: Int = 0
      if case .elements(let part) = self { field = part }
      try coder.code(&field)
      self = .elements(field: field)
    case 6:
      var field: Int = 0
      if case .varying(let part) = self { field = part }
      try coder.code(&field)
      self = .varying(field: field)
    case 7:
      var field: Int = 0
      if case .optional(let part) = self { field = part }
      try coder.code(&field)
      self = .optional(field: field)
    default: self = .extensionBlock
    }
  }
}

extension Field: SchemaCodable {
  static var blank: Field { Field(name: "", type: .bool) }

  mutating func code(with coder: inout SchemaCoder) throws(SchemaCodingError) {
    try coder.code(&name)
    try coder.code(&documentation)
    try coder.code(&type)
    try coder.code(&isOptional)
    try coder.code(&isInline)
    try coder.code(&defaultValue)
    try coder.code(&displayNames)
    try codeScaleAndParts(with: &coder)
    try coder.code(&display)
    try coder.code(&delta)
    try coder.code(&internedCount)
    try codeSecretAndForm(with: &coder)
    try coder.code(&foreign)
    try coder.code(&bitCountRange)
    try coder.code(&bitOffset)
  }
}

extension DisplayPart: SchemaCodable {
  static var blank: DisplayPart { DisplayPart(name: "", mask: 0) }

  mutating func code(with coder: inout SchemaCoder) throws(SchemaCodingError) {
    try coder.code(&name)
    try coder.code(&mask)
  }
}

extension Field {
  /// The scale where there are no parts, which few fields have; otherwise 0, the scale and the parts.
  fileprivate mutating func codeScaleAndParts(with coder: inout SchemaCoder) throws(SchemaCodingError) {
    var scale = displayParts.isEmpty ? displayScale : 0
    try coder.code(&scale)
    guard scale == 0 else { return displayScale = scale }
    try coder.code(&displayScale)
    try coder.code(&displayParts)
  }

  /// One number: 0 and 1 for a whole field, not secret and secret; then the same for each other form.
  fileprivate mutating func codeSecretAndForm(with coder: inout SchemaCoder) throws(SchemaCodingError) {
    let kind =
      switch form {
      case .whole: 0
      case .relative: 1
      case .significant: 2
      }
    let tag = try coder.tag(kind * 2 + (isSecret ? 1 : 0), below: 6)
    isSecret = tag & 1 == 1
    guard tag > 1 else { return form = .whole }
    var companion = form.companion ?? 0
    try coder.code(&companion)
    form = tag < 4 ? .relative(to: companion) : .significant(count: companion)
  }
}
