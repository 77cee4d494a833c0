extension DeltaRules: SchemaCodable {
  static var blank: DeltaRules { DeltaRules() }

  mutating func code(with coder: inout SchemaCoder) throws(SchemaCodingError) {
    try coder.code(&policy)
    try coder.code(&step)
    try coder.code(&predictor)
  }
}

extension DeltaRules.Policy: SchemaCodable {
  static var blank: Self { .never }

  private var tag: Int {
    switch self {
    case .never: 0
    case .changed: 1
    case .difference: 2
    }
  }

  mutating func code(with coder: inout SchemaCoder) throws(SchemaCodingError) {
    switch try coder.tag(tag, below: 3) {
    case 0: self = .never
    case 1: self = .changed
    default:
      var (parameter, isSparse, wraps) = (0, false, false)
      if case .difference(let part0, let part1, let part2) = self { (parameter, isSparse, wraps) = (part0, part1, part2) }
      try coder.code(&parameter)
      try coder.code(&isSparse)
      try coder.code(&wraps)
      self = .difference(parameter: parameter, isSparse: isSparse, wraps: wraps)
    }
  }
}

extension DeltaRules.Predictor: SchemaCodable {
  static var blank: Self { .last }

  mutating func code(with coder: inout SchemaCoder) throws(SchemaCodingError) {
    var points = if case .linear(let part) = self { part } else { 1 }
    try coder.code(&points)
    self = points == 1 ? .last : .linear(points: points)
  }
}

extension DeltaPlan: SchemaCodable {
  static var blank: DeltaPlan { DeltaPlan() }

  mutating func code(with coder: inout SchemaCoder) throws(SchemaCodingError) {
    var bits = changedBits.map { $0 ?? -1 }
    try coder.code(&bits)
    changedBits = bits.map { $0 < 0 ? nil : $0 }
    try coder.code(&isGrouped)
    try coder.code(&slots)
    try coder.code(&slotCount)
  }
}

extension Channel: SchemaCodable {
  static var blank: Channel { Channel(name: "", number: 0, transport: .ordered, messages: []) }

  mutating func code(with coder: inout SchemaCoder) throws(SchemaCodingError) {
    try coder.code(&name)
    try coder.code(&documentation)
    try coder.code(&file)
    try coder.code(&number)
    try coder.code(&transport)
    try coder.code(&messages)
    try coder.code(&compression)
    try coder.code(&bindings)
    try coder.code(&identity)
  }
}

extension Channel.Transport: SchemaCodable {
  static var blank: Self { .ordered }

  private var tag: Int {
    switch self {
    case .datagram: 0
    case .ordered: 1
    case .stream: 2
    }
  }

  mutating func code(with coder: inout SchemaCoder) throws(SchemaCodingError) {
    switch try coder.tag(tag, below: 3) {
    case 0:
      var byteCount = if case .datagram(let part) = self { part } else { 0 }
      try coder.code(&byteCount)
      self = .datagram(mtu: byteCount)
    case 1: self = .ordered
    default: self = .stream
    }
  }
}

extension Channel.Compression: SchemaCodable {
  static var blank: Self { Self(mode: .message(dictionary: nil)) }

  mutating func code(with coder: inout SchemaCoder) throws(SchemaCodingError) {
    try coder.code(&mode)
    try coder.code(&level)
    try coder.code(&dictionary)
  }
}

extension Channel.Compression.Mode: SchemaCodable {
  static var blank: Self { .message(dictionary: nil) }

  private var tag: Int {
    switch self {
    case .stream: 0
    case .history: 1
    case .message: 2
    }
  }

  mutating func code(with coder: inout SchemaCoder) throws(SchemaCodingError) {
    switch try coder.tag(tag, below: 3) {
    case 0:
      var byteCount = if case .stream(let part) = self { part } else { 0 }
      try coder.code(&byteCount)
      self = .stream(windowByteCount: byteCount)
    case 1:
      var byteCount = if case .history(let part) = self { part } else { 0 }
      try coder.code(&byteCount)
      self = .history(byteCount: byteCount)
    default:
      var name: String? = if case .message(let part) = self { part } else { nil }
      try coder.code(&name)
      self = .message(dictionary: name)
    }
  }
}
