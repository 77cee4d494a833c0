import Weft
import WeftDynamic
import WeftFuzz
import WeftSchema

/// A random value, its bytes, and what the definition's parameters are given.
struct Subject {
  let codec: DynamicCodec
  let definition: DefinitionID
  let arguments: Arguments
  let tree: ValueTree
  let bytes: [UInt8]
  /// The same arguments for generated code.
  let foreignArguments: ForeignArguments

  init(
    _ codec: DynamicCodec, _ definition: DefinitionID, _ arguments: Arguments, _ tree: ValueTree, _ bytes: [UInt8]
  ) {
    self.codec = codec
    self.definition = definition
    self.arguments = arguments
    self.tree = tree
    self.bytes = bytes
    foreignArguments = ForeignArguments(arguments, of: definition, in: codec.schema)
  }

  /// Whether a check is skipped because an argument is missing: then generated code computes the value anew.
  var hasEmptyArgument: Bool { foreignArguments.values.contains(.bytes([])) }

  /// What differs between the value, its JSON, and what both codecs decode from its bytes.
  func difference(_ generated: some GeneratedCodec) -> String? {
    var decoded = ValueTree()
    guard codec.decode(definition, from: bytes, into: &decoded, arguments: arguments) else {
      return "the dynamic codec does not decode \(bytes): \(decoded.failure?.description ?? "")"
    }
    let dynamic = Value(decoded, of: codec, decodedFrom: bytes)
    let json = dynamic?.json ?? ""
    if Value(tree, of: codec, decodedFrom: bytes)?.json != json { return "the dynamic codec decodes \(bytes) to \(json)" }
    do {
      let encoded = try codec.encoded(definition, json: Array(json.utf8), arguments: arguments)
      if encoded != bytes, !hasEmptyArgument { return "\(bytes) become \(encoded) by way of \(json)" }
      let value = try unsafe generated.decode(bytes.span.bytes)
      return WeftFuzz.difference(value, dynamic).map { "\($0) in \(bytes)" }
    } catch {
      return "\(error) from \(bytes), \(json)"
    }
  }

  /// Buffers that are too small are refused with a typed error, wherever they end; one that is just large enough is not.
  func differenceInSmallBuffers<Generated: GeneratedCodec>(_ generated: Generated) -> String? {
    guard !hasEmptyArgument, let value = try? unsafe generated.decode(bytes.span.bytes) else { return nil }
    for count in stride(from: bytes.count, through: 0, by: -max(1, bytes.count / 24)) {
      var buffer = [UInt8](repeating: 0xA5, count: count)
      var span = buffer.mutableSpan
      do throws(EncodeError) {
        let written = try unsafe generated.encode(value, into: span.mutableBytes)
        if count < bytes.count { return "\(written) bytes encoded into \(count): \(bytes)" }
      } catch {
        guard count < bytes.count, case .bufferTooSmall = error.reason else {
          return "\(error) from a buffer of \(count): \(bytes)"
        }
      }
    }
    return nil
  }
}

extension Subject {
  /// Numbers that a program may put into a value, and that its fields have no room for.
  func differenceOfWildIntegers<Generated: GeneratedCodec>(_ generated: Generated, number: Int) -> String? {
    guard !hasEmptyArgument, let value = try? unsafe generated.decode(bytes.span.bytes) else { return nil }
    let wild = WildIntegers(generated, value)
    for field in 0..<wild.fieldCount {
      // Of the first eight values each field has one that takes all powers of two.
      if field & 7 == number, let difference = wild.differenceOfPowers(field: field, byteCount: bytes.count) { return difference }
      let choice = UInt16(truncatingIfNeeded: number + field)
      if let difference = wild.difference(field: field, choice: choice, byteCount: bytes.count) { return difference }
    }
    return nil
  }
}

extension CodecComparison {
  /// What differs on the value's bytes, or on a flip or a truncation of them.
  mutating func all(
    of subject: Subject, _ generated: some GeneratedCodec, maximumFlipCount: Int, _ tally: inout Tally
  ) -> String? {
    var bytes = subject.bytes
    func found(_ what: String) -> String { "\(what) of \(subject.bytes), arguments \(subject.foreignArguments.values): " }
    let (isAccepted, difference) = unsafe compare(generated, bytes.span.bytes, arguments: subject.arguments)
    if let difference { return found("all") + difference }
    if !isAccepted { return found("all") + "not accepted" }

    let bitCount = bytes.count * 8
    tally.bitCount += bitCount
    // Every bit, or every n-th, beginning elsewhere with each value.
    let step = max(1, bitCount / maximumFlipCount + (bitCount % maximumFlipCount == 0 ? 0 : 1))
    for bit in stride(from: tally.valueCount % step, to: bitCount, by: step) {
      bytes[bit >> 3] ^= 1 << UInt8(bit & 7)
      let result = unsafe compare(generated, bytes.span.bytes, arguments: subject.arguments)
      bytes[bit >> 3] ^= 1 << UInt8(bit & 7)
      if let difference = result.difference { return found("bit \(bit)") + difference }
      tally.flipCount += 1
      if result.isAccepted { tally.acceptedCount += 1 }
    }
    // Also one byte more.
    bytes.append(0)
    for count in stride(from: bytes.count - tally.valueCount % step, through: 0, by: -step) where count != bytes.count - 1 {
      let result = unsafe compare(generated, bytes.span.bytes.extracting(0..<count), arguments: subject.arguments)
      if let difference = result.difference { return found("the first \(count) bytes and a zero") + difference }
      tally.truncationCount += 1
      if result.isAccepted { tally.acceptedCount += 1 }
    }
    return nil
  }
}
