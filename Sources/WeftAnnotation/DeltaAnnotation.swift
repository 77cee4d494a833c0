public import WeftDynamic
public import WeftSchema

extension Annotation {
  /// A delta form as rows: what each bit says, `old → new`.
  public init(_ codec: DynamicCodec, _ delta: DecodedDelta, of definition: DefinitionID, isPredicted: Bool, _ bytes: [UInt8]) {
    self.init(codec, delta.tree, bytes)
    let new = NodePaths(codec, delta.tree, of: definition)
    let old = NodePaths(codec, delta.baseline.tree, of: definition)
    let rows = DeltaRows(codec: codec, delta: delta, new: new, old: old, isPredicted: isPredicted)
    for part in delta.parts {
      switch part.kind {
      case .fullForm: addFullForm(part, rows)
      case .addedFields: addAddedFields(part, rows)
      case .difference, .escape: append(part.bitRange, rows.path(of: part), rows.value(of: part), .field)
      default: append(part.bitRange, rows.name(of: part), rows.value(of: part), .added)
      }
    }
    finish()
  }

  /// As in a full form, with what stood there before.
  private mutating func addFullForm(_ part: DeltaPart, _ delta: DeltaRows) {
    let first = rows.count
    add(part.node, delta.new.types[part.node], delta.new.paths[part.node])
    guard Int(tree.nodes[part.node].end) == part.node + 1, let old = delta.oldText(of: part.node), rows.count > first else {
      return
    }
    let value = rows[rows.count - 1].value
    rows[rows.count - 1].value = old == value ? "\(value), as before" : "\(old) → \(value)"
  }

  private mutating func addAddedFields(_ part: DeltaPart, _ delta: DeltaRows) {
    let path = delta.new.paths[part.node]
    for child in children(of: part.node) where part.bitRange.contains(tree.nodes[child].bitOffset) {
      let node = tree.nodes[child]
      if node.kind == .extensionTail {
        append(node.bitRange, inner(path, "(unknown added fields)"), text(of: child), .field)
      } else if !node.flags.contains(.isImplied) {
        fillGap(to: node.bitOffset, inner(path, "(added fields: size, presence)"))
        add(child, delta.new.types[child], delta.new.paths[child])
      }
    }
    fillGap(to: part.bitRange.upperBound, inner(path, "(added fields: padding)"))
  }
}

/// Names and values of the rows that a delta form adds to values.
private struct DeltaRows {
  let codec: DynamicCodec
  let delta: DecodedDelta
  let new: NodePaths
  let old: NodePaths
  /// The baseline was moved to where it was expected.
  let isPredicted: Bool

  /// What the part is about, as it is called now, or as it was.
  func path(of part: DeltaPart) -> String {
    if part.node >= 0 { return new.paths[part.node] }
    return part.baselineNode >= 0 ? old.paths[part.baselineNode] : ""
  }

  func name(of part: DeltaPart) -> String {
    let path = path(of: part)
    func inner(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }
    switch part.kind {
    case .message: return "(differs)"
    case .key: return inner("(key differs)")
    case .group(let first, _):
      let names = record(of: part).map { fieldNames($0, $0.delta?.changedBits.dropFirst(first).prefix(8) ?? []) } ?? []
      return inner("(\(names.first ?? "")…\(names.last ?? "") differ)")
    case .changed(let field, _): return inner("(\(record(of: part).map { fieldNames($0, [field])[0] } ?? "") differs)")
    case .presence: return path + "?"
    case .extensionBit: return inner("(extension)?")
    case .tag: return inner("(tag)")
    case .removed: return inner("(removed)")
    case .changedElements: return inner("(changed)")
    case .created: return inner("(created)")
    case .heads: return inner("(fields differ)")
    case .choice, .createdCount: return "#" + path
    case .inRuns: return inner("(in runs)")
    case .runCount: return inner("(runs)")
    case .gap: return inner("(skipped)")
    case .runLength: return inner("(run)")
    case .addedFields, .difference, .escape, .fullForm: return path
    }
  }

  func value(of part: DeltaPart) -> String {
    switch part.kind {
    case .message(let isSet), .key(let isSet), .group(_, let isSet), .removed(let isSet), .changedElements(let isSet),
      .created(let isSet), .inRuns(let isSet), .heads(let isSet):
      return isSet ? "yes" : "no"
    case .changed(let field, let isSet): return isSet ? "yes" + flipped(field, part) : "no"
    case .presence(_, let isPresent):
      return isPresent ? part.baselineNode < 0 ? "absent → present" : "present" : "present → absent"
    case .extensionBit(let isSet): return isSet ? "present" : "absent"
    case .tag(let number): return tagText(number, part)
    case .choice(let count), .createdCount(let count), .runCount(let count), .runLength(let count): return "\(count)"
    case .gap(let count): return "\(count), then \(old.paths[part.baselineNode]) of before"
    case .difference(let difference):
      let text = text(of: part.node)
      return difference == 0 ? "\(text), as \(isPredicted ? "expected" : "before")" : "\(oldText(of: part.node) ?? "") → \(text)"
    case .escape: return "\(oldText(of: part.node) ?? "") → \(text(of: part.node)), in full"
    case .addedFields, .fullForm: return ""
    }
  }

  /// A changed bool has no bits of its own: it is the other one.
  private func flipped(_ field: Int?, _ part: DeltaPart) -> String {
    guard let field else { return "" }
    let child = children(of: part.node).first {
      delta.tree.nodes[$0].field >= 0 && codec.fields[Int(delta.tree.nodes[$0].field)].index == field
    }
    guard let child, delta.tree.nodes[child].kind == .bool, let old = oldText(of: child) else { return "" }
    return ": \(old) → \(text(of: child))"
  }

  private func tagText(_ number: Int, _ part: DeltaPart) -> String {
    guard case .named(let id, _) = codec.schema.resolvingAliases(new.types[part.node]),
      case .union(let union) = codec.schema[id].body
    else { return "\(number)" }
    let before = part.baselineNode < 0 ? number : Int(delta.baseline.tree.nodes[part.baselineNode].payload)
    let text = "\(number) = \(union.cases[number].name)"
    return before == number ? text : "\(before) = \(union.cases[before].name) → \(text)"
  }

  // MARK: Nodes

  func oldText(of node: Int) -> String? { delta.old(of: node).map(\.displayText) }

  private func text(of node: Int) -> String {
    delta.value.map { codec.text(of: node, in: $0) } ?? ""
  }

  private func children(of node: Int) -> [Int] {
    var children: [Int] = []
    var child = node + 1
    while node >= 0, child < Int(delta.tree.nodes[node].end) {
      children.append(child)
      child = max(child + 1, Int(delta.tree.nodes[child].end))
    }
    return children
  }

  private func record(of part: DeltaPart) -> Record? {
    guard part.node >= 0, case .named(let id, _) = codec.schema.resolvingAliases(new.types[part.node]),
      case .record(let record) = codec.schema[id].body
    else { return nil }
    return record
  }

  private func fieldNames(_ record: Record, _ fields: some Collection<Int?>) -> [String] {
    fields.map { $0.map { record.fields[$0].name } ?? "extension" }
  }
}

extension DynamicCodec {
  fileprivate func text(of node: Int, in value: Value) -> String {
    var text: [UInt8] = []
    unsafe writeText(value.tree, node: node, decodedFrom: value.input.span.bytes, into: &text)
    return String(decoding: text, as: UTF8.self)
  }
}
