import CodecAgreement
import Foundation
import NativeForms
import OverlayAddresses
import OverlayMessages
import SpecimenShapes
import Specimens
import StoredDefinitions
import Testing
import Weft
import WeftDynamic
import WeftSchema

/// Generated ≡ dynamic for the native definitions of this package. `make agreement` does the same for every schema of the project,
/// with 10,000 values a definition; here `WEFT_AGREEMENT_VALUES` says how many.
@Suite struct AgreementTests {
  static let valueCount = ProcessInfo.processInfo.environment["WEFT_AGREEMENT_VALUES"].flatMap(Int.init) ?? 8

  static let everythingCodec = DynamicCodec(StoredDefinitions.schema(in: ["Tests/NativeForms"]))
  static let overlayCodec = DynamicCodec(StoredDefinitions.schema(in: ["protocol/addresses", "protocol/overlay"]))
  static let specimenCodec = DynamicCodec(StoredDefinitions.schema(in: ["Tests/Specimens/Shapes", "Tests/Specimens/Values"]))

  static let all: [String: Agreement] = {
    let all = [
      Agreement.all(of: NativeFormsCatalog.definitions, everythingCodec),
      Agreement.all(of: OverlayAddressesCatalog.definitions, overlayCodec),
      Agreement.all(of: OverlayMessagesCatalog.definitions, overlayCodec),
      Agreement.all(of: SpecimenShapesCatalog.definitions, specimenCodec),
      Agreement.all(of: SpecimensCatalog.definitions, specimenCodec),
    ]
    return Dictionary(uniqueKeysWithValues: all.joined().map { ($0.name, $0) })
  }()

  @Test(arguments: all.keys.sorted())
  func everyDefinition(name: String) throws {
    let agreement = try #require(Self.all[name])
    let tally = agreement.compare(valueCount: Self.valueCount, seed: .random(in: 0...UInt64.max), maximumFlipCount: 200)
    for defect in tally.defects { Issue.record("\(defect)") }
    #expect(tally.valueCount == Self.valueCount)
  }

  @Test(arguments: all.keys.filter { all[$0]?.hasDelta == true }.sorted())
  func everyDelta(name: String) throws {
    let agreement = try #require(Self.all[name])
    let tally = agreement.compareDeltas(
      pairCount: Self.valueCount, seed: .random(in: 0...UInt64.max), maximumFlipCount: 200)
    for defect in tally.defects { Issue.record("\(defect)") }
    #expect(tally.valueCount == Self.valueCount)
  }

  @Test(arguments: all.keys.filter { all[$0]?.isInterning == true }.sorted())
  func everyLinkForm(name: String) throws {
    let agreement = try #require(Self.all[name])
    let tally = agreement.compareLinkForms(
      valueCount: Self.valueCount * 4, seed: .random(in: 0...UInt64.max), maximumFlipCount: 200)
    for defect in tally.defects { Issue.record("\(defect)") }
    #expect(tally.valueCount == Self.valueCount * 4)
  }

  /// Every definition that has a codec of its own is compared: none is missing in its catalog or unknown to the dynamic codec.
  @Test func noDefinitionIsLeftOut() {
    let stated = [Self.everythingCodec, Self.overlayCodec, Self.specimenCodec].flatMap { codec in
      codec.schema.definitions.filter { if case .alias = $0.body { false } else { true } }.map { "\($0.module).\($0.name)" }
    }
    #expect(Self.all.keys.sorted() == stated.sorted())
  }

  /// Also: what the definitions' vectors state holds for both.
  @Test func vectorsHold() throws {
    for module in Self.overlayCodec.schema.modules {
      for vector in module.vectors {
        #expect(Self.overlayCodec.defect(of: vector) == nil, "\(vector.label)")
      }
    }
  }
}
