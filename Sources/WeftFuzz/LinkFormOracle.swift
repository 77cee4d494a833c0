import Weft
import WeftDynamic
import WeftSchema

/// The tables of a link in an input: for each entry a byte with its length, then its bytes. All fields share one list, so that entries are
/// there that cannot be a field's; what goes in full is appended.
final class InputTables: InternTables {
  private(set) var entries: [[UInt8]] = []

  init(_ bytes: some Collection<UInt8>) {
    var rest = bytes[...]
    while let count = rest.popFirst() {
      entries.append(Array(rest.prefix(Int(count))))
      rest = rest.dropFirst(Int(count))
    }
  }

  /// As the initialiser reads them, as far as that can say it.
  var bytes: [UInt8] { entries.filter { $0.count < 256 }.flatMap { [UInt8($0.count)] + $0 } }

  func index(of bytes: RawSpan, in table: InternTable) -> Int? {
    let entry = unsafe bytes.withUnsafeBytes { unsafe Array($0) }
    return entries.prefix(table.capacity).firstIndex(of: entry)
  }

  func add(_ bytes: RawSpan, to table: InternTable) {
    unsafe entries.append(bytes.withUnsafeBytes { unsafe Array($0) })
  }

  func entry(at index: Int, in table: InternTable) -> [UInt8]? { index < entries.count ? entries[index] : nil }
}

/// The form on a link, in which interned fields may be indexes of entries: one value or one error, the same entries made, the same place
/// behind the last bit, and from the value the same bits again.
final class LinkFormOracle<Generated: LinkCodable>: CodecOracle {
  private let codec: DynamicCodec
  private let definition: DefinitionID

  init(_ codec: DynamicCodec, _ definition: DefinitionID) {
    self.codec = codec
    self.definition = definition
  }

  func finding(in input: HarnessInput, comparesValues: Bool) -> String? {
    let (tables, dynamicTables) = (InputTables(input.entries), InputTables(input.entries))
    let dynamic = codec.decodedMessage(definition, from: input.message, tables: dynamicTables)
    var reader = unsafe BitReader(input.message.span.bytes)
    var state = DeltaState(tables: tables)
    let generated: Generated
    do throws(DecodeError) {
      generated = try Generated(decoding: &reader, state: &state)
    } catch {
      return dynamic.failure.difference(from: error)
    }
    if let failure = dynamic.failure { return "only the dynamic codec says \(failure)" }
    if reader.bitOffset != dynamic.end {
      return "generated code ends at \(reader.bitOffset), the dynamic codec at \(dynamic.end)"
    }
    if tables.entries != dynamicTables.entries { return "entries: generated \(tables.entries), dynamic \(dynamicTables.entries)" }
    do {
      guard let value = Value(dynamic.tree, of: codec, decodedFrom: input.message) else { return "no value" }
      if try codec.encodedMessage(value).bytes != generated.encoded() { return "generated \(generated), dynamic \(value.json)" }
      let (sent, dynamicSent) = (InputTables(input.entries), InputTables(input.entries))
      let again = try codec.encodedMessage(value, tables: dynamicSent)
      var sending = DeltaState(tables: sent)
      var buffer = [UInt8](repeating: 0, count: 2 * again.bytes.count + 64)
      var span = buffer.mutableSpan
      var writer = unsafe BitWriter(span.mutableBytes)
      try generated.encode(into: &writer, state: &sending)
      let end = writer.bitOffset
      let count = writer.finish()
      if end != again.bitCount || Array(buffer[..<count]) != again.bytes {
        return "generated code re-encodes to \(buffer[..<count]), the dynamic codec to \(again)"
      }
      return sent.entries == dynamicSent.entries ? nil : "the senders' entries differ"
    } catch {
      return "\(error) from \(generated)"
    }
  }
}

/// The same against a baseline.
final class LinkDeltaOracle<Generated: DeltaCodable>: CodecOracle {
  private let codec: DynamicCodec
  private let definition: DefinitionID

  init(_ codec: DynamicCodec, _ definition: DefinitionID) {
    self.codec = codec
    self.definition = definition
  }

  func finding(in input: HarnessInput, comparesValues: Bool) -> String? {
    guard let baseline = try? Generated(decoding: input.linkBaseline),
      let dynamicBaseline = try? codec.decoded(definition, from: input.linkBaseline)
    else { return nil }
    let (tables, dynamicTables) = (InputTables(input.entries), InputTables(input.entries))
    let dynamic = codec.decodedMessage(definition, from: input.message, against: dynamicBaseline, tables: dynamicTables)
    var reader = unsafe BitReader(input.message.span.bytes)
    var state = DeltaState(tables: tables)
    var generated = baseline
    do throws(DecodeError) {
      try generated.decode(from: &reader, against: baseline, state: &state)
    } catch {
      return dynamic.failure.difference(from: error)
    }
    if let failure = dynamic.failure { return "only the dynamic codec says \(failure)" }
    if reader.bitOffset != dynamic.tree.bitCount {
      return "generated code ends at \(reader.bitOffset), the dynamic codec at \(dynamic.tree.bitCount)"
    }
    if tables.entries != dynamicTables.entries { return "entries: generated \(tables.entries), dynamic \(dynamicTables.entries)" }
    do {
      guard let value = dynamic.value else { return "no value" }
      return try codec.encodedMessage(value).bytes == generated.encoded() ? nil : "generated \(generated), dynamic \(value.json)"
    } catch {
      return "\(error) from \(generated)"
    }
  }
}

extension DecodeFailure? {
  /// What differs between why the dynamic codec refuses and why generated code does.
  func difference(from error: DecodeError) -> String? {
    let failure = DecodeFailure(error.reason, at: error.bitOffset, path: error.path.description)
    return self == failure ? nil : "generated \(failure), dynamic \(map { "\($0)" } ?? "accepts")"
  }
}
