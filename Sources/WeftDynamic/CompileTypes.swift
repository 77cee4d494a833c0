import WeftSchema

extension ProgramCompiler {
  mutating func compileType(_ type: FieldType, in context: Context, display: Display? = nil) -> Int32 {
    if case .named(let definition, arguments: let arguments) = type, arguments.isEmpty, display == nil, !context.isForeign {
      return definitionTypes[definition.index]
    }
    var entry = typeEntry(type, in: context)
    if let display {
      entry.display = display
      // Of a list, it says how its elements are shown.
      if entry.kind == .list {
        var element = types[Int(entry.detail)]
        element.display = element.display ?? display
        types.append(element)
        entry.detail = Int32(types.count - 1)
      }
    }
    types.append(entry)
    return Int32(types.count - 1)
  }

  private mutating func typeEntry(_ type: FieldType, in context: Context) -> TypeEntry {
    switch type {
    case .bool: return leaf(.bool, .bool, bitCount: 1, in: context)
    case .unsigned(let bitCount): return leaf(.unsigned, .unsigned, bitCount: bitCount, in: context)
    case .signed(let bitCount): return leaf(.signed, .signed, bitCount: bitCount, in: context)
    case .ranged(let range):
      var entry = leaf(.ranged, range.lower < 0 ? .signed : .unsigned, bitCount: range.bitCount, in: context)
      entry.lower = UInt64(truncatingIfNeeded: range.lower)
      entry.maximum = range.maximumCode
      return entry
    case .fixed(let range):
      var entry = leaf(.fixed, .fixed, bitCount: range.bitCount, in: context)
      entry.maximum = range.maximumCode
      entry.detail = Int32(fixedRanges.count)
      fixedRanges.append(range)
      return entry
    case .float(let bitCount): return leaf(.float, .float, bitCount: bitCount, in: context)
    case .varint(let isSigned):
      var entry = TypeEntry(kind: isSigned ? .zigzag : .varint, node: isSigned ? .signed : .unsigned)
      entry.bitCount = -1
      entry.minimumBitCount = 8
      return entry
    case .bytes(let count): return counted(.bytes, .bytes, count, elementBitCount: 8, minimum: 8, in: context)
    case .text(let count): return counted(.text, .text, count, elementBitCount: 8, minimum: 8, in: context)
    case .list(let element, let count):
      let detail = compileType(element, in: context)
      // By the schema: the element's own entry may not be compiled yet, where an alias or a union stands before it.
      var minimum = types[Int(detail)].minimumBitCount
      if case .named(let id, arguments: _) = element { minimum = schema[id].bitCountRange.min }
      var list = counted(.list, .list, count, elementBitCount: width(of: element), minimum: minimum, in: context)
      list.detail = detail
      if case .bounded = count { list.keyField = keyField(of: element) }
      return list
    case .named(let definition, let arguments):
      return definitionType(definition, arguments: arguments, in: context)
    case .match(let match): return matchType(match, in: context)
    case .padding(let byteCount):
      var entry = TypeEntry(kind: .padding, node: .padding)
      entry.bitCount = -1
      entry.minimumCount = byteCount
      return entry
    }
  }

  /// The type of a field of which only a part goes over the wire.
  mutating func addressType(_ type: Int32, _ field: Field, first: Int) -> Int32 {
    var entry = types[Int(type)]
    entry.companion = Int32(first + (field.form.companion ?? 0))
    if entry.kind == .bytes {
      entry.bitCount = -1
      entry.minimumBitCount = 0
    }
    if case .significant = field.form {
      entry.form = .significant
    } else if let address = schema.relativeAddress(in: field.type) {
      entry.form = .relative
      entry.addressBitOffset = address.bitOffset
      entry.addressByteCount = address.byteCount
      entry.sharedBitCount = address.sharedBitCount
      if let local = address.field, case .list(let element, _) = schema.resolvingAliases(field.type),
        case .named(let id, _) = schema.resolvingAliases(element)
      {
        entry.addressField = firstFields[id.index] + Int32(local)
      }
    }
    types.append(entry)
    return Int32(types.count - 1)
  }

  /// The same, before the type is compiled: unions are compiled in any order.
  private func width(of type: FieldType) -> Int? {
    switch schema.resolvingAliases(type) {
    case .bool: 1
    case .unsigned(let bitCount), .signed(let bitCount), .float(let bitCount): bitCount
    case .ranged(let range): range.bitCount
    case .fixed(let range): range.bitCount
    case .bytes(.fixed(let count)), .text(.fixed(let count)): count * 8
    case .list(let element, .fixed(let count)): width(of: element).map { $0 * count }
    case .named(let id, arguments: _): schema[id].bitCountRange.constant
    default: nil
    }
  }

  /// The key by which a list of such elements is sorted.
  private func keyField(of element: FieldType) -> Int32 {
    guard case .named(let id, arguments: _) = schema.resolvingAliases(element), case .record(let record) = schema[id].body,
      let key = record.keyField
    else { return -1 }
    return firstFields[id.index] + Int32(key)
  }

  /// The width of every value of the type, or `nil` if it varies.
  func constantBitCount(_ entry: TypeEntry) -> Int? {
    if entry.kind == .union || entry.kind == .record {
      return entry.definition < 0 ? nil : schema.definitions[Int(entry.definition)].bitCountRange.constant
    }
    return entry.bitCount < 0 ? nil : entry.bitCount
  }

  private func leaf(
    _ kind: TypeEntry.Kind, _ node: ValueNode.Kind, bitCount: Int, in context: Context
  ) -> TypeEntry {
    var entry = TypeEntry(kind: kind, node: node)
    entry.bitCount = bitCount
    entry.minimumBitCount = bitCount
    entry.stream = context.stream(forBitCount: bitCount)
    return entry
  }

  private mutating func counted(
    _ kind: TypeEntry.Kind, _ node: ValueNode.Kind, _ count: Count, elementBitCount: Int?, minimum: Int,
    in context: Context
  ) -> TypeEntry {
    var entry = TypeEntry(kind: kind, node: node)
    entry.stream = context.stream(forBitCount: 8)
    entry.bitCount = -1
    entry.elementBitCount = elementBitCount ?? -1
    entry.isEmptyElement = minimum == 0
    switch count {
    case .fixed(let number):
      entry.count = .fixed
      entry.minimumCount = number
      entry.maximumCount = number
      entry.minimumBitCount = number * minimum
      if let elementBitCount { entry.bitCount = number * elementBitCount }
    case .bounded(let min, let max):
      entry.count = .bounded
      entry.minimumCount = min
      entry.maximumCount = max
      entry.minimumBitCount = count.bitCount + min * minimum
      if let elementBitCount, min == max { entry.bitCount = min * elementBitCount }
    case .computed(let expression, let max):
      entry.count = .computed
      entry.countNeedsRegion = expression.needsRegion
      entry.countExpression = compileExpression(expression, in: context)
      entry.maximumCount = max ?? -1
    case .toEnd(let max):
      entry.count = .toEnd
      entry.maximumCount = max ?? -1
    }
    return entry
  }

  /// The type of a named definition, where `context` uses it.
  mutating func definitionType(
    _ id: DefinitionID, arguments: [Expression], in context: Context
  ) -> TypeEntry {
    let definition = schema[id]
    var entry: TypeEntry
    switch definition.body {
    case .alias(let alias):
      entry = typeEntry(alias.type, in: context)
      if let display = alias.display { entry.display = display }
    case .enumeration(let enumeration):
      entry = leaf(.enumeration, .enumeration, bitCount: enumeration.bitCount, in: context)
      entry.isOpen = enumeration.isOpen
      for one in enumeration.cases where one.code < 64 { entry.maximum |= 1 << one.code }
      entry.detail = enumerationEntry(enumeration.cases)
    case .flags(let flags):
      entry = leaf(.flags, .flags, bitCount: flags.bitCount, in: context)
      entry.isOpen = flags.isOpen
      entry.maximum = flags.mask
      entry.detail = enumerationEntry(flags.cases)
    case .union(let union):
      entry = TypeEntry(kind: .union, node: .union)
      entry.bitCount = union.tagBitCount
      entry.minimumBitCount = definition.bitCountRange.min
      entry.operands = unionCases(union)
    case .record:
      entry = TypeEntry(kind: .record, node: .record)
      entry.detail = recordIndices[id.index]
      entry.minimumBitCount = definition.bitCountRange.min
      entry.bitCount = definition.bitCountRange.constant ?? -1
      let compiled = arguments.map { compileExpression($0, in: context) }
      entry.operands = append(compiled)
    }
    entry.definition = Int32(id.index)
    return entry
  }

  private mutating func unionCases(_ union: Union) -> Range<Int32> {
    var entries: [CaseEntry] = []
    for one in union.cases {
      let type = one.type.map { compileType($0, in: Context()) }
      entries.append(CaseEntry(type: type ?? -1, bitCount: one.type.flatMap { width(of: $0) } ?? -1))
    }
    let first = Int32(cases.count)
    cases += entries
    names.cases += union.cases.map(\.name)
    return first..<Int32(cases.count)
  }

  private mutating func enumerationEntry(_ list: [Enumeration.Case]) -> Int32 {
    let sorted = list.sorted { $0.code < $1.code }
    enumerations.append(EnumerationEntry(codes: sorted.map(\.code), names: sorted.map(\.name)))
    return Int32(enumerations.count - 1)
  }

  private mutating func matchType(_ match: Match, in context: Context) -> TypeEntry {
    var entries: [CaseEntry] = []
    let all = match.cases + (match.fallback.map { [$0] } ?? [])
    for one in all {
      let value = one.value.map { compileExpression($0, in: context) } ?? -1
      let type = one.type.map { compileType($0, in: context, display: one.display) } ?? -1
      entries.append(CaseEntry(value: value, type: type, constant: value < 0 ? 0 : expressions[Int(value)].value))
    }
    let first = Int32(cases.count)
    cases += entries
    names.cases += all.map(\.name)
    let last = first + Int32(match.cases.count)
    matches.append(
      MatchEntry(
        subject: compileExpression(match.subject, in: context), cases: first..<last,
        fallback: match.fallback == nil ? -1 : last, tagField: Int32(match.tagField ?? -1),
        hasConstants: entries.allSatisfy { $0.value < 0 || expressions[Int($0.value)].code == .integer }))
    var entry = TypeEntry(kind: .match, node: .match)
    entry.bitCount = -1
    entry.detail = Int32(matches.count - 1)
    return entry
  }
}

extension ProgramCompiler.Context {
  var isForeign: Bool { foreign != nil }

  /// The order in which the bits of an integer of this width stand (`docs/language.md`, "Foreign definitions").
  func stream(forBitCount bitCount: Int) -> BitStream {
    guard let foreign else { return .leastSignificantFirst }
    if bitCount > 8 { return foreign.byteStream }
    return foreign.bitOrder == .mostSignificantFirst ? .mostSignificantFirst : .leastSignificantFirst
  }
}

extension Foreign {
  /// The order of values of several whole bytes.
  var byteStream: BitStream {
    switch byteOrder {
    case .big: .mostSignificantFirst
    case .little: .leastSignificantFirst
    case .parameter: .byParameter
    }
  }
}
