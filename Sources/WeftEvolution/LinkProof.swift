import WeftDynamic
import WeftSchema

extension Proof {
  /// What two ends of a link, one of each version, do with a message.
  public enum LinkOutcome: Sendable, Hashable {
    /// The versions state different identities: each end is told that the other does not know the message, and nothing is misread.
    case refused
    /// What goes over the link is read as it was written: delta forms where the message has them, otherwise full forms.
    case exchanged
    /// The identities are equal, and the reader rejects or misreads. Only changes below `--- added` can do that: they are not in
    /// an identity. The bytes are those of the delta form, if it was one.
    case misread(Counterexample)
  }

  /// Runs what a link would: the handshake compares identities; then each value is told from one before it, and read by the other
  /// version against what that made of the one before.
  public func linkOutcome(_ verdict: MessageVerdict, _ direction: Direction) -> LinkOutcome {
    guard let (writerID, readerID) = definitions(verdict, direction) else { return .refused }
    let (writer, reader) = direction == .newReadsOld ? (old, new) : (new, old)
    guard identity(of: writerID, writer.schema) == identity(of: readerID, reader.schema) else { return .refused }
    if writer.schema[writerID].hasDelta, reader.schema[readerID].hasDelta {
      return misreadDelta(verdict, direction, (writer, writerID), (reader, readerID)).map { .misread($0) } ?? .exchanged
    }
    return counterexample(verdict, direction).map { .misread($0) } ?? .exchanged
  }

  /// Whether both versions can tell the message from a baseline.
  func hasDelta(_ verdict: MessageVerdict) -> Bool {
    guard let (writerID, readerID) = definitions(verdict, .newReadsOld) else { return false }
    return old.schema[writerID].hasDelta && new.schema[readerID].hasDelta
  }

  private func identity(of id: DefinitionID, _ schema: Schema) -> UInt64? {
    guard case .record(let record) = schema[id].body else { return nil }
    return record.identity
  }

  private typealias End = (codec: DynamicCodec, id: DefinitionID)

  private func misreadDelta(
    _ verdict: MessageVerdict, _ direction: Direction, _ writer: End, _ reader: End
  ) -> Counterexample? {
    var random = RandomValue(writer.codec, seed: seed)
    let same = SameValue(writer: writer.codec.schema, reader: reader.codec.schema)
    var smallest: (bytes: [UInt8], written: String, read: String)?
    for _ in 0..<max(1, valueCount / 4) {
      guard let (tree, bytes) = random.next(writer.id), !tree.nodes.contains(where: { $0.kind == .extensionTail }),
        var baseline = try? writer.codec.decoded(writer.id, from: bytes)
      else { continue }
      for _ in 0..<4 {
        // A tail is what a still newer version wrote; random bytes are not.
        guard let (_, later) = random.change(of: baseline), let value = try? writer.codec.decoded(writer.id, from: later),
          !value.tree.nodes.contains(where: { $0.kind == .extensionTail }),
          let delta = try? writer.codec.encoded(writer.id, value, against: baseline)
        else { break }
        if delta.count < smallest?.bytes.count ?? .max,
          let read = result(reading: delta, of: (value, writer.id), against: baseline, reader, same)
        {
          smallest = (delta, value.json, read)
        }
        baseline = value
      }
    }
    return smallest.map { found in
      let isNewReader = direction == .newReadsOld
      return Counterexample(
        direction: direction, message: verdict.newName, bytes: found.bytes,
        oldResult: isNewReader ? found.written : found.read, newResult: isNewReader ? found.read : found.written)
    }
  }

  /// What the reader makes of a delta that it misreads; `nil` if it is the value.
  private func result(
    reading delta: [UInt8], of written: (value: Value, id: DefinitionID), against baseline: Value, _ reader: End,
    _ same: SameValue
  ) -> String? {
    let full = baseline.input
    guard let own = try? reader.codec.decoded(reader.id, from: full) else { return "the baseline is refused" }
    let decoded = reader.codec.decoded(reader.id, from: delta, against: own)
    if let failure = decoded.failure { return "\(failure)" }
    guard let read = decoded.value else { return "nothing" }
    return same.isSame(written.value, read, .named(written.id), .named(reader.id)) ? nil : read.json
  }
}
