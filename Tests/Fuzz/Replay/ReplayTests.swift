import Foundation
import FuzzHarnesses
import Testing
import WeftFuzz

/// What fuzzers found once is not found again: every kept input, every seed, and some changes of them, without an engine.
@Suite struct ReplayTests {
  /// By name of the folders in `Corpus` and `Regressions`.
  static let harnesses: [String: @Sendable () -> any FuzzHarness] = [
    "messages": messagesHarness, "schema": schemaHarness, "capture": captureHarness, "filter": filterHarness,
    "channel": channelHarness,
  ]

  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()

  static func inputs(_ folder: String, of harness: String) -> [(name: String, bytes: [UInt8])] {
    let path = root.appending(components: folder, harness)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path.path)) ?? []
    return names.sorted().filter { !$0.hasPrefix(".") }.compactMap { name in
      let bytes = FileManager.default.contents(atPath: path.appending(component: name).path)
      return bytes.map { ("\(folder)/\(harness)/\(name)", Array($0)) }
    }
  }

  @Test(arguments: harnesses.keys.sorted())
  func keptInputs(name: String) throws {
    let make = try #require(Self.harnesses[name])
    let harness = make()
    for input in Self.inputs("Regressions", of: name) + Self.inputs("Corpus", of: name) {
      #expect(harness.finding(in: input.bytes) == nil, "\(input.name)")
    }
  }

  @Test(arguments: harnesses.keys.sorted())
  func seedsAndChangesOfThem(name: String) throws {
    let make = try #require(Self.harnesses[name])
    let harness = make()
    var generator = SystemRandomNumberGenerator()
    for seed in harness.seeds {
      #expect(harness.finding(in: seed) == nil, "a seed of \(name): \(seed)")
      let number = generator.next()
      guard let changed = harness.mutate(seed, other: nil, maximumByteCount: 2048, seed: number) else { continue }
      #expect(harness.finding(in: changed) == nil, "seed \(number), \(changed)")
      #expect(harness.mutate(seed, other: nil, maximumByteCount: 2048, seed: number) == changed, "seed \(number)")
    }
  }

  /// A folder whose harness is gone, or has another name, would be replayed by nobody.
  @Test func everyFolderHasItsHarness() throws {
    for folder in ["Corpus", "Regressions"] {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: Self.root.appending(path: folder).path)) ?? []
      for name in names where !name.hasPrefix(".") { #expect(Self.harnesses[name] != nil, "\(folder)/\(name)") }
    }
  }
}
