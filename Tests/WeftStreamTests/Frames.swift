import WeftStream

/// The same numbers from the same seed, on every platform.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// Frames as links carry them: mostly repetitions with some news in them, some random, some empty, some all the same byte.
func makeFrames(_ count: Int, largest: Int, using generator: inout SeededGenerator) -> [[UInt8]] {
  var words = (0..<24).map { _ in
    (0..<Int.random(in: 2...24, using: &generator)).map { _ in UInt8.random(in: 0...255, using: &generator) }
  }
  return (0..<count).map { _ in
    let byteCount = Int.random(in: 0...(Bool.random(using: &generator) ? min(200, largest) : largest), using: &generator)
    switch Int.random(in: 0..<8, using: &generator) {
    case 0: return (0..<byteCount).map { _ in UInt8.random(in: 0...255, using: &generator) }
    case 1: return [UInt8](repeating: UInt8.random(in: 0...255, using: &generator), count: byteCount)
    default:
      words[Int.random(in: 0..<words.count, using: &generator)].append(UInt8.random(in: 0...255, using: &generator))
      var frame: [UInt8] = []
      while frame.count < byteCount { frame += words[Int.random(in: 0..<words.count, using: &generator)] }
      return Array(frame.prefix(byteCount))
    }
  }
}

/// Every mode, small and large, with the name that failures print.
func everyMode(largest: Int) -> [(name: String, settings: ZstdSettings)] {
  var generator = SeededGenerator(state: 7)
  let samples = makeFrames(400, largest: 300, using: &generator)
  let trained = ZstdDictionary.train(samples, maximumByteCount: 4096)
  let modes: [(String, ZstdSettings.Mode)] = [
    ("stream 1 KiB", .stream(windowByteCount: 1 << 10)), ("stream 64 KiB", .stream(windowByteCount: 64 << 10)),
    ("history 64 B", .history(byteCount: 64)), ("history 4 KiB", .history(byteCount: 4 << 10)),
    ("message", .message(dictionary: nil)), ("trained", .message(dictionary: trained)),
    ("raw dictionary", .message(dictionary: ZstdDictionary(Array(samples.joined().prefix(3000))))),
  ]
  return modes.flatMap { name, mode in
    [-3, 3, 19].map { ("\(name), level \($0)", ZstdSettings(mode, level: $0, maximumFrameByteCount: largest)) }
  }
}

extension FrameCompressor {
  func compress(_ frame: [UInt8]) throws(StreamError) -> (form: FrameForm, body: [UInt8]) {
    var body: [UInt8] = []
    let form = try compress(unsafe frame.span.bytes, appendingTo: &body)
    return (form, body)
  }
}

extension FrameDecompressor {
  func decompress(_ form: FrameForm, _ body: [UInt8]) throws(StreamError) -> [UInt8] {
    var frame: [UInt8] = []
    try decompress(unsafe body.span.bytes, form: form, appendingTo: &frame)
    return frame
  }
}
