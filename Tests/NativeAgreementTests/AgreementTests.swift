import Foundation
import NativeForms
import OverlayMessages
import Testing
import Weft
import WeftCompiler
import WeftDynamic
import WeftSchema

/// Generated ≡ dynamic for every native definition: the same bytes and the same values for random values, and on every single-bit flip and every
/// truncation of them the same accept or reject, with the same error at the same bit with the same path.
///
/// `WEFT_AGREEMENT_VALUES` sets how many random values a definition gets; `make agreement` runs 10,000.
@Suite struct AgreementTests {
  static let valueCount = ProcessInfo.processInfo.environment["WEFT_AGREEMENT_VALUES"].flatMap(Int.init) ?? 8

  static let everything: [String: any BitCodable.Type] = Dictionary(
    uniqueKeysWithValues: NativeFormsCatalog.definitions.types.map { ($0.definitionName, $0) })
  static let overlay: [String: any BitCodable.Type] = Dictionary(
    uniqueKeysWithValues: OverlayMessagesCatalog.definitions.types.map { ($0.definitionName, $0) })

  static let everythingCodec = DynamicCodec(schema(["Tests/NativeForms"]))
  static let overlayCodec = DynamicCodec(schema(["protocol/addresses", "protocol/overlay"]))

  static func schema(_ folders: [String]) -> Schema {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let files = folders.flatMap { folder in
      let path = root.appending(path: folder)
      let names = (try? FileManager.default.contentsOfDirectory(atPath: path.path)) ?? []
      return names.filter { $0.hasSuffix(".weft") }.sorted().compactMap { name in
        FileManager.default.contents(atPath: path.appending(path: name).path).map {
          SourceFile(path: "\(folder)/\(name)", bytes: Array($0))
        }
      }
    }
    return compile(files).schema
  }

  @Test(arguments: everything.keys.sorted())
  func everyNativeForm(name: String) throws {
    try agree(#require(Self.everything[name]), "NativeForms.\(name)", Self.everythingCodec)
  }

  @Test(arguments: overlay.keys.sorted())
  func overlayMessage(name: String) throws {
    try agree(#require(Self.overlay[name]), "OverlayMessages.\(name)", Self.overlayCodec)
  }

  /// Also: what the definitions' vectors state holds for both.
  @Test func vectorsHold() throws {
    for module in Self.overlayCodec.schema.modules {
      for vector in module.vectors {
        #expect(Self.overlayCodec.defect(of: vector) == nil, "\(vector.label)")
      }
    }
  }

  private func agree(_ type: any BitCodable.Type, _ name: String, _ codec: DynamicCodec) throws {
    let definition = try #require(codec.definition(named: name))
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = RandomValue(codec, seed: seed)
    var tree = ValueTree()
    for number in 0..<Self.valueCount {
      guard let (value, bytes) = random.next(definition) else {
        Issue.record("\(name): no random value, seed \(seed)")
        return
      }
      let label = "\(name), seed \(seed), value \(number)"
      try #require(codec.decode(definition, from: bytes, into: &tree), "\(label): \(bytes)")
      let json = Value(value, of: codec, decodedFrom: bytes)?.json
      #expect(Value(tree, of: codec, decodedFrom: bytes)?.json == json, "\(label)")
      #expect(try codec.encoded(definition, json: Array((json ?? "").utf8)) == bytes, "\(label): \(json ?? "")")
      try compare(type, definition, codec, bytes, label)
      let found = difference(try type.init(decoding: bytes), Value(tree, of: codec, decodedFrom: bytes))
      #expect(found == nil, "\(label): \(bytes)")
      for bit in 0..<bytes.count * 8 {
        var flipped = bytes
        flipped[bit / 8] ^= 1 << UInt8(bit % 8)
        try compare(type, definition, codec, flipped, "\(label), bit \(bit)")
      }
      for count in 0..<bytes.count {
        try compare(type, definition, codec, Array(bytes.prefix(count)), "\(label), cut to \(count)")
      }
      try compare(type, definition, codec, bytes + [0], "\(label), one byte more")
    }
  }

  private func compare(
    _ type: any BitCodable.Type, _ definition: DefinitionID, _ codec: DynamicCodec, _ bytes: [UInt8], _ label: String
  ) throws {
    var tree = ValueTree()
    let isAccepted = codec.decode(definition, from: bytes, into: &tree)
    let recoded: Result<[UInt8], EncodeError>
    do throws(DecodeError) {
      recoded = try type.recode(bytes)
    } catch {
      let failure = DecodeFailure(error.reason, at: error.bitOffset, path: error.path.description)
      if tree.failure != failure {
        Issue.record("\(label): generated \(failure), dynamic \(String(describing: tree.failure)): \(bytes)")
      }
      return
    }
    if !isAccepted { Issue.record("\(label): only the dynamic codec says \(String(describing: tree.failure)): \(bytes)") }
    if recoded != .success(bytes) { Issue.record("\(label): generated code re-encodes \(bytes) to \(recoded)") }
    var output: [UInt8] = []
    try codec.encode(&tree, decodedFrom: bytes, into: &output)
    if output != bytes { Issue.record("\(label): the dynamic codec re-encodes \(bytes) to \(output)") }
  }
}
