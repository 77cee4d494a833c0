import Testing
import Weft
import WeftDynamic
import WeftSchema

/// What one codec says to some bytes: the same bytes again, or an error.
enum Verdict: Equatable, CustomStringConvertible {
  case accepted([UInt8])
  case rejected(DecodeError.Reason, bitOffset: Int, path: String)
  case notEncoded(String)

  var description: String {
    switch self {
    case .accepted(let bytes): "accepted \(hexadecimal(bytes))"
    case .rejected(let reason, let bitOffset, let path): DecodeError.describe(reason, at: bitOffset, path: path)
    case .notEncoded(let error): "not encoded: \(error)"
    }
  }
}

func hexadecimal(_ bytes: [UInt8]) -> String {
  bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}

/// The verdict of the generated codec.
func generated(_ type: any BitCodable.Type, _ bytes: [UInt8]) -> Verdict {
  do throws(DecodeError) {
    switch try type.recode(bytes) {
    case .success(let bytes): return .accepted(bytes)
    case .failure(let error): return .notEncoded("\(error)")
    }
  } catch {
    return .rejected(error.reason, bitOffset: error.bitOffset, path: error.path.description)
  }
}

/// The verdict of the dynamic codec.
func dynamic(_ codec: DynamicCodec, _ definition: DefinitionID, _ bytes: [UInt8]) -> Verdict {
  var tree = ValueTree()
  guard unsafe codec.decode(definition, from: bytes.span.bytes, into: &tree) else {
    guard let failure = tree.failure else { return .notEncoded("no failure") }
    return .rejected(failure.reason, bitOffset: failure.bitOffset, path: failure.path)
  }
  var output: [UInt8] = []
  do throws(EncodeFailure) {
    try unsafe codec.encode(&tree, decodedFrom: bytes.span.bytes, into: &output)
    return .accepted(output)
  } catch {
    return .notEncoded("\(error)")
  }
}

/// A generator whose seed a failing test prints.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  /// SplitMix64.
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }
}
