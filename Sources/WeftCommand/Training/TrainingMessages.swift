import WeftCapture
import WeftCompiler
import WeftDynamic
import WeftSchema

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The messages that a dictionary is made of, as they are read: each in its full form.
struct TrainingMessages {
  let schema: Schema
  private let codec: DynamicCodec
  private let secrets: [Bool]
  /// Of `--message`: what lines without a name, and files, are. `nil`: each line says it.
  private let named: DefinitionID?
  /// Which messages count; `nil` for all.
  private let wanted: Set<DefinitionID>?
  private(set) var found: [(definition: DefinitionID, bytes: [UInt8])] = []
  /// Those that are not for a dictionary: they hold secrets, or no channel with `zstd` has them.
  private(set) var leftOutCount = 0

  init(_ schema: Schema, named: DefinitionID?, wanted: Set<DefinitionID>?) {
    self.schema = schema
    codec = DynamicCodec(schema)
    secrets = schema.secretHolders
    self.named = named
    self.wanted = wanted
  }

  /// Reads a capture, lines of JSON or of hexadecimal digits, or a folder of encoded messages: what it is shows.
  mutating func read(_ path: String, decodeAs: [String], filter: String?) throws(Failure) {
    if SourceFile.isFolder(path) { return try readFolder(path) }
    let bytes = try ByteSource(path: path).readAll()
    let isCapture = SourceFileKind.isCapture(bytes)
    if !isCapture, !decodeAs.isEmpty || filter != nil {
      throw .mistake("\(path) is no capture; -d and -Y are for captures")
    }
    if isCapture {
      try readCapture(bytes, path, decodeAs: decodeAs, filter: filter)
    } else {
      try readLines(bytes, path)
    }
  }

  /// A message in each file.
  private mutating func readFolder(_ path: String) throws(Failure) {
    guard let named else { throw .mistake("the files of a folder do not say what they are: --message NAME does") }
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: path).sorted() else {
      throw .mistake("the folder '\(path)' cannot be read")
    }
    for name in names where !name.hasPrefix(".") && !SourceFile.isFolder("\(path)/\(name)") {
      try add(try ByteSource(path: "\(path)/\(name)").readAll(), named, "\(path)/\(name)")
    }
  }

  private mutating func readCapture(
    _ bytes: [UInt8], _ path: String, decodeAs: [String], filter: String?
  ) throws(Failure) {
    let inspector: Inspector
    do {
      inspector = try Inspector(schema: schema, options: InspectOptions(format: .messages, decodeAs: decodeAs, filter: filter))
    } catch {
      throw .mistake(error.description)
    }
    var position = 0
    var text: [UInt8] = []
    let outcome = inspector.inspect { buffer in
      let count = min(buffer.byteCount, bytes.count - position)
      for offset in 0..<count { buffer.storeBytes(of: bytes[position + offset], toByteOffset: offset, as: UInt8.self) }
      position += count
      return count
    } writing: { piece in
      unsafe piece.withUnsafeBytes { unsafe text.append(contentsOf: $0) }
    }
    for problem in outcome.problems { StandardError.print("weft: warning: \(path): \(problem)") }
    let before = found.count + leftOutCount
    for line in text.split(separator: newline) {
      let parts = line.split(separator: UInt8(ascii: " "))
      let definition = try schema.definition(named: String(decoding: parts[0], as: UTF8.self))
      if named == nil || named == definition { try add((try? readHex(Array(parts[1]))) ?? [], definition, path) }
    }
    if found.count + leftOutCount == before {
      let what = named.map { "no \(schema[$0].name)" } ?? "no message of the schema"
      throw .broken("\(path): \(what) in \(count(outcome.packetCount, "packet")); -d udp.port==7777,NAME says what a port speaks")
    }
  }

  /// `{…}`, a value of `--message`, or `{"message": "Find", "value": {…}}`; or hexadecimal digits.
  private mutating func readLines(_ text: [UInt8], _ path: String) throws(Failure) {
    for (index, line) in text.split(separator: newline, omittingEmptySubsequences: false).enumerated() {
      let line = Array(line.drop(while: isWhiteSpace))
      guard let first = line.first else { continue }
      let place = "\(path):\(index + 1)"
      if first == UInt8(ascii: "{") {
        try readJSON(line, place)
      } else if isHexadecimal(line) {
        guard let named else { throw .mistake("\(place): the line does not say which message it is: --message NAME does") }
        try add((try? readHex(line)) ?? [], named, place)
      } else {
        throw .broken("\(place): neither JSON nor hexadecimal digits, and no capture")
      }
    }
  }

  private func isHexadecimal(_ line: [UInt8]) -> Bool { (try? readHex(line)) != nil }

  private mutating func readJSON(_ line: [UInt8], _ place: String) throws(Failure) {
    let stated: DynamicValue
    do throws(JSONFailure) { stated = try DynamicValue(json: line) } catch { throw .broken("\(place): \(error.message)") }
    var (definition, value) = (named, stated)
    if let (name, inner) = stated.namedMessage {
      let said = try schema.definition(named: name)
      guard definition == nil || definition == said else { return }
      (definition, value) = (said, inner)
    }
    guard let definition else {
      throw .mistake(
        "\(place): the line does not say which message it is: --message NAME does, or {\"message\": NAME, \"value\": …}")
    }
    do {
      keep(try codec.encoded(definition, value), definition)
    } catch {
      throw .broken("\(place): \(schema[definition].name): \(error)")
    }
  }

  private mutating func add(_ bytes: [UInt8], _ definition: DefinitionID, _ place: String) throws(Failure) {
    do throws(DecodeFailure) {
      _ = try codec.decoded(definition, from: bytes)
    } catch {
      throw .broken("\(place): no \(schema[definition].name): \(error)")
    }
    keep(bytes, definition)
  }

  private mutating func keep(_ bytes: [UInt8], _ definition: DefinitionID) {
    if secrets[definition.index] || wanted.map({ !$0.contains(definition) }) ?? false {
      leftOutCount += 1
    } else {
      found.append((definition, bytes))
    }
  }
}

extension DynamicValue {
  /// `{"message": "Find", "value": {…}}`, whatever else stands there.
  fileprivate var namedMessage: (name: String, value: DynamicValue)? {
    guard case .record(let members) = content,
      case .text(let name)? = members.first(where: { $0.name == "message" })?.value.content,
      let value = members.first(where: { $0.name == "value" })?.value
    else { return nil }
    return (name, value)
  }
}

/// What the first bytes of a file say that it is.
enum SourceFileKind {
  /// The magic numbers of pcap, in both byte orders and both resolutions, and of pcapng.
  static func isCapture(_ bytes: [UInt8]) -> Bool {
    let magic = Array(bytes.prefix(4))
    let orders: [[UInt8]] = [[0xA1, 0xB2, 0xC3, 0xD4], [0xA1, 0xB2, 0x3C, 0x4D]]
    return magic == [0x0A, 0x0D, 0x0D, 0x0A] || orders.contains { $0 == magic || $0.reversed() == magic }
  }
}
