import Weft
public import WeftDynamic
public import WeftSchema

/// One definition's two codecs on the same bytes. Everything that it needs again is kept: a comparison costs the two codecs and no more.
public struct CodecComparison {
  let dynamic: DynamicCodec
  let definition: DefinitionID
  /// Whether generated code checks all that it computes: where an argument is empty, it takes what it finds and computes it anew.
  public var isReencodedAlike = true
  /// Of a foreign definition.
  private let bitOrder: Foreign.BitOrder?
  private var tree = ValueTree()
  private var output: [UInt8] = []
  private var buffer: [UInt8] = []
  private var lastPath = FieldPath()
  private var lastPathText = ""

  public init(_ dynamic: DynamicCodec, _ definition: DefinitionID) {
    self.dynamic = dynamic
    self.definition = definition
    if case .record(let record) = dynamic.schema[definition].body { bitOrder = record.foreign?.bitOrder } else { bitOrder = nil }
  }

  /// Whether both accept `bytes`, and what differs: accept or reject, the error, the bytes that each makes of the value.
  public mutating func compare<Generated: GeneratedCodec>(
    _ generated: Generated, _ bytes: RawSpan, arguments: borrowing Arguments
  ) -> (isAccepted: Bool, difference: String?) {
    let isAccepted = dynamic.decode(definition, from: bytes, into: &tree, arguments: arguments)
    let value: Generated.Value
    do throws(DecodeError) {
      value = try generated.decode(bytes)
    } catch {
      return (false, difference(of: error))
    }
    if !isAccepted { return (true, "only the dynamic codec says \(tree.failure?.description ?? "")") }
    return (true, reencoded(value, generated, bytes, arguments: arguments))
  }

  private mutating func difference(of error: DecodeError) -> String? {
    guard let failure = tree.failure else { return "only generated code says \(error)" }
    if failure.reason == error.reason, failure.bitOffset == error.bitOffset, failure.path == text(of: error.path) { return nil }
    return "generated \(error), dynamic \(failure)"
  }

  /// Neighbouring flips mostly fail in one field.
  private mutating func text(of path: FieldPath) -> String {
    if path != lastPath || lastPathText.isEmpty {
      lastPath = path
      lastPathText = path.description
    }
    return lastPathText
  }

  private mutating func reencoded<Generated: GeneratedCodec>(
    _ value: Generated.Value, _ generated: Generated, _ bytes: RawSpan, arguments: borrowing Arguments
  ) -> String? {
    if isReencodedAlike {
      do throws(EncodeError) {
        // As many bytes as it takes must do.
        let count = try encode(value, generated, in: bytes.byteCount)
        let isSame = unsafe isEncoding(bytes, buffer.span.bytes.extracting(0..<count))
        if !isSame { return "generated code re-encodes to \(buffer[..<count])" }
      } catch {
        return "generated code re-encodes to \(error) in \(bytes.byteCount) bytes"
      }
    }
    do throws(EncodeFailure) {
      try dynamic.encode(&tree, decodedFrom: bytes, into: &output, arguments: arguments)
      let isSame = unsafe isEncoding(bytes, output.span.bytes)
      return isSame ? nil : "the dynamic codec re-encodes to \(output)"
    } catch {
      return "the dynamic codec re-encodes to \(error)"
    }
  }

  /// What is wrong where a value is encoded into fewer bytes than it takes: anything but an error that says so.
  public mutating func difference<Generated: GeneratedCodec>(
    of value: Generated.Value, _ generated: Generated, in byteCount: Int
  ) -> String? {
    do throws(EncodeError) {
      let count = try encode(value, generated, in: byteCount)
      return "\(count) bytes encoded into \(byteCount): \(buffer[..<min(count, byteCount)])"
    } catch {
      if case .bufferTooSmall = error.reason { return nil }
      return "\(error) from a buffer of \(byteCount)"
    }
  }

  /// - Returns: how many bytes at the buffer's start are the value's.
  private mutating func encode<Generated: GeneratedCodec>(
    _ value: Generated.Value, _ generated: Generated, in byteCount: Int
  ) throws(EncodeError) -> Int {
    if byteCount < buffer.count {
      buffer.removeLast(buffer.count - byteCount)
    } else {
      buffer.append(contentsOf: repeatElement(0xA5, count: byteCount - buffer.count))
    }
    var span = buffer.mutableSpan
    return try unsafe generated.encode(value, into: span.mutableBytes)
  }

  /// Of the value that was compared last. Of a foreign one that ends inside a byte, the rest of that byte is nobody's.
  func isEncoding(_ bytes: RawSpan, _ encoded: RawSpan) -> Bool {
    let last = bytes.byteCount - 1
    guard let order = bitOrder, tree.bitCount & 7 != 0, bytes.byteCount == encoded.byteCount, last >= 0 else {
      return same(bytes, encoded)
    }
    let used: UInt8 = order == .mostSignificantFirst ? ~(0xFF >> UInt8(tree.bitCount & 7)) : (1 << UInt8(tree.bitCount & 7)) - 1
    let (one, other) = unsafe (
      bytes.unsafeLoad(fromByteOffset: last, as: UInt8.self), encoded.unsafeLoad(fromByteOffset: last, as: UInt8.self)
    )
    return (one ^ other) & used == 0 && same(bytes.extracting(0..<last), encoded.extracting(0..<last))
  }

  private func same(_ left: RawSpan, _ right: RawSpan) -> Bool {
    guard left.byteCount == right.byteCount else { return false }
    var index = 0
    while index + 8 <= left.byteCount {
      let (one, other) = unsafe (
        left.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self),
        right.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
      )
      if one != other { return false }
      index += 8
    }
    while index < left.byteCount {
      let (one, other) = unsafe (
        left.unsafeLoad(fromByteOffset: index, as: UInt8.self), right.unsafeLoad(fromByteOffset: index, as: UInt8.self)
      )
      if one != other { return false }
      index += 1
    }
    return true
  }
}
