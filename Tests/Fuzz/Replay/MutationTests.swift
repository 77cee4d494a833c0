import FuzzHarnesses
import Testing
import WeftDynamic
import WeftFuzz

/// What the changes of messages are good for: most stay valid, many are wrong in one thing, and every kind of wrong is reached.
@Suite struct MutationTests {
  @Test func changesOfAMessageAreValidNearlyValidAndWild() throws {
    let codec = try DynamicCodec(encodedSchema: allSchemas)
    let found = try #require(codec.definition(named: "OverlayMessages.Found"))
    var mutation = MessageMutation(codec)
    var bytes = mutation.fresh(found, Arguments(), seed: 1)
    var accepted = 0
    var reasons: Set<String> = []
    var counts: Set<Int> = []
    for seed in 0..<2000 as Range<UInt64> {
      let donor = mutation.fresh(found, Arguments(), seed: seed)
      let changed = mutation.mutate(bytes, as: found, donor: donor, seed: seed)
      do {
        let value = try codec.decoded(found, from: changed)
        accepted += 1
        counts.insert(value["nodes"]?.children.count ?? -1)
        bytes = changed
      } catch {
        reasons.insert("\(error.reason)".filter { !$0.isNumber })
      }
    }
    #expect((800...1800).contains(accepted), "\(accepted) of 2000 are valid")
    #expect(counts.isSuperset(of: [0, 1, 2, 20]), "\(counts.sorted()) nodes")
    #expect(reasons.count >= 6, "\(reasons.sorted())")
  }

  @Test func theSameSeedMakesTheSameChange() throws {
    let codec = try DynamicCodec(encodedSchema: allSchemas)
    let found = try #require(codec.definition(named: "OverlayMessages.Found"))
    var one = MessageMutation(codec)
    var other = MessageMutation(codec)
    let bytes = one.fresh(found, Arguments(), seed: 3)
    for seed in 0..<200 as Range<UInt64> {
      // What the other made before makes no difference.
      _ = other.mutate(bytes, as: found, seed: seed &* 77)
      #expect(one.mutate(bytes, as: found, seed: seed) == other.mutate(bytes, as: found, seed: seed), "seed \(seed)")
    }
  }

  /// A delta that says nothing leads to the baseline as it is predicted: from one state by steps only, from older ones along lines.
  @Test func baselinesArePredictedFromOneToThreeStates() throws {
    let codec = try DynamicCodec(encodedSchema: allSchemas)
    let courses = try #require(codec.definition(named: "NativeForms.Courses"))
    var mutation = MessageMutation(codec)
    let bytes = mutation.fresh(courses, Arguments(), seed: 1)
    #expect(mutation.target(of: [0], courses, baseline: bytes, knob: 0) == bytes)
    var differing = 0
    for ticks in 1..<64 as Range<UInt8> {
      let predicted = (0..<3).map { mutation.target(of: [0], courses, baseline: bytes, knob: ticks | $0 << 6) }
      #expect(!predicted.contains(nil), "\(ticks) ticks")
      #expect(mutation.target(of: [0], courses, baseline: bytes, knob: ticks | 1 << 6) == predicted[1], "\(ticks) ticks")
      // Older states may lie where a line says so, or be the same.
      differing += Set(predicted).count == 3 ? 1 : 0
    }
    #expect(differing > 16, "\(differing) of 63")
  }
}
