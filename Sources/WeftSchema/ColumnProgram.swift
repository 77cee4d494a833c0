/// The shape of a native definition's packed bits as a program of bytes, for what rearranges them without knowing the schema:
/// under zstd a message goes as columns of whole bytes (`docs/streams.md`, "Columns").
///
/// Prefix notation; operands are LEB128. A body ends with `end`.
///
/// | code | operands | the packed bits |
/// |---|---|---|
/// | `end` | | |
/// | `scalar` | bits | one value |
/// | `key` | bits | one value, ascending from element to element |
/// | `raw` | bytes | that many bytes |
/// | `bytes` | min, bits | a count (plus min) of so many bits, then the bytes |
/// | `list` | min, bits, body | a count likewise, then the elements |
/// | `array` | count, body | the elements |
/// | `varint` | | groups of 8 bits |
/// | `union` | bits, n, n bodies | a tag, then one of the bodies |
/// | `record` | presence bits, body | those bits, then the body |
/// | `optional` | index, body | the body, if that presence bit of the record is set |
/// | `block` | index, bits | a byte count of so many bits and the bytes, if that presence bit is set |
public enum ColumnOpcode: UInt8, Sendable {
  case end, scalar, key, raw, bytes, list, array, varint, union, record, optional, block
}

extension Schema {
  /// The program of a definition, or `nil` for a foreign one and what holds an address in part.
  public func columnProgram(of id: DefinitionID) -> [UInt8]? {
    var writer = ColumnProgramWriter(schema: self)
    writer.put(.named(id, arguments: []), isKey: false)
    return writer.isNative ? writer.program : nil
  }
}

private struct ColumnProgramWriter {
  let schema: Schema
  var program: [UInt8] = []
  var isNative = true
  /// Of a list whose elements are keyed.
  private var keyField: Int?

  init(schema: Schema) { self.schema = schema }

  mutating func put(_ type: FieldType, isKey: Bool) {
    switch schema.resolvingAliases(type) {
    case .bool: put(.scalar, 1)
    case .unsigned(let bitCount), .signed(let bitCount): put(isKey ? .key : .scalar, bitCount)
    case .float(let bitCount): put(.scalar, bitCount)
    case .ranged(let range): put(isKey ? .key : .scalar, range.bitCount)
    case .fixed(let range): put(.scalar, range.bitCount)
    case .varint: put(.varint)
    case .bytes(let count), .text(let count): put(count, ofBytes: true) { _ in }
    case .list(let element, let count):
      let keyField = schema.keyField(of: element)
      put(count, ofBytes: false) { $0.putElement(element, keyField: keyField) }
    case .named(let id, _): put(schema[id], isKey: isKey)
    case .match, .padding: isNative = false
    }
  }

  private mutating func putElement(_ element: FieldType, keyField: Int?) {
    self.keyField = keyField
    put(element, isKey: false)
    put(.end)
  }

  private mutating func put(_ count: Count, ofBytes: Bool, body: (inout ColumnProgramWriter) -> Void) {
    switch count {
    case .fixed(let number): put(ofBytes ? .raw : .array, number)
    case .bounded(let min, _): put(ofBytes ? .bytes : .list, min, count.bitCount)
    case .computed, .toEnd: isNative = false
    }
    body(&self)
  }

  private mutating func put(_ definition: Definition, isKey: Bool) {
    switch definition.body {
    case .enumeration(let enumeration): put(isKey ? .key : .scalar, enumeration.bitCount)
    case .flags(let flags): put(.scalar, flags.bitCount)
    case .alias(let alias): put(alias.type, isKey: isKey)
    case .union(let union):
      put(.union, union.tagBitCount, union.cases.count)
      for unionCase in union.cases {
        keyField = nil
        if let type = unionCase.type { put(type, isKey: false) }
        put(.end)
      }
    case .record(let record): put(record)
    }
  }

  private mutating func put(_ record: Record) {
    guard record.foreign == nil else { return isNative = false }
    let key = keyField
    keyField = nil
    let sealed = record.extensibility?.generations.first?.fields.lowerBound ?? record.fields.count
    let optionals = (0..<sealed).filter { record.fields[$0].isOptional }
    let extensionBits = record.extensibility == nil ? 0 : 1
    put(.record, extensionBits + optionals.count)
    for index in 0..<sealed {
      let field = record.fields[index]
      // An address in part stands in no column: how many bits it takes is another field's to say.
      if field.form != .whole { isNative = false }
      if let place = optionals.firstIndex(of: index) {
        put(.optional, extensionBits + place)
        put(field.type, isKey: false)
        put(.end)
      } else {
        put(field.type, isKey: index == key)
      }
    }
    if let extensibility = record.extensibility {
      put(.block, 0, bitsNeeded(forCodesUpTo: UInt64(extensibility.maximumByteCount)))
    }
    put(.end)
  }

  private mutating func put(_ code: ColumnOpcode, _ operands: Int...) {
    // What takes no bits has no column.
    if code == .scalar || code == .key, operands == [0] { return }
    program.append(code.rawValue)
    for operand in operands {
      var rest = UInt64(operand)
      while rest > 0x7F {
        program.append(UInt8(truncatingIfNeeded: rest) | 0x80)
        rest >>= 7
      }
      program.append(UInt8(rest))
    }
  }
}

extension Schema {
  /// The key of a list's elements, where they are keyed records.
  public func keyField(of element: FieldType) -> Int? {
    guard case .named(let id, _) = resolvingAliases(element), case .record(let record) = self[id].body else { return nil }
    return record.keyField
  }
}
