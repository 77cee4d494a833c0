import Weft

/// Encodes one delta form: the mirror of `DeltaDecoder`.
struct DeltaEncoder {
  let codec: DynamicCodec
  let value: TreeSource
  let baseline: TreeSource
  /// Of the link; `nil` outside of links.
  let tables: (any InternTables)?
  var output: [UInt8] = []
  var position = 0
  var models = DeltaModels()
  /// The way to the value being written, outermost first.
  var path: [Interpreter.PathPart] = []

  var program: Program {
    _read { yield codec.reference.program }
  }

  init(_ codec: DynamicCodec, value: Value, baseline: Value, tables: (any InternTables)? = nil) {
    self.codec = codec
    self.tables = tables
    self.value = TreeSource(value)
    self.baseline = TreeSource(baseline)
  }

  /// One bit, and if it is set the delta form; then zero bits to the byte.
  mutating func encode(_ type: Int32) throws(EncodeFailure) -> [UInt8] {
    guard value.tree.nodes.first?.type == type, baseline.tree.nodes.first?.type == type else { throw failure(.outOfRange) }
    let differs = !value.isEqual(0, to: baseline, 0)
    put(differs)
    if differs { try change(type, node: 0, base: 0, slot: 0) }
    return output
  }

  // MARK: Bits

  mutating func put(_ bits: UInt64, bitCount: Int) {
    output.grow(toBitOffset: position + bitCount)
    output.put(bits, at: position, bitCount: bitCount, mostSignificantFirst: false)
    position += bitCount
  }

  mutating func put(_ bit: Bool) { put(bit ? 1 : 0, bitCount: 1) }

  mutating func fullForm(_ node: Int) throws(EncodeFailure) {
    do throws(DynamicCodec.FullFormEncodeFailure) {
      position = try codec.writeFullForm(value, node: node, at: position, into: &output, tables: tables)
    } catch {
      throw failure(error)
    }
  }

  mutating func fullExtension(of record: Int) throws(EncodeFailure) {
    do throws(DynamicCodec.FullFormEncodeFailure) {
      position = try codec.writeFullExtension(value, node: record, at: position, into: &output)
    } catch {
      throw failure(error)
    }
  }

  // MARK: Failing

  func failure(_ reason: EncodeError.Reason) -> EncodeFailure {
    EncodeFailure(reason, path: program.text(ofPath: path))
  }

  private func failure(_ failure: DynamicCodec.FullFormEncodeFailure) -> EncodeFailure {
    EncodeFailure(failure.reason, path: program.text(ofPath: path + failure.path.reversed()))
  }
}
