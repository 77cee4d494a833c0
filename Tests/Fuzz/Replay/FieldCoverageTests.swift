import FuzzHarnesses
import Testing
import WeftDynamic
import WeftFuzz

@testable import WeftFuzzRunner

/// What `--coverage` counts.
@Suite struct FieldCoverageTests {
  /// The ends of what a union's case holds are to be reached as those of fields are.
  @Test func whatCasesHoldIsCounted() throws {
    let codec = try DynamicCodec(encodedSchema: allSchemas)
    let unions = try #require(codec.definition(named: "NativeForms.Unions"))
    var coverage = FieldCoverage(codec, [unions])
    func count(_ field: String, _ aspect: String) -> Int? {
      coverage.items.first { $0.field == field && $0.aspect == aspect }?.count
    }
    #expect(count("Endpoint.port", "highest") == 0)
    #expect(count("Endpoint.nowhere", "any") == nil)
    for json in [
      #"{"d": 1, "a": {"port": 65535}, "b": {"only": -5}}"#,
      #"{"d": 1, "a": {"port": 0}, "b": {"only": 5}, "c": {"port": 65535}}"#,
      #"{"d": 1, "a": {"nowhere": null}, "b": {"only": 0}, "c": {"nowhere": null}}"#,
    ] {
      coverage.add(unions, try codec.encoded(unions, DynamicValue(json: Array(json.utf8))))
    }
    #expect(coverage.acceptedCount == 3)
    #expect(count("Endpoint.port", "highest") == 2)
    #expect(count("Endpoint.port", "lowest") == 1)
    #expect(count("Endpoint.port", "between") == 0)
    #expect(["lowest", "between", "highest"].map { count("Single.only", $0) } == [1, 1, 1])
    #expect(count("Unions.a", ".port") == 2)
    #expect(count("Unions.c", "absent") == 1)
    coverage.add(unions, [])
    #expect(coverage.rejections == ["truncated": 1])
  }
}
