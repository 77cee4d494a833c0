public import WeftDynamic
import WeftSchema

/// One question to an implementation, and whether its answer is right.
public struct ConformanceCheck: Sendable {
  /// The case's, with `/encode` where the question is the other way round.
  public let id: String
  /// One line of JSON: `{"message": "M.A", "decode": "0a…"}` or `{"message": "M.A", "encode": {…}}`.
  public let request: String
  private let asks: Direction
  private let test: ConformanceCase

  private enum Direction { case toDecode, toEncode }

  public enum Verdict: Sendable, Hashable {
    case success
    /// The implementation says that it cannot do this.
    case skipped
    case failure(String)
  }

  /// The questions of one case: bytes to decode and, where they are accepted, the value to encode.
  public static func all(of test: ConformanceCase, in codec: DynamicCodec) -> [ConformanceCheck] {
    let definition = codec.schema[test.definition]
    let name = "\(definition.module).\(definition.name)"
    let digits = test.bytes.map { byte in String(byte >> 4, radix: 16) + String(byte & 15, radix: 16) }.joined()
    let question = #"{"message":"\#(name)","decode":"\#(digits)"}"#
    var checks = [ConformanceCheck(id: test.id, request: question, asks: .toDecode, test: test)]
    if case .accept(let json) = test.expectation {
      let question = #"{"message":"\#(name)","encode":\#(json)}"#
      checks.append(ConformanceCheck(id: test.id + "/encode", request: question, asks: .toEncode, test: test))
    }
    return checks
  }

  /// Judges one line: `{"value": {…}}`, `{"bytes": "0a…"}`, `{"error": "why"}` or `{"skipped": "why"}`.
  public func verdict(on answer: String, by codec: DynamicCodec) -> Verdict {
    guard let value = try? DynamicValue(json: Array(answer.utf8)), case .record(let members) = value.content, members.count == 1
    else {
      return .failure("the answer is not an object with one member: \(Self.shown(answer))")
    }
    switch (members[0].name, test.expectation) {
    case ("skipped", _): return .skipped
    case ("error", .reject): return .success
    case ("error", .accept): return .failure("it rejects what is right: \(Self.shown(answer))")
    // A question that comes back under the other name is no answer to it.
    case ("value", .accept) where asks == .toEncode, ("bytes", .accept) where asks == .toDecode:
      return .failure("the answer does not fit the question: \(Self.shown(answer))")
    case ("value", .accept): return verdict(onValue: members[0].value, by: codec)
    case ("value", .reject(let reason)): return .failure("it accepts what is wrong (\(reason)): \(Self.shown(answer))")
    case ("bytes", .accept): return verdict(onBytes: members[0].value)
    default: return .failure("the answer does not fit the question: \(Self.shown(answer))")
    }
  }

  /// A value is right if it encodes to the bytes that it was decoded from: there is one encoding of each.
  private func verdict(onValue value: DynamicValue, by codec: DynamicCodec) -> Verdict {
    do {
      let bytes = try codec.encoded(test.definition, value)
      return bytes == test.bytes ? .success : .failure("it decodes another value, which has the bytes \(Self.digits(bytes))")
    } catch {
      return .failure("what it decodes is no value of the message: \(error)")
    }
  }

  private func verdict(onBytes value: DynamicValue) -> Verdict {
    guard case .text(let text) = value.content else { return .failure("bytes are hexadecimal digits in a string") }
    let expected = Self.digits(test.bytes)
    return text.lowercased() == expected ? .success : .failure("it encodes \(Self.shown(text)), not \(expected)")
  }

  /// A part of it, without what would steer a terminal.
  private static func shown(_ answer: String) -> String {
    let scalars = answer.unicodeScalars.prefix(300)
    let text = scalars.map { $0.properties.generalCategory == .control ? $0.escaped(asASCII: true) : String($0) }.joined()
    return scalars.count < answer.unicodeScalars.count ? text + "…" : text
  }

  private static func digits(_ bytes: [UInt8]) -> String {
    bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }
}
