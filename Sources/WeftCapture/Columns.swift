import WeftDynamic
import WeftSchema

/// What an inspection reads of each packet: the columns of `-e`, and what the filter compares.
struct Columns {
  private(set) var columns: [Column] = []
  private let names: NamedValues
  private let schema: Schema
  /// By slot: the first of its columns in `chained`, or −1.
  private var firstOfSlot: [Int32]
  /// A column and the next of the same slot.
  private var chained: [(column: Int32, next: Int32)] = []
  /// By field: whether it or one of its cases has a column.
  private var isWanted: [Bool]
  /// By field: whether its value is looked at, or only whether it is there.
  private(set) var isRead: [Bool]
  /// By definition: whether its trees need a look.
  private var holdsColumn: [Bool]

  enum Column: Hashable {
    case frame(FrameField)
    /// Whether a layer of one of the definitions is there, or such a value inside of one.
    case layer([DefinitionID])
    case values([Int])
  }

  /// A value of a column in a packet.
  struct Occurrence {
    var layer: Int32
    var node: Int32
    var slot: Int32
  }

  init(_ names: NamedValues, _ schema: Schema) {
    self.names = names
    self.schema = schema
    firstOfSlot = names.slots.map { _ in -1 }
    isWanted = names.caseSlots.indices.map { _ in false }
    isRead = isWanted
    holdsColumn = schema.definitions.map { _ in false }
  }

  /// What a name means; `nil`: nothing. Fields come before layers: `udp.port` is no layer, `stun.att.error` is a field.
  func column(named name: String) -> Column? {
    if let field = FrameField(rawValue: name) { return .frame(field) }
    if let slots = names.slotsByName[name] { return .values(slots) }
    if let layers = names.layersByName[name] { return .layer(layers) }
    return nil
  }

  /// Adds a column, unless it is there already.
  mutating func add(_ column: Column) -> Int {
    if let index = columns.firstIndex(of: column) { return index }
    columns.append(column)
    if case .values(let slots) = column {
      for slot in slots {
        chained.append((Int32(columns.count - 1), firstOfSlot[slot]))
        firstOfSlot[slot] = Int32(chained.count - 1)
        isWanted[names.field(ofSlot: slot)] = true
        isRead[names.field(ofSlot: slot)] = true
      }
      for (index, holds) in names.definitions(holding: slots, schema).enumerated() where holds { holdsColumn[index] = true }
    }
    if case .layer(let definitions) = column {
      for field in names.fields(holding: definitions, schema) { isRead[field] = true }
    }
    return columns.count - 1
  }

  /// Finds the columns' values in a packet, by column, in wire order.
  func collect(_ layers: borrowing Layers, into found: inout [[Occurrence]]) {
    for index in found.indices where !found[index].isEmpty { found[index].removeAll(keepingCapacity: true) }
    for layer in 0..<layers.count where holdsColumn[layers[layer].definition.index] {
      collect(layers[layer].tree.nodes, layer: Int32(layer), into: &found)
    }
  }

  private func collect(_ nodes: TreeItems<ValueNode>, layer: Int32, into found: inout [[Occurrence]]) {
    let isWanted = isWanted.span
    for index in 0..<nodes.count {
      let field = Int(nodes[index].field)
      if field < 0 || !isWanted[field] { continue }
      append(slot: field, node: index, layer: layer, of: nodes, into: &found)
      for part in names.partSlots[field] { append(slot: Int(part), node: index, layer: layer, of: nodes, into: &found) }
      let cases = names.caseSlots[field]
      if cases >= 0, nodes[index].kind == .match {
        let hasValue = Int(nodes[index].end) > index + 1
        append(
          slot: Int(cases) + Int(nodes[index].payload), node: hasValue ? index + 1 : index, layer: layer, of: nodes,
          into: &found)
      }
    }
  }

  /// A list is its elements, unless they are records: those have fields of their own.
  @inline(__always)
  private func append(slot: Int, node: Int, layer: Int32, of nodes: TreeItems<ValueNode>, into found: inout [[Occurrence]]) {
    var link = firstOfSlot[slot]
    while link >= 0 {
      let column = Int(chained[Int(link)].column)
      if nodes[node].kind == .list, node + 1 == nodes.count || nodes[node + 1].kind != .record {
        var element = node + 1
        while element < Int(nodes[node].end) {
          found[column].append(Occurrence(layer: layer, node: Int32(element), slot: Int32(slot)))
          element = Int(nodes[element].end)
        }
      } else {
        found[column].append(Occurrence(layer: layer, node: Int32(node), slot: Int32(slot)))
      }
      link = chained[Int(link)].next
    }
  }
}

/// What is known of a packet beside its bytes; tshark's names and meanings.
enum FrameField: String, Hashable, CaseIterable {
  case number = "frame.number"
  case timeEpoch = "frame.time_epoch"
  /// Since the first packet that has a time.
  case timeRelative = "frame.time_relative"
  /// Since the packet before.
  case timeDelta = "frame.time_delta"
  /// On the wire.
  case length = "frame.len"
  case capturedLength = "frame.cap_len"
  case interface = "frame.interface_id"
  case protocols = "frame.protocols"
}
