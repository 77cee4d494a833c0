import WeftSchema
import WeftStream

/// Messages as a frame's contents have them, columns of whole bytes (`docs/streams.md`, "Columns"): what the compressor will see.
struct TrainingSamples {
  private var samples: [[UInt8]] = []
  private let packedByteCount: Int
  private let leftOutCount: Int

  init(_ messages: TrainingMessages) throws(Failure) {
    var forms: [DefinitionID: ColumnForm] = [:]
    for (definition, bytes) in messages.found {
      if forms[definition] == nil {
        forms[definition] = messages.schema.columnProgram(of: definition).flatMap { ColumnForm(program: $0) }
      }
      var columns: [UInt8] = []
      do {
        try forms[definition]?.appendColumns(of: unsafe bytes.span.bytes, to: &columns)
      } catch {
        throw .broken("\(messages.schema[definition].name): \(error)")
      }
      samples.append(columns)
    }
    packedByteCount = messages.found.reduce(0) { $0 + $1.bytes.count }
    leftOutCount = messages.leftOutCount
  }

  /// Every tenth of many: those that the dictionary has not seen.
  private var isSplit: Bool { samples.count >= 200 }

  private func part(isSeen: Bool) -> [[UInt8]] {
    guard isSplit else { return samples }
    return samples.enumerated().filter { ($0.offset % 10 == 9) != isSeen }.map(\.element)
  }

  func dictionary(maximumByteCount: Int) throws(Failure) -> ZstdDictionary {
    if let dictionary = ZstdDictionary.train(part(isSeen: true), maximumByteCount: maximumByteCount) { return dictionary }
    let byteCount = samples.reduce(0) { $0 + $1.count }
    throw .broken(
      "\(count(samples.count, "message")), \(byteCount) bytes: too few, or too short, for a dictionary; libzstd wants some "
        + "hundreds, of at least 8 bytes, and ten times as many bytes as the dictionary is to have (--size)"
        + (leftOutCount > 0 ? "; \(count(leftOutCount, "message")) with secrets or of other channels did not count" : ""))
  }

  /// What the dictionary does.
  func report(_ dictionary: ZstdDictionary, level: Int, name: String) throws(Failure) -> [String] {
    let tested = part(isSeen: false)
    let (with, without, plain): (Int, Int, Int)
    do throws(StreamError) {
      with = try Self.byteCount(of: tested, ZstdSettings(.message(dictionary: dictionary), level: level))
      without = try Self.byteCount(of: tested, ZstdSettings(.message(dictionary: nil), level: level))
      plain = tested.reduce(0) { $0 + $1.count }
    } catch {
      throw .broken("\(error)")
    }
    let identity = String(dictionary.identity, radix: 16)
    let of = isSplit ? "\(count(tested.count, "message")) that it was not made of" : "the same messages"
    var lines = [
      "\(name): \(dictionary.bytes.count) bytes from \(count(part(isSeen: true).count, "message")), identity "
        + String(repeating: "0", count: 16 - identity.count) + identity,
      "\(of): \(plain) bytes in columns, \(without) with zstd, \(with) with the dictionary",
    ]
    if leftOutCount > 0 { lines.append("left out: \(count(leftOutCount, "message")) with secrets or of other channels") }
    return lines
  }

  private static func byteCount(of samples: [[UInt8]], _ settings: ZstdSettings) throws(StreamError) -> Int {
    var settings = settings
    settings.maximumFrameByteCount = max(1024, samples.map(\.count).max() ?? 0)
    let compressor = try FrameCompressor(settings, contexts: try ZstdContexts())
    var body: [UInt8] = []
    for sample in samples { _ = try compressor.compress(unsafe sample.span.bytes, appendingTo: &body) }
    return body.count
  }
}
