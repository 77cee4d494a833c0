public import WeftSchema

extension Value {
  /// The outermost value by itself, to be kept: it holds its bytes, and nothing of the input that it was decoded from.
  public var kept: Value {
    var copy = ValueTree()
    for index in tree.nodes.indices {
      var node = tree.nodes[index]
      if node.holdsBytes {
        let offset = copy.heap.count
        unsafe tree.forEachByte(of: node, input.span.bytes) { copy.heap.append($0) }
        node.payload = UInt64(offset) << 32 | UInt64(copy.heap.count - offset)
        node.flags.insert(.isInHeap)
      }
      node.flags.remove([.isUnchanged, .isEntry])
      copy.nodes.append(node)
    }
    copy.marks = tree.marks
    return Value(codec: codec, tree: copy, input: [], index: 0)
  }

  /// What a kept value takes, about.
  public var byteCount: Int { tree.nodes.count * MemoryLayout<ValueNode>.stride + tree.heap.count }
}

extension ValueTree {
  /// States where a node stands, of a value that was built to show bits that are no definition's.
  public mutating func place(_ node: Int, at bits: Range<Int>) {
    guard nodes.indices.contains(node) else { return }
    nodes[node].bitOffset = bits.lowerBound
    nodes[node].bitCount = bits.count
    if node == 0 { bitCount = bits.upperBound }
  }
}

extension DynamicCodec {
  /// How many baselines the prediction of a value of the definition looks at (`docs/language.md`, "Prediction"): 0…3.
  public func predictionDepth(of definition: DefinitionID) -> Int {
    var depths: [Int: Int] = [:]
    return predictionDepth(definition.index, &depths)
  }

  private func predictionDepth(_ definition: Int, _ depths: inout [Int: Int]) -> Int {
    if let depth = depths[definition] { return depth }
    var depth = 0
    if case .record(let record) = schema.definitions[definition].body, schema.definitions[definition].hasDelta {
      let rules = DeltaRecord(record)
      for local in 0..<rules.addedFields where local != rules.keyField {
        depth = max(depth, predictionDepth(of: record.fields[local], &depths))
      }
    }
    depths[definition] = depth
    return depth
  }

  private func predictionDepth(of field: Field, _ depths: inout [Int: Int]) -> Int {
    switch field.delta.policy {
    case .never: return 0
    case .difference:
      if case .linear(let points) = field.delta.predictor { return points }
      return field.delta.step == 0 ? 0 : 1
    case .changed:
      switch schema.resolvingAliases(field.type) {
      case .named(let id, _): return predictionDepth(id.index, &depths)
      case .list(let element, .bounded) where schema.keyField(of: element) != nil:
        guard case .named(let id, _) = schema.resolvingAliases(element) else { return 0 }
        return predictionDepth(id.index, &depths)
      default: return 0
      }
    }
  }
}
