import Testing
import Weft
import WeftDynamic
import WeftSchema

/// A projection leaves nodes out and changes nothing else, whatever rule of the language a field has: the same bytes are accepted, cut
/// and refused, with the same error, and what is asked for has the same places and codes.
@Suite struct ProjectedValueTests {
  static let codecs = [Repository.codec, ShapeTests.codec, ProjectedRules.codec]

  static let foreign: [String] = codecs.flatMap { codec in
    codec.schema.definitions.compactMap { definition in
      guard case .record(let record) = definition.body, record.foreign != nil else { return nil }
      return "\(definition.module).\(definition.name)"
    }
  }

  /// What a decoding says, but for the nodes that nobody asked for.
  struct Outcome: Hashable {
    var isAccepted: Bool
    var bitCount: Int
    var failure: String?
    var values: [String] = []
    var marks: [String] = []
    /// Each carrier, and what the definitions say that its bytes are decoded with.
    var carriers: [String] = []
    var payloads: [Outcome] = []

    init(
      _ codec: DynamicCodec, _ definition: DefinitionID, _ bytes: ArraySlice<UInt8>, _ arguments: borrowing Arguments,
      _ projection: Projection?, keeping fields: [Bool], depth: Int = 0
    ) {
      let options = DynamicCodec.DecodeOptions(isLenient: true, allowsTrailingBytes: true, checksComputedValues: false)
      var tree = ValueTree()
      isAccepted = codec.decode(
        definition, from: unsafe bytes.span.bytes, into: &tree, options: options, arguments: arguments, projection: projection)
      bitCount = tree.bitCount
      failure = tree.failure?.description
      let input = Array(bytes)
      for index in 0..<tree.nodes.count where tree.nodes[index].field >= 0 && fields[Int(tree.nodes[index].field)] {
        values.append(Self.text(index, tree, input))
      }
      marks = tree.marks.map { "\(tree.nodes[$0.node].bitRange) \($0.reason)" }
      for index in 0..<tree.carriers.count {
        let carrier = tree.carriers[index]
        carriers.append("\(tree.nodes[carrier.node].bitRange) \(carrier.table) \(carrier.key) \(carrier.byteRange)")
        if depth == 3 { continue }
        let payload = bytes.dropFirst(carrier.byteRange.lowerBound).prefix(carrier.byteRange.count)
        var passed = Arguments()
        passed.assign(carrier, of: tree)
        let bound = codec.definitions(boundTo: carrier.table, key: carrier.key)
        for next in bound + codec.definitions(boundToAnyKeyOf: carrier.table) {
          payloads.append(Outcome(codec, next, payload, passed, projection, keeping: fields, depth: depth + 1))
        }
      }
    }

    /// Of a value that is asked for all must be there: what it is, where, and how many values are in it.
    private static func text(_ index: Int, _ tree: ValueTree, _ input: [UInt8]) -> String {
      let node = tree.nodes[index]
      let text = "\(node.field) \(node.kind) \(node.bitRange) \(Int(node.end) - index) "
      switch node.kind {
      case .bytes, .text, .padding:
        let bytes = (node.flags.contains(.isInHeap) ? tree.heap : input).dropFirst(node.byteOffset).prefix(node.byteCount)
        return text + bytes.map { String($0, radix: 16) }.joined(separator: " ")
      default: return text + "\(node.payload)"
      }
    }
  }

  @Test(arguments: foreign)
  func agreesWithTheWhole(_ name: String) throws {
    let codec = try #require(Self.codecs.first { $0.definition(named: name) != nil })
    let definition = try #require(codec.definition(named: name))
    let seed = UInt64.random(in: 0...UInt64.max)
    var dice = Seeded(state: seed)
    var random = RandomValue(codec, seed: seed)
    for round in 0..<12 {
      // Nothing, everything, and some of it.
      let share = [0, 100, 10, 50][round % 4]
      let fields = codec.fields.map { _ in dice.next() % 100 < share }
      let projection = codec.projection(keeping: fields)
      let arguments = random.arguments(for: definition)
      let value = random.next(definition, arguments: arguments)?.bytes
      for attempt in 0..<60 {
        // What was a value once, and what may be one.
        var input = attempt % 2 == 0 ? value?[...] ?? [] : []
        if input.isEmpty { input = (0..<dice.next() % 24).map { _ in UInt8(truncatingIfNeeded: dice.next()) }[...] }
        if attempt > 0, !input.isEmpty { input[Int(dice.next() % UInt64(input.count))] ^= 1 << UInt8(dice.next() & 7) }
        if attempt > 30 { input = input.prefix(Int(dice.next() % UInt64(input.count + 1))) }
        let whole = Outcome(codec, definition, input, arguments, nil, keeping: fields)
        let projected = Outcome(codec, definition, input, arguments, projection, keeping: fields)
        #expect(projected == whole, "\(name), seed \(seed), \(Array(input))")
        if projected != whole { return }
      }
    }
  }
}
