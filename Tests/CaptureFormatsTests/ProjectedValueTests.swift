import Testing
import Weft
import WeftDynamic
import WeftSchema

/// A projection leaves nodes out and changes nothing else, whatever rule of the language a field has: the same bytes are accepted, cut
/// and refused, with the same error, and what is asked for has the same places and codes.
@Suite struct ProjectedValueTests {
  static let codecs = [Repository.codec, ShapeTests.codec]

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
    var values: [String]

    init(
      _ codec: DynamicCodec, _ definition: DefinitionID, _ bytes: ArraySlice<UInt8>, _ arguments: borrowing Arguments,
      _ projection: Projection?, keeping fields: [Bool]
    ) {
      let options = DynamicCodec.DecodeOptions(isLenient: true, allowsTrailingBytes: true, checksComputedValues: false)
      var tree = ValueTree()
      isAccepted = codec.decode(
        definition, from: unsafe bytes.span.bytes, into: &tree, options: options, arguments: arguments, projection: projection)
      bitCount = tree.bitCount
      failure = tree.failure?.description
      values = []
      for index in 0..<tree.nodes.count where tree.nodes[index].field >= 0 && fields[Int(tree.nodes[index].field)] {
        let node = tree.nodes[index]
        var text = "\(node.field) \(node.kind) \(node.bitRange)"
        switch node.kind {
        case .bool, .unsigned, .signed, .enumeration, .flags: text += " \(node.payload)"
        default: break
        }
        values.append(text)
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
      guard let (_, bytes) = random.next(definition, arguments: arguments) else { continue }
      for attempt in 0..<60 {
        var input = bytes[...]
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
