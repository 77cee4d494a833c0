import ForeignForms
import StoredDefinitions
import Testing
import Weft
import WeftCompiler
import WeftDynamic
import WeftSchema

/// Generated ≡ dynamic over definitions that hold every order, every shape and every rule of the language, on random bytes.
@Suite struct ShapeTests {
  static let codecs: [String: LayerCodec] = [
    "MostBig": LayerCodec(MostBig.self), "LeastLittle": LayerCodec(LeastLittle.self),
    "MostLittle": LayerCodec(MostLittle.self), "LeastBig": LayerCodec(LeastBig.self),
    "Conditional": LayerCodec(Conditional.self), "Item": LayerCodec(Item.self), "Tree": LayerCodec(Tree.self),
    "Checked": LayerCodec(Checked.self), "Grid": LayerCodec(Grid.self), "Region": LayerCodec(Region.self),
    "Quotient": LayerCodec(Quotient.self), "Difference": LayerCodec(Difference.self),
    "Ordered": LayerCodec { bytes, layer throws(DecodeError) in
      let value = try Ordered(decoding: bytes, isLittle: layer.isLittle, extra: layer.extra)
      return Result { () throws(EncodeError) in try value.encoded(isLittle: layer.isLittle, extra: layer.extra) }
    },
    "Masked": LayerCodec { bytes, layer throws(DecodeError) in
      let value = try Masked(decoding: bytes, key: layer.source)
      return Result { () throws(EncodeError) in try value.encoded(key: layer.source) }
    },
  ]

  static let schema = StoredDefinitions.schema(in: ["Tests/ForeignForms"])

  static let codec = DynamicCodec(schema)

  @Test(arguments: codecs.keys.sorted())
  func randomBytesAgree(name: String) throws {
    let id = try #require(Self.codec.definition(named: name))
    let generated = try #require(Self.codecs[name])
    var random = Seeded(state: .random(in: 0...UInt64.max))
    let label = "\(name), seed \(random.state)"
    // A checksum or a constant of 32 bits is never met by chance; `valuesAgree` makes such ones.
    let isEverMet = !["Checked", "Masked", "Ordered", "Tree"].contains(name)
    var accepted = 0
    for round in 0..<200_000 {
      // Others are met rarely: a few rounds in ten thousand.
      if round >= 4000, accepted > 0 || !isEverMet { break }
      let layer = Self.layer(id, &random)
      guard compare(layer, generated, label) else { continue }
      accepted += 1
      var mutant = layer
      for bit in 0..<min(layer.bytes.count * 8, 256) {
        mutant.bytes = layer.bytes
        mutant.bytes[bit / 8] ^= 1 << UInt8(bit % 8)
        _ = compare(mutant, generated, label)
      }
      for count in 0..<layer.bytes.count {
        mutant.bytes = Array(layer.bytes[..<count])
        _ = compare(mutant, generated, label)
      }
      if accepted == 40 { break }
    }
    #expect(accepted > 0 || !isEverMet, "\(label): nothing was accepted")
  }

  /// What random bytes do not meet: made from values.
  @Test func valuesAgree() throws {
    let checked = Checked(numbers: [1, 0xFFFF], note: "né")
    try expect(checked.encoded(), name: "Checked")
    #expect(try Checked(decoding: checked.encoded()) == checked)
    var kept = checked
    kept.sum = 0
    try expect(kept.encoded(), name: "Checked")
    #expect(try Checked(decoding: kept.encoded()).sum == 0)

    let key: [UInt8] = [9, 8, 7]
    for body in [Masked.Body.four([1, 2, 3, 4]), .other(tag: 7, value: [1, 2, 3])] {
      let masked = Masked(seed: 3, value: 0xBEEF, data: [1, 2, 3, 4], scrambled: .max - 6, body: body)
      let bytes = try masked.encoded(key: key)
      try expect(bytes, name: "Masked", LayerArguments(source: key))
      #expect(try Masked(decoding: bytes, key: key) == masked)
    }
    for isLittle in [true, false] {
      let ordered = Ordered(small: 0x1234, signed: -5, top: 3, bottom: 0x0ABC_DEF1, list: [1, 0x0203])
      let bytes = try ordered.encoded(isLittle: isLittle, extra: 2)
      #expect(bytes.prefix(2) == (isLittle ? [0x34, 0x12] : [0x12, 0x34]))
      try expect(bytes, name: "Ordered", LayerArguments(isLittle: isLittle, extra: 2))
      #expect(try Ordered(decoding: bytes, isLittle: isLittle, extra: 2) == ordered)
    }
  }

  /// 64 records within each other are read, and the 65th is refused: by both, wherever the input goes on.
  @Test func nestingHasABound() throws {
    for depth in [63, 64, 65, 5000] {
      let layer = Layer(
        definition: try #require(Self.codec.definition(named: "Tree")),
        bytes: [UInt8](repeating: 1, count: depth - 1) + [0])
      #expect(compare(layer, try #require(Self.codecs["Tree"]), "depth \(depth)") == (depth <= 64))
    }
  }

  @Test func anErrorWhenEncodingNamesItsField() {
    let wrong = Conditional(kind: 1, short: nil, items: [], shifted: [])
    #expect(throws: EncodeError.self) { try wrong.encoded() }
    let error = #expect(throws: EncodeError.self) { try Region(hasTail: false, size: 200, body: [], last: 0).encoded() }
    #expect(error?.reason == .outOfRange)
    #expect(error?.path.description == "size")
    let count = #expect(throws: EncodeError.self) { try Quotient(divisor: 4, list: [1], rest: []).encoded() }
    #expect(count?.reason == .extentMismatch(found: 1, expected: 3))
    let division = #expect(throws: EncodeError.self) { try Quotient(divisor: 0, list: [1], rest: []).encoded() }
    #expect(division?.reason == .expression)
  }

  private func expect(_ bytes: [UInt8], name: String, _ arguments: LayerArguments = LayerArguments()) throws {
    let id = try #require(Self.codec.definition(named: name))
    let generated = try #require(Self.codecs[name])
    var layer = Layer(definition: id, bytes: bytes, arguments: arguments)
    #expect(compare(layer, generated, name))
    for bit in 0..<bytes.count * 8 {
      layer.bytes = bytes
      layer.bytes[bit / 8] ^= 1 << UInt8(bit % 8)
      _ = compare(layer, generated, name)
    }
  }

  private static func layer(_ id: DefinitionID, _ random: inout Seeded) -> Layer {
    let count = Int.random(in: 0...40, using: &random)
    // Small numbers are what counts, tags and lengths look like.
    let isSmall = Bool.random(using: &random)
    let bytes = (0..<count).map { _ in UInt8.random(in: 0...(isSmall ? 7 : 255), using: &random) }
    let key = (0..<Int.random(in: 0...3, using: &random)).map { UInt8($0) }
    let arguments = LayerArguments(
      source: key, isLittle: Bool.random(using: &random), extra: .random(in: -1...6, using: &random))
    return Layer(definition: id, bytes: bytes, arguments: arguments)
  }

  /// Whether both accept.
  private func compare(_ layer: Layer, _ generated: LayerCodec, _ label: String) -> Bool {
    var tree = ValueTree()
    let arguments = layer.arguments.dynamic(for: Self.schema[layer.definition])
    let isAccepted = unsafe Self.codec.decode(
      layer.definition, from: layer.bytes.span.bytes, into: &tree, arguments: arguments)
    do throws(DecodeError) {
      let encoded = try generated.recode(layer.bytes, layer.arguments)
      if !isAccepted { Issue.record("\(label): only the dynamic codec says \(String(describing: tree.failure)), \(layer)") }
      if encoded != .success(layer.bytes) { Issue.record("\(label): \(encoded) from \(layer)") }
      return true
    } catch {
      let failure = DecodeFailure(error.reason, at: error.bitOffset, path: error.path.description)
      if tree.failure != failure { Issue.record("\(label): \(failure), \(String(describing: tree.failure)), \(layer)") }
      return false
    }
  }
}
