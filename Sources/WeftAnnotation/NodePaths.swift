import WeftDynamic
import WeftSchema

/// The path and the stated type of every node of a tree: `cubes[3].x`, `fixed(…)`.
struct NodePaths {
  private(set) var paths: [String]
  private(set) var types: [FieldType]
  private let codec: DynamicCodec
  private let tree: ValueTree

  init(_ codec: DynamicCodec, _ tree: ValueTree, of definition: DefinitionID) {
    self.codec = codec
    self.tree = tree
    paths = Array(repeating: "", count: tree.nodes.count)
    types = Array(repeating: .bool, count: tree.nodes.count)
    if !tree.nodes.isEmpty { walk(0, .named(definition), "") }
  }

  private mutating func walk(_ index: Int, _ type: FieldType, _ path: String) {
    paths[index] = path
    types[index] = type
    var number = 0
    var child = index + 1
    while child < Int(tree.nodes[index].end) {
      if let (type, name) = step(from: index, type, to: child, number) { walk(child, type, joined(path, name)) }
      number += 1
      child = max(child + 1, Int(tree.nodes[child].end))
    }
  }

  private func step(from parent: Int, _ type: FieldType, to child: Int, _ number: Int) -> (FieldType, String)? {
    switch codec.schema.resolvingAliases(type) {
    case .list(let element, _): return (element, "[\(number)]")
    case .named(let id, _):
      if case .union(let union) = codec.schema[id].body {
        let chosen = union.cases[Int(tree.nodes[parent].payload)]
        return chosen.type.map { ($0, chosen.name) }
      }
      guard case .record(let record) = codec.schema[id].body, tree.nodes[child].field >= 0 else { return nil }
      let field = record.fields[codec.fields[Int(tree.nodes[child].field)].index]
      return (field.type, field.name)
    default: return nil
    }
  }

  private func joined(_ path: String, _ name: String) -> String {
    path.isEmpty || name.hasPrefix("[") ? path + name : "\(path).\(name)"
  }
}
