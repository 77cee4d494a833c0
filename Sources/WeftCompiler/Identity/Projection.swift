public import WeftSchema

/// Law 7: what of a definition reaches the wire, as printable text, and the digest of that text.
///
/// A definition's text names the definitions it holds by the first 16 hexadecimal digits of their own digests, so that
/// equal layouts have equal texts whatever they are called, and so that no text grows beyond its own definition. An
/// alias is what it stands for. Fields below `--- added` are left out: adding them is compatible and keeps the identity.
/// A definition that has a delta form has a second text, with the rules of its fields: that one gives the identity of a message
/// with a delta form and of what such a one holds, and the first that of all others.
extension Schema {
  /// The text whose SHA-256 begins with the definition's identity. Empty for a foreign definition: it has none.
  public func identityProjection(of id: DefinitionID) -> String {
    var projection = Projection(schema: self)
    return projection.text(of: id, withDelta: self[id].hasDelta)
  }

  /// The text of a channel: its transport, its messages in order, and how it is compressed.
  public func identityProjection(of channel: Channel) -> String {
    var text = "weft 2026 channel over \(channel.transport.word)\n"
    for id in channel.messages {
      if case .record(let record) = self[id].body { text += "message \(sixteenDigits(record.identity))\n" }
    }
    if let compression = channel.compression { text += "zstd \(compression.mode.word)\n" }
    return text
  }

  /// The text of a module: its messages' tags and identities, in the order of tags.
  public func identityProjection(ofModule index: Int) -> String {
    let messages = modules[index].definitions.compactMap { id -> (tag: Int, identity: UInt64)? in
      guard case .record(let record) = self[id].body, case .message(let tag) = record.kind else { return nil }
      return (tag, record.identity)
    }
    let lines = messages.sorted { $0.tag < $1.tag }.map { "message \($0.tag) \(sixteenDigits($0.identity))\n" }
    return "weft 2026 module\n" + lines.joined()
  }

  /// Fills in the identities of records and modules, of a schema without errors.
  mutating func identify() {
    var projection = Projection(schema: self)
    for index in definitions.indices {
      guard case .record(var record) = definitions[index].body, record.foreign == nil else { continue }
      record.identity = projection.digest(of: DefinitionID(index), withDelta: definitions[index].hasDelta)
      definitions[index].body = .record(record)
    }
    for index in modules.indices {
      modules[index].identity = digest(of: identityProjection(ofModule: index))
      for channel in modules[index].channels.indices {
        modules[index].channels[channel].identity = digest(of: identityProjection(of: modules[index].channels[channel]))
      }
    }
  }
}

/// The first 8 bytes, big-endian.
func digest(of text: String) -> UInt64 { SHA256.digest(of: text.utf8).prefix(8).reduce(0) { $0 << 8 | UInt64($1) } }

private func sixteenDigits(_ value: UInt64) -> String {
  let digits = String(value, radix: 16)
  return String(repeating: "0", count: 16 - digits.count) + digits
}

private struct Projection {
  let schema: Schema
  /// Of records and unions, so that a definition that many hold is projected once.
  private var digests: [Form: UInt64] = [:]
  /// Whether the text is that of the delta form, too.
  private var hasDelta = false

  private struct Form: Hashable {
    var id: DefinitionID
    var hasDelta: Bool
  }

  init(schema: Schema) { self.schema = schema }

  mutating func digest(of id: DefinitionID, withDelta: Bool) -> UInt64 {
    let form = Form(id: id, hasDelta: withDelta && schema[id].hasDelta)
    if let known = digests[form] { return known }
    let digest = WeftCompiler.digest(of: text(of: id, withDelta: form.hasDelta))
    digests[form] = digest
    return digest
  }

  mutating func text(of id: DefinitionID, withDelta: Bool) -> String {
    let outer = hasDelta
    hasDelta = withDelta
    defer { hasDelta = outer }
    return text(of: id)
  }

  private mutating func text(of id: DefinitionID) -> String {
    switch schema[id].body {
    case .alias(let alias): return "weft 2026 type\n\(text(of: alias.type))\n"
    case .enumeration(let enumeration): return "weft 2026 \(text(of: enumeration))\n"
    case .flags(let flags): return "weft 2026 \(text(of: flags))\n"
    case .union(let union):
      var text = "weft 2026 union\n" + (hasDelta ? "delta\n" : "")
      for unionCase in union.cases { text += unionCase.type.map { "case \(self.text(of: $0))\n" } ?? "case\n" }
      return text
    case .record(let record): return record.foreign == nil ? text(of: record) : ""
    }
  }

  private mutating func text(of record: Record) -> String {
    var text = "weft 2026 struct\n"
    if case .message(let tag) = record.kind { text = "weft 2026 \(record.isSnapshot ? "snapshot" : "message") \(tag)\n" }
    if hasDelta { text += "delta\n" }
    if let key = record.keyField { text += "keyed \(key)\n" }
    if let extensibility = record.extensibility { text += "extensible \(extensibility.maximumByteCount)\n" }
    for (index, field) in record.baseFields.enumerated() {
      text += (field.isOptional ? "optional " : "field ") + self.text(of: field.type)
      switch field.form {
      case .whole: break
      case .relative(let target): text += " relative \(target)"
      case .significant(let count): text += " significant \(count)"
      }
      if let count = field.internedCount { text += " interned \(count)" }
      if field.isSecret { text += " secret" }
      if hasDelta, index != record.keyField { text += " delta " + self.text(of: field.delta) }
      text += "\n"
    }
    return text
  }

  /// What stands on the wire, whether the schema states it or not.
  private func text(of rules: DeltaRules) -> String {
    var text: String
    switch rules.policy {
    case .never: text = "never"
    case .changed: text = "changed"
    case .difference(let parameter, let isSparse, let wraps):
      text = (wraps ? "wrap " : "difference ") + (isSparse ? "sparse " : "dense ") + "\(parameter)"
    }
    if rules.step != 0 { text += " step \(rules.step)" }
    if case .linear(let points) = rules.predictor { text += " linear \(points)" }
    return text
  }

  private mutating func text(of type: FieldType) -> String {
    switch type {
    case .bool: return "bool"
    case .unsigned(let bitCount): return "u\(bitCount)"
    case .signed(let bitCount): return "i\(bitCount)"
    case .float(let bitCount): return "f\(bitCount)"
    case .ranged(let range): return text(of: range)
    case .fixed(let range):
      return "fixed \(range.lower) \(range.step) / \(range.denominator) codes \(range.maximumCode)"
    case .varint(let isSigned): return isSigned ? "varint signed" : "varint"
    case .bytes(let count): return "bytes \(text(of: count))"
    case .text(let count): return "text \(text(of: count))"
    case .list(let element, let count): return "list \(text(of: count)) of \(text(of: element))"
    case .named(let id, _): return name(of: id)
    // Foreign, and so in no projection.
    case .match, .padding: return "-"
    }
  }

  /// `int(0...255)` and `u8` are one wire form of the same values.
  private func text(of range: IntegerRange) -> String {
    let isUnsigned = range.lower == 0 && range.upper > 0 && range.upper & (range.upper + 1) == 0
    return isUnsigned ? "u\(range.bitCount)" : "int \(range.lower) \(range.upper)"
  }

  private func text(of count: Count) -> String {
    switch count {
    case .fixed(let count): "\(count)"
    case .bounded(let min, let max): "\(min)...\(max)"
    case .computed, .toEnd: "-"
    }
  }

  /// Codes of an open enum or set of flags bind nobody: only its width counts.
  private func text(of enumeration: Enumeration) -> String {
    if enumeration.isOpen { return "open enum \(enumeration.bitCount)" }
    let codes = enumeration.cases.map(\.code).sorted().map { "\($0)" }
    return "enum \(enumeration.bitCount) codes \(codes.joined(separator: " "))"
  }

  private func text(of flags: Flags) -> String {
    flags.isOpen ? "open flags \(flags.bitCount)" : "flags \(flags.bitCount) bits \(flags.mask)"
  }

  /// Records have their digest already, since each stands after what it holds. Enums and flags are written out.
  private mutating func name(of id: DefinitionID) -> String {
    switch schema[id].body {
    case .enumeration(let enumeration): return text(of: enumeration)
    case .flags(let flags): return text(of: flags)
    case .alias:
      let type = schema.resolvingAliases(.named(id))
      if case .named(let target, _) = type, case .alias = schema[target].body { return "-" }
      return text(of: type)
    case .union: return "union \(sixteenDigits(digest(of: id, withDelta: hasDelta)))"
    case .record: return "struct \(sixteenDigits(digest(of: id, withDelta: hasDelta)))"
    }
  }
}

extension Channel.Transport {
  /// The mtu binds only who sends.
  fileprivate var word: String {
    switch self {
    case .datagram: "datagram"
    case .ordered: "ordered"
    case .stream: "stream"
    }
  }
}

extension Channel.Compression.Mode {
  fileprivate var word: String {
    switch self {
    case .stream: "stream"
    case .history: "history"
    case .message: "message"
    }
  }
}
