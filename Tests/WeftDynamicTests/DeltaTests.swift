import Foundation
import Testing
import WeftCompiler
import WeftDynamic
import WeftSchema

/// Deltas of the dynamic codec alone; `NativeAgreementTests` hold it to the generated one.
@Suite struct DeltaTests {
  static let codec: DynamicCodec = {
    let files = ["Tests/NativeForms/deltas.weft", "Tests/NativeForms/everything.weft"].compactMap { name in
      FileManager.default.contents(atPath: DocumentedVectorTests.root.appending(path: name).path).map {
        SourceFile(path: name, bytes: Array($0))
      }
    }
    let compilation = compile(files)
    for diagnostic in compilation.diagnostics { Issue.record("\(diagnostic.rendered(sources: files, color: false))") }
    return DynamicCodec(compilation.schema)
  }()

  /// What has a delta form of its own.
  static let names = codec.schema.definitions.compactMap { definition -> String? in
    guard definition.hasDelta, case .record = definition.body else { return nil }
    return definition.name
  }.sorted()

  struct Pair {
    var definition: DefinitionID
    var old: Value
    var new: Value
    var delta: [UInt8]
  }

  /// Random pairs of a value and a later one.
  private func forEachPair(_ name: String, count: Int, _ body: (Pair, String) throws -> Void) throws {
    let codec = Self.codec
    let definition = try codec.id(name)
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = RandomValue(codec, seed: seed)
    for number in 0..<count {
      let first = random.next(definition)
      let old = try codec.decoded(definition, from: #require(first).bytes)
      let second = number % 8 == 7 ? random.next(definition) : random.change(of: old)
      let new = try codec.decoded(definition, from: #require(second).bytes)
      let delta = try codec.encoded(definition, new, against: old)
      try body(
        Pair(definition: definition, old: old, new: new, delta: delta), "\(name), seed \(seed), pair \(number)")
    }
  }

  /// Below `--- added`, one optional field goes and another one comes with the same value: that differs.
  @Test func anotherAddedFieldHasTheValue() throws {
    let codec = WeftDynamicTests.codec(
      compiling: "snapshot S = 1 @extensible(max: 9) { x: bool\n --- added\n a: u5?\n --- added\n b: u5? }")
    let definition = try codec.id("S")
    let values = try ["{\"x\":true,\"a\":16}", "{\"x\":true,\"b\":16}"].map { json in
      try codec.decoded(definition, from: codec.encoded(definition, json: Array(json.utf8)))
    }
    for (old, new) in [(values[0], values[1]), (values[1], values[0])] {
      let delta = codec.decoded(definition, from: try codec.encoded(definition, new, against: old), against: old)
      #expect(delta.failure == nil)
      #expect(delta.value?.json == new.json)
    }
  }

  /// Law 11.
  @Test(arguments: names)
  func decodesToWhatWasEncoded(name: String) throws {
    try forEachPair(name, count: 60) { pair, label in
      let decoded = Self.codec.decoded(pair.definition, from: pair.delta, against: pair.old)
      #expect(decoded.failure == nil, "\(label)")
      #expect(decoded.value?.json == pair.new.json, "\(label): \(pair.delta)")
      #expect((pair.delta == [0]) == (pair.new.json == pair.old.json), "\(label)")
    }
  }

  /// One value and baseline, one byte string: whatever decodes encodes to the same bytes.
  @Test(arguments: names)
  func whatIsAcceptedIsCanonical(name: String) throws {
    let codec = Self.codec
    try forEachPair(name, count: 6) { pair, label in
      var inputs = pair.delta.indices.map { Array(pair.delta[..<$0]) } + [pair.delta + [0]]
      for bit in 0..<min(pair.delta.count * 8, 160) {
        var flipped = pair.delta
        flipped[bit / 8] ^= 1 << UInt8(bit % 8)
        inputs.append(flipped)
      }
      for input in inputs {
        let decoded = codec.decoded(pair.definition, from: input, against: pair.old)
        guard decoded.failure == nil, let value = decoded.value else { continue }
        let again = try codec.encoded(pair.definition, value, against: pair.old)
        #expect(again == input, "\(label): \(value.json) against \(pair.old.json)")
        // Also: it is a value.
        _ = try codec.encoded(pair.definition, json: Array(value.json.utf8))
      }
    }
  }

  /// Every bit of a delta belongs to one part or one value, in wire order.
  @Test(arguments: names)
  func everyBitIsAccountedFor(name: String) throws {
    try forEachPair(name, count: 20) { pair, label in
      let decoded = Self.codec.decoded(pair.definition, from: pair.delta, against: pair.old)
      var bit = 0
      for part in decoded.parts {
        #expect(part.bitRange.lowerBound == bit, "\(label): \(part)")
        bit = part.bitRange.upperBound
        #expect(part.node < decoded.tree.nodes.count && part.baselineNode < pair.old.tree.nodes.count, "\(label): \(part)")
      }
      #expect(bit == decoded.tree.bitCount, "\(label)")
      #expect(decoded.baselineNodes.count == decoded.tree.nodes.count, "\(label)")
      for (node, base) in zip(decoded.tree.nodes, decoded.baselineNodes) where base >= 0 {
        #expect(pair.old.tree.nodes[Int(base)].type == node.type, "\(label)")
      }
    }
  }
}
