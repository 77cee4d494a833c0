import WeftDynamic
import WeftSchema

/// Runs what the rules say: random values are encoded with one version and decoded with the other, both ways.
public struct Proof: Sendable {
  public enum Direction: Sendable, Hashable {
    /// The old version wrote, the new one reads.
    case newReadsOld
    case oldReadsNew
  }

  /// A value that one version writes and the other rejects or reads as something else.
  public struct Counterexample: Sendable, Hashable {
    public var direction: Direction
    public var message: String
    public var bytes: [UInt8]
    /// What each version makes of the bytes: JSON, or the error.
    public var oldResult: String
    public var newResult: String
  }

  let old: DynamicCodec
  let new: DynamicCodec
  /// Values of each message and direction.
  public var valueCount: Int
  public var seed: UInt64

  public init(_ comparison: Comparison, valueCount: Int = 2000, seed: UInt64) {
    old = DynamicCodec(comparison.old)
    new = DynamicCodec(comparison.new)
    self.valueCount = valueCount
    self.seed = seed
  }

  /// The smallest counterexample that was found, or `nil` where all values were read as they were written.
  public func counterexample(_ verdict: MessageVerdict, _ direction: Direction) -> Counterexample? {
    guard let (writerID, readerID) = definitions(verdict, direction) else { return nil }
    let (writer, reader) = direction == .newReadsOld ? (old, new) : (new, old)
    let trial = Trial(writer: writer, reader: reader, writerID: writerID, readerID: readerID)
    var random = RandomValue(writer, seed: seed)
    for _ in 0..<valueCount {
      guard let (tree, bytes) = random.next(writerID), !tree.nodes.contains(where: { $0.kind == .extensionTail }) else {
        continue
      }
      guard trial.fails(bytes) else { continue }
      let smallest = trial.shrunk(bytes)
      return Counterexample(
        direction: direction, message: verdict.newName, bytes: smallest,
        oldResult: Self.result(
          direction == .newReadsOld ? writer : reader, direction == .newReadsOld ? writerID : readerID, smallest),
        newResult: Self.result(
          direction == .newReadsOld ? reader : writer, direction == .newReadsOld ? readerID : writerID, smallest))
    }
    return nil
  }

  func definitions(_ verdict: MessageVerdict, _ direction: Direction) -> (DefinitionID, DefinitionID)? {
    guard let before = old.definition(named: verdict.oldName), let after = new.definition(named: verdict.newName) else {
      return nil
    }
    return direction == .newReadsOld ? (before, after) : (after, before)
  }

  private static func result(_ codec: DynamicCodec, _ definition: DefinitionID, _ bytes: [UInt8]) -> String {
    do {
      return try codec.decoded(definition, from: bytes).json
    } catch {
      return "\(error)"
    }
  }
}

/// One writer, one reader, one message.
private struct Trial {
  let writer: DynamicCodec
  let reader: DynamicCodec
  let writerID: DefinitionID
  let readerID: DefinitionID

  func fails(_ bytes: [UInt8]) -> Bool {
    guard let written = try? writer.decoded(writerID, from: bytes) else { return false }
    guard let read = try? reader.decoded(readerID, from: bytes) else { return true }
    let same = SameValue(writer: writer.schema, reader: reader.schema)
    return !same.isSame(written, read, .named(writerID), .named(readerID))
  }

  /// A smaller value that fails too, as long as there is one: fewer elements, smaller numbers, shorter text.
  func shrunk(_ bytes: [UInt8]) -> [UInt8] {
    guard var smallest = value(of: bytes) else { return bytes }
    var best = bytes
    var triesLeft = 2000
    var improved = true
    while improved, triesLeft > 0 {
      improved = false
      for candidate in smallest.simpler {
        triesLeft -= 1
        guard triesLeft > 0, let encoded = try? writer.encoded(writerID, candidate), encoded.count <= best.count, fails(encoded),
          // A native member that was left out is there again, as its default: that can be the larger value. A foreign one was computed.
          let value = isForeign ? candidate : value(of: encoded), (encoded.count, value.cost) < (best.count, smallest.cost)
        else {
          continue
        }
        (smallest, best, improved) = (value, encoded, true)
        break
      }
    }
    // What is shorter than all that was found this way is mostly zeros.
    let zeros = (0..<min(best.count, 64)).map { [UInt8](repeating: 0, count: $0) }
    return zeros.first { fails($0) } ?? best
  }

  private var isForeign: Bool {
    if case .record(let record) = writer.schema[writerID].body { record.foreign != nil } else { false }
  }

  private func value(of bytes: [UInt8]) -> DynamicValue? {
    (try? writer.decoded(writerID, from: bytes)).flatMap { try? DynamicValue(json: Array($0.json.utf8)) }
  }
}

extension DynamicValue {
  /// How much there is to look at: 0 for the simplest of all.
  fileprivate var cost: Double {
    switch content {
    case .null: 0
    case .bool(let value): value ? 1 : 0
    case .integer(let value): Double(value.magnitude)
    case .real(let value): value.isFinite ? value.magnitude : .greatestFiniteMagnitude / 1024
    case .text(let text): Double(text.count) + Double(text.count { $0 != "0" })
    case .bytes(let bytes): Double(bytes.count) + Double(bytes.count { $0 != 0 })
    case .list(let elements): elements.reduce(Double(elements.count)) { $0 + $1.cost }
    case .record(let members): members.reduce(Double(members.count)) { $0 + $1.value.cost }
    }
  }
}
