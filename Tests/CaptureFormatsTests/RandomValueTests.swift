import CaptureFormats
import CodecAgreement
import ForeignForms
import Foundation
import Testing
import Weft
import WeftDynamic
import WeftSchema

/// Generated ≡ dynamic for every foreign definition, on random values of them, their flips and their truncations.
///
/// `WEFT_AGREEMENT_VALUES` says how many values a definition gets; `make agreement` runs 10,000.
@Suite struct RandomValueTests {
  static let valueCount = ProcessInfo.processInfo.environment["WEFT_AGREEMENT_VALUES"].flatMap(Int.init) ?? 8

  static let all: [String: Agreement] = {
    let all =
      Agreement.all(of: CaptureFormatsCatalog.definitions, Repository.codec)
      + Agreement.all(of: ForeignFormsCatalog.definitions, ShapeTests.codec)
    return Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
  }()

  @Test(arguments: all.keys.sorted())
  func everyDefinition(name: String) throws {
    let agreement = try #require(Self.all[name])
    let tally = agreement.compare(valueCount: Self.valueCount, seed: .random(in: 0...UInt64.max), maximumFlipCount: 200)
    for defect in tally.defects { Issue.record("\(defect)") }
    #expect(tally.valueCount == Self.valueCount)
  }

  @Test func noDefinitionIsLeftOut() {
    let stated = [Repository.codec, ShapeTests.codec].flatMap { codec in
      codec.schema.definitions.filter { if case .alias = $0.body { false } else { true } }.map { "\($0.module).\($0.name)" }
    }
    #expect(Self.all.keys.sorted() == stated.sorted())
  }
}
