public import Weft
public import WeftSchema

/// A message as it stands among others in a frame.
public struct LinkedValue: Sendable {
  /// Its nodes have their places in the frame. Of a failed decoding: what came before.
  public internal(set) var tree = ValueTree()
  /// One past its last bit, from the start of the frame.
  public internal(set) var end: Int
  /// Why decoding stopped.
  public var failure: DecodeFailure? { tree.failure }
}

extension DynamicCodec {
  /// Reads a value without a baseline from the bit of a frame on; other bits may follow it.
  ///
  /// It accepts and rejects what the generated `init(decoding:state:)` does, with the same reason, bit and path.
  /// - Parameters:
  ///   - tables: The link's, for the link form; `nil` for the full form.
  ///   - keepsUnknownEntries: An index without an entry is no failure but an empty value with a mark.
  public func decodedMessage(
    _ definition: DefinitionID, from frame: [UInt8], at bit: Int = 0, tables: (any InternTables)? = nil,
    keepsUnknownEntries: Bool = false
  ) -> LinkedValue {
    var message = LinkedValue(end: bit)
    let type = program.definitionTypes[definition.index]
    let reference = tables == nil ? reference : linkReference
    let failure: DecodeFailure? = withInterpreter(reference, of: &message.tree, isLenient: false) { interpreter in
      interpreter.link = tables.map { Interpreter.LinkContext(tables: $0, fullForms: self.reference) }
      interpreter.link?.keepsUnknownEntries = keepsUnknownEntries
      interpreter.position = bit
      interpreter.limit = frame.count * 8
      let isComplete = unsafe interpreter.value(type, field: -1, frame.span.bytes)
      message.end = interpreter.position
      return isComplete ? nil : DecodeFailure(interpreter.reason, at: interpreter.failureBit, path: interpreter.pathText())
    }
    message.tree.failure = failure
    message.tree.bitCount = message.end - bit
    return message
  }

  /// Reads a delta form from the bit of a frame on; other bits may follow it. `DecodedDelta.tree.bitCount` is where it ends, from the
  /// start of the frame.
  public func decodedMessage(
    _ definition: DefinitionID, from frame: [UInt8], at bit: Int = 0, against baseline: Value,
    tables: (any InternTables)? = nil, keepsUnknownEntries: Bool = false
  ) -> DecodedDelta {
    var decoder = DeltaDecoder(
      self, input: frame, at: bit, baseline: baseline, tables: tables, keepsUnknownEntries: keepsUnknownEntries)
    return decoder.decode(program.definitionTypes[definition.index], isWhole: false)
  }

  /// A value without a baseline as bits from bit 0 on, and how many.
  ///
  /// - Parameter tables: The link's, for the link form; `nil` for the full form.
  public func encodedMessage(
    _ value: Value, tables: (any InternTables)? = nil
  ) throws(EncodeFailure) -> (bytes: [UInt8], bitCount: Int) {
    var bytes: [UInt8] = []
    do throws(FullFormEncodeFailure) {
      let bitCount = try writeFullForm(TreeSource(value), node: value.index, at: 0, into: &bytes, tables: tables)
      return (bytes, bitCount)
    } catch {
      throw EncodeFailure(error.reason, path: program.text(ofPath: error.path.reversed()))
    }
  }

  /// The delta form of a value as bits from bit 0 on, and how many.
  public func encodedMessage(
    _ value: Value, against baseline: Value, tables: (any InternTables)? = nil
  ) throws(EncodeFailure) -> (bytes: [UInt8], bitCount: Int) {
    var encoder = DeltaEncoder(self, value: value, baseline: baseline, tables: tables)
    let bytes = try encoder.encode(value.node.type)
    return (bytes, encoder.position)
  }
}
