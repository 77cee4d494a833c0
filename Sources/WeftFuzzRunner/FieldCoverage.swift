import Weft
import WeftDynamic
import WeftSchema

/// Which fields, cases and ends of ranges the messages of a run had, and why messages were rejected.
struct FieldCoverage {
  /// One thing that can be said of a field, and how often it was so.
  struct Item: Sendable {
    /// `Position.heading`.
    var field: String
    /// `present`, `absent`, `lowest`, `highest`, `between`, `empty`, `full`, a case's name.
    var aspect: String
    var count = 0
  }

  private(set) var items: [Item] = []
  private(set) var rejections: [String: Int] = [:]
  private(set) var acceptedCount = 0
  private let codec: DynamicCodec
  private var tree = ValueTree()
  /// By definition and index of a field: its first item, and what its type says.
  private var places: [DefinitionID: [FieldPlace]] = [:]

  private struct FieldPlace {
    var first: Int
    var isOptional: Bool
    var type: FieldType
    /// Of a list whose elements have something to reach of their own: their first item, and their type.
    var elements: (first: Int, type: FieldType)?
  }

  init(_ codec: DynamicCodec, _ roots: [DefinitionID]) {
    self.codec = codec
    for root in roots { visit(.named(root)) }
  }

  // MARK: What there is to reach

  private mutating func visit(_ type: FieldType) {
    switch codec.schema.resolvingAliases(type) {
    case .list(let element, _): visit(element)
    case .match(let match):
      for matchCase in match.cases + (match.fallback.map { [$0] } ?? []) { if let type = matchCase.type { visit(type) } }
    case .named(let id, _):
      guard places[id] == nil else { return }
      switch codec.schema[id].body {
      case .record(let record):
        places[id] = []
        for field in record.fields {
          let type = codec.schema.resolvingAliases(field.type)
          places[id]?.append(FieldPlace(first: items.count, isOptional: field.isOptional, type: type))
          let name = "\(codec.schema[id].name).\(field.name)"
          let aspects = (field.isOptional ? ["absent", "present"] : []) + Self.aspects(of: type, codec.schema)
          items += (aspects.isEmpty ? ["any"] : aspects).map { Item(field: name, aspect: $0) }
          addElements(of: type, name, id)
        }
        for field in record.fields { visit(field.type) }
      case .union(let union):
        places[id] = []
        for unionCase in union.cases { addCase(unionCase, id) }
        for unionCase in union.cases { if let type = unionCase.type { visit(type) } }
      case .enumeration, .flags, .alias: return
      }
    default: return
    }
  }

  /// What a case holds; that of a record, or nothing, is not counted here.
  private mutating func addCase(_ unionCase: Union.Case, _ id: DefinitionID) {
    let type = codec.schema.resolvingAliases(unionCase.type ?? .padding(toMultipleOf: 1))
    places[id]?.append(FieldPlace(first: items.count, isOptional: false, type: type))
    let name = "\(codec.schema[id].name).\(unionCase.name)"
    items += Self.aspects(of: type, codec.schema).map { Item(field: name, aspect: $0) }
    addElements(of: type, name, id)
  }

  /// What elements of a list can be, beside what its length can.
  private mutating func addElements(of type: FieldType, _ name: String, _ id: DefinitionID) {
    guard case .list(let element, _) = type else { return }
    let type = codec.schema.resolvingAliases(element)
    let aspects = Self.aspects(of: type, codec.schema)
    guard !aspects.isEmpty, let last = places[id]?.indices.last else { return }
    places[id]?[last].elements = (items.count, type)
    items += aspects.map { Item(field: "\(name)[]", aspect: $0) }
  }

  private static func aspects(of type: FieldType, _ schema: Schema) -> [String] {
    switch type {
    case .bool: return ["false", "true"]
    case .unsigned, .signed, .ranged, .fixed: return ["lowest", "between", "highest"]
    case .list(_, .bounded), .bytes(.bounded), .text(.bounded): return ["shortest", "between", "longest"]
    case .match(let match): return (match.cases + (match.fallback.map { [$0] } ?? [])).map { ".\($0.name)" }
    case .named(let id, _):
      switch schema[id].body {
      case .enumeration(let it): return it.cases.map { ".\($0.name)" } + (it.isOpen ? ["unknown"] : [])
      case .union(let union): return union.cases.map { ".\($0.name)" }
      case .flags(let it): return it.cases.map { ".\($0.name)" } + ["none"]
      case .record, .alias: return []
      }
    default: return []
    }
  }

  // MARK: What was reached

  mutating func add(_ definition: DefinitionID, _ bytes: [UInt8]) {
    guard codec.decode(definition, from: bytes, into: &tree) else {
      guard let rejected = tree.failure?.reason else { return }
      let reason = "\(rejected)".split(separator: "(").first.map(String.init) ?? ""
      rejections[Self.name(of: rejected, or: reason), default: 0] += 1
      return
    }
    acceptedCount += 1
    for index in tree.nodes.indices {
      switch tree.nodes[index].kind {
      case .record: addRecord(index)
      case .union: addUnion(index)
      default: continue
      }
    }
  }

  private static func name(of reason: DecodeError.Reason, or text: String) -> String {
    Mirror(reflecting: reason).children.first?.label ?? caseNames[reason] ?? text
  }

  /// Of reasons that carry nothing, which reflection shows no label of.
  private static let caseNames: [DecodeError.Reason: String] = [
    .nonZeroPadding: "nonZeroPadding", .nonMinimalVarint: "nonMinimalVarint", .varintOverflow: "varintOverflow",
    .invalidText: "invalidText", .nonCanonicalNaN: "nonCanonicalNaN", .emptyExtension: "emptyExtension",
    .expression: "expression",
    .unchangedValue: "unchangedValue", .emptyGroup: "emptyGroup", .unneededEscape: "unneededEscape",
    .differenceOutOfRange: "differenceOutOfRange", .choiceOutOfBounds: "choiceOutOfBounds", .keysOutOfOrder: "keysOutOfOrder",
  ]

  private mutating func addRecord(_ index: Int) {
    guard let id = codec.definition(ofType: tree.nodes[index].type), let fields = places[id] else { return }
    var present = Set<Int>()
    var child = index + 1
    while child < Int(tree.nodes[index].end) {
      let node = tree.nodes[child]
      if node.field >= 0 {
        let place = codec.fields[Int(node.field)].index
        present.insert(place)
        if fields.indices.contains(place) { addField(fields[place], child) }
      }
      child = max(child + 1, Int(node.end))
    }
    for (place, field) in fields.enumerated() where field.isOptional && !present.contains(place) { items[field.first].count += 1 }
  }

  private mutating func addUnion(_ index: Int) {
    let node = tree.nodes[index]
    guard let id = codec.definition(ofType: node.type), let cases = places[id], index + 1 < Int(node.end) else { return }
    let place = Int(truncatingIfNeeded: node.payload)
    guard cases.indices.contains(place), !Self.aspects(of: cases[place].type, codec.schema).isEmpty else { return }
    addField(cases[place], index + 1)
  }

  private mutating func addField(_ field: FieldPlace, _ index: Int) {
    let node = tree.nodes[index]
    var first = field.first
    if field.isOptional {
      items[first + 1].count += 1
      first += 2
    }
    guard !Self.aspects(of: field.type, codec.schema).isEmpty else {
      if !field.isOptional { items[first].count += 1 }
      return
    }
    add(node, of: field.type, first)
    guard let elements = field.elements else { return }
    var child = index + 1
    while child < Int(node.end) {
      add(tree.nodes[child], of: elements.type, elements.first)
      child = max(child + 1, Int(tree.nodes[child].end))
    }
  }

  private mutating func add(_ node: ValueNode, of type: FieldType, _ first: Int) {
    switch type {
    case .bool: items[first + (node.payload == 0 ? 0 : 1)].count += 1
    case .unsigned(let bits): count(first, node.payload == 0, node.payload == UInt64.max >> UInt64(64 - bits))
    case .signed(let bits):
      let value = Int64(bitPattern: node.payload)
      count(first, value == Int64.min >> Int64(64 - bits), value == Int64.max >> Int64(64 - bits))
    case .ranged(let range):
      let value = node.kind == .signed ? Int128(Int64(bitPattern: node.payload)) : Int128(node.payload)
      count(first, value == range.lower, value == range.upper)
    case .fixed(let range): count(first, node.payload == 0, node.payload == range.maximumCode)
    case .list(_, .bounded(let least, let most)): count(first, node.payload == UInt64(least), node.payload == UInt64(most))
    case .bytes(.bounded(let least, let most)), .text(.bounded(let least, let most)):
      count(first, node.byteCount == least, node.byteCount == most)
    case .named(let id, _): addNamed(id, first, node)
    // The default case is one behind the others.
    case .match(let match): items[first + min(Int(node.payload), match.cases.count)].count += 1
    default: return
    }
  }

  private mutating func count(_ first: Int, _ isLowest: Bool, _ isHighest: Bool) {
    items[first + (isLowest ? 0 : isHighest ? 2 : 1)].count += 1
  }

  private mutating func addNamed(_ id: DefinitionID, _ first: Int, _ node: ValueNode) {
    switch codec.schema[id].body {
    case .enumeration(let it):
      let place = it.cases.firstIndex { $0.code == node.payload } ?? it.cases.count
      if place < it.cases.count || it.isOpen { items[first + place].count += 1 }
    case .union: items[first + Int(node.payload)].count += 1
    case .flags(let it):
      for (place, flag) in it.cases.enumerated() where node.payload >> flag.code & 1 == 1 { items[first + place].count += 1 }
      if node.payload == 0 { items[first + it.cases.count].count += 1 }
    case .record, .alias: return
    }
  }

  // MARK: Text

  var reachedCount: Int { items.count { $0.count > 0 } }

  /// One line a field, what was not reached in brackets; then the reasons of rejections.
  var lines: [String] {
    var lines: [String] = ["\(reachedCount) of \(items.count) reached; \(acceptedCount) messages accepted"]
    var fields: [(name: String, aspects: [String])] = []
    for item in items {
      let text = item.count > 0 ? "\(item.aspect) \(item.count)" : "[\(item.aspect)]"
      if fields.last?.name == item.field {
        fields[fields.count - 1].aspects.append(text)
      } else {
        fields.append((item.field, [text]))
      }
    }
    let width = fields.map(\.name.count).max() ?? 0
    lines += fields.map {
      "  \($0.name)\(String(repeating: " ", count: width - $0.name.count))  \($0.aspects.joined(separator: ", "))"
    }
    let total = rejections.values.reduce(0, +)
    lines.append("\(total) messages rejected\(total == 0 ? "" : ":")")
    lines += rejections.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.map { "  \($0.key) \($0.value)" }
    return lines
  }
}
