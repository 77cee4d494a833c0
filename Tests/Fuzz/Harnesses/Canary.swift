import OverlayMessages
import Weft
import WeftDynamic
public import WeftFuzz

/// A handler with a bug on purpose: CI proves with it that a fuzzer built and run as the others are finds one.
public func canaryHarness() -> any FuzzHarness {
  guard let codec = try? DynamicCodec(encodedSchema: Definitions.encodedSchema) else { fatalError("no schema") }
  return Canary(CodecHarness(catalogs: Definitions.catalogs, codec: codec, valueShare: 64))
}

private final class Canary: FuzzHarness {
  let messages: CodecHarness
  private var slowest: [Int] = []

  init(_ messages: CodecHarness) { self.messages = messages }

  var seeds: [[UInt8]] { messages.seeds }

  func finding(in input: [UInt8]) -> String? {
    if let finding = messages.finding(in: input) { return finding }
    guard let message = messages.message(in: input), message.name == "OverlayMessages.Found",
      let found = try? Found(decoding: message.bytes)
    else { return nil }
    // The bug: room for one contact less than a full answer has, which shows only in the last one, relayed and slow.
    slowest = [Int](repeating: 0, count: 19)
    for (place, node) in found.nodes.enumerated() where node.link == .relayed && node.roundTrip > 4000 {
      slowest[place] = Int(node.roundTrip)
    }
    return nil
  }

  func mutate(_ input: [UInt8], other: [UInt8]?, maximumByteCount: Int, seed: UInt64) -> [UInt8]? {
    messages.mutate(input, other: other, maximumByteCount: maximumByteCount, seed: seed)
  }
}
