import SpecimenShapes
import Specimens
import Testing
import Weft
import WeftDynamic

/// Generated ≡ dynamic: on any bytes both codecs accept, or reject with the same reason, bit and path; what they accept they
/// give back byte for byte (law 5).
@Suite struct AgreementTests {
  static let types = SpecimensCatalog.definitions.types + SpecimenShapesCatalog.definitions.types

  @Test(arguments: types.map { $0.definitionName })
  func onAnyBytes(name: String) throws {
    let type = try #require(Self.types.first { $0.definitionName == name })
    let codec = DynamicCodec(try SpecimenFiles.schema())
    let definition = try #require(codec.definition(named: name))
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = SeededGenerator(state: seed)
    var acceptedCount = 0
    for round in 0..<1500 {
      let bytes = candidate(of: type, round, using: &random)
      let verdict = generated(type, bytes)
      let other = dynamic(codec, definition, bytes)
      guard verdict == other else {
        Issue.record("\(name), seed \(seed), \(hexadecimal(bytes)): \(verdict) — dynamic: \(other)")
        return
      }
      guard case .accepted(let again) = verdict else { continue }
      acceptedCount += 1
      #expect(again == bytes, "\(name), seed \(seed)")
      for changed in neighbours(of: bytes, using: &random) {
        let (verdict, other) = (generated(type, changed), dynamic(codec, definition, changed))
        guard verdict == other else {
          Issue.record("\(name), seed \(seed), \(hexadecimal(changed)): \(verdict) — dynamic: \(other)")
          return
        }
        if case .accepted(let again) = verdict { #expect(again == changed, "\(name), seed \(seed)") }
      }
    }
    #expect(acceptedCount > 0, "\(name), seed \(seed): no random bytes were a value")
  }

  /// Random bytes, mostly few and often with zeros, since full ones are rarely a value; padding is cleared by trying.
  private func candidate(
    of type: any BitCodable.Type, _ round: Int, using random: inout SeededGenerator
  ) -> [UInt8] {
    let longest = min(type.maximumByteCount, 96)
    let count = Int.random(in: 0...longest, using: &random)
    var bytes = (0..<count).map { _ in
      round % 3 == 0 || Bool.random(using: &random) ? UInt8.random(in: 0...255, using: &random) : 0
    }
    // Let the codec say what is too much, and give it that: values are then met often enough.
    for _ in 0..<40 {
      guard case .rejected(let reason, let bitOffset, _) = generated(type, bytes) else { break }
      switch reason {
      case .truncated: bytes.append(round % 2 == 0 ? 0 : UInt8.random(in: 0...255, using: &random))
      case .trailingBytes(let count): bytes.removeLast(min(count, bytes.count))
      case .nonZeroPadding: bytes[bytes.count - 1] &= UInt8((1 << (bitOffset % 8)) - 1)
      default:
        let bit = bitOffset + Int.random(in: 0..<8, using: &random)
        guard bit / 8 < bytes.count else { return bytes }
        bytes[bit / 8] ^= 1 << UInt8(bit % 8)
      }
    }
    return bytes
  }

  /// Every truncation, and some single-bit changes.
  private func neighbours(of bytes: [UInt8], using random: inout SeededGenerator) -> [[UInt8]] {
    var result = bytes.indices.map { Array(bytes[..<$0]) }
    for _ in 0..<min(24, bytes.count * 8) {
      var changed = bytes
      let bit = Int.random(in: 0..<bytes.count * 8, using: &random)
      changed[bit / 8] ^= 1 << UInt8(bit % 8)
      result.append(changed)
    }
    return result + [bytes + [0]]
  }
}
