import WeftCompiler
import WeftDynamic
import WeftEmitters
public import WeftFuzz
import WeftSchema

/// Definition files as text: the compiler, the formatter, and all that takes what the compiler accepts.
public func schemaHarness() -> any FuzzHarness { SchemaHarness() }

/// A zero byte ends a file and begins the next; at most four.
///
/// - No trap, bounded time and memory; diagnostics can be shown, and are not endless.
/// - What is accepted stays the same when it is formatted, and formatting it again changes nothing.
/// - Its schema survives its own encoding, Swift is emitted, and random values of its definitions come back as they were.
///
/// That the emitted Swift compiles is checked on a sample: `Tests/Fuzz/accepted`.
private final class SchemaHarness: FuzzHarness {
  func finding(in input: [UInt8]) -> String? {
    let files = input.split(separator: 0, maxSplits: 3, omittingEmptySubsequences: false).enumerated().map { number, bytes in
      SourceFile(path: "\(number).weft", bytes: Array(bytes))
    }
    let compilation = compile(files)
    let shown = compilation.diagnostics.rendered(sources: files)
    if shown.utf8.count > 200_000 * files.count { return "diagnostics of \(shown.utf8.count) bytes" }
    if compilation.hasErrors == shown.isEmpty, compilation.hasErrors { return "errors without a word" }
    if let finding = formatting(files, compilation) { return finding }
    return compilation.hasErrors ? nil : usingSchema(compilation.schema)
  }

  private func formatting(_ files: [SourceFile], _ compilation: Compilation) -> String? {
    let formatted = files.map { SourceFile(path: $0.path, bytes: format($0).bytes) }
    for file in formatted where format(file).bytes != file.bytes {
      return "formatted twice: \(String(decoding: file.bytes, as: UTF8.self)) becomes \(format(file).text)"
    }
    guard !compilation.hasErrors, formatted != files else { return nil }
    let again = compile(formatted)
    if again.hasErrors { return "formatted: \(again.diagnostics.rendered(sources: formatted))" }
    return again.schema == compilation.schema ? nil : "the formatted text means something else"
  }

  private func usingSchema(_ schema: Schema) -> String? {
    do {
      if try Schema(decoding: schema.encoded()) != schema { return "the schema is another one when it comes back" }
    } catch {
      return "the schema's own encoding is refused: \(error)"
    }
    for module in schema.modules where SwiftEmitter.emit(schema, module: module.name).isEmpty {
      return "no Swift for \(module.name)"
    }
    return usingCodec(DynamicCodec(schema))
  }

  private func usingCodec(_ codec: DynamicCodec) -> String? {
    var random = RandomValue(codec, seed: UInt64(codec.schema.definitions.count))
    for index in codec.schema.definitions.indices.prefix(4) {
      let id = DefinitionID(index)
      guard case .record(let record) = codec.schema[id].body, record.foreign == nil,
        codec.schema[id].bitCountRange.max.map({ $0 <= 1 << 14 }) ?? false,
        let (_, bytes) = random.next(id)
      else { continue }
      do {
        let value = try codec.decoded(id, from: bytes)
        let json = value.json
        let again = try codec.encoded(id, DynamicValue(json: Array(json.utf8)))
        if again != bytes { return "\(codec.schema[id].name): \(bytes) is \(json), and that is \(again)" }
      } catch {
        return "\(codec.schema[id].name): \(bytes): \(error)"
      }
    }
    return nil
  }

  // MARK: Inputs

  private static let words = TextMutation(
    """
    edition 2026|module A|module B|import A|const|type|struct|message|snapshot|enum|open|flags|union|foreign|channel|vector|reserved|keyed by|--- added|///|//
    bool|u1|u8|u16|u32|u64|i8|i64|f16|f32|f64|int(0...9)|int(-5...5)|fixed(-1...1, step: 0.25)|varint|varint(signed)|bytes[4]|bytes[max: 9]|text[max: 5]
    [u8, max: 4]|[u3 * 3]|[bool, max: 9, min: 2]|inline|?|= 0|= 1|= true|= "a"|= hex"00"|@extensible(max: 9)|@mtu(100)|@name("a.b")|@display(hexadecimal)|@embedded
    delta changed|delta difference|delta wrap(2)|delta step(1)|delta never|predict linear|predict linear(3)|predict none|interned(4)|secret
    over datagram(mtu: 1200)|over ordered|over stream|zstd(history: 4KiB)|zstd(level: 3)|zstd(window: 1KiB)
    bits(msb)|bits(lsb)|bytes(big)|bytes(little)|on a.b(1)|on a.b(*)|word u16 {|within|xor|or|if|else|carries a.b(c)|with (c)|when|match a {|default|padding(4)|remaining|lastByte|position
    byteCount(a)|count(a)|tag(a)|span(a ... b)|self|preceding(4)|internetChecksum(span(a ... b))|crc32(self)|u16(a)|not|and|++|<<|>>|==|!=|<=|>=|*|/|%|+|-|~|&|^|...|..|(|)|{|}|[|]|,|:|.|@|"
    a: u8|b: A|c: [A, max: 3]|x = 1|struct A { a: u8 }|enum E: u3 { x = 0  y = 1 }|union U { a: u8  b }|message M = 1 { a: u8 }|foreign F bits(msb) bytes(big) { a: u8 }
    const n = 3|type T = u8|vector M "v" { a: 1 } = hex"01"|channel C = 1 over ordered { M }|0|1|255|65535|18446744073709551615|0x0|0b1|1.5|1_000|4KiB
    """.split(whereSeparator: { $0 == "|" || $0 == "\n" }).map(String.init))

  func mutate(_ input: [UInt8], other: [UInt8]?, maximumByteCount: Int, seed: UInt64) -> [UInt8]? {
    Self.words.mutate(input, other: other, maximumByteCount: maximumByteCount, seed: seed)
  }

  var seeds: [[UInt8]] {
    let head = "edition 2026\nmodule A\n"
    return [
      "struct S @extensible(max: 9) { a: u8  b: u5?  c: text[max: 5]\n --- added\n d: u3 = 1 }",
      "snapshot W = 1 keyed by id { id: u9  x: fixed(-1...1, step: 0.25) predict linear  y: i9 delta wrap(2) }",
      "message M = 2 { name: text[max: 9] interned(4)  key: bytes[4] secret }\nchannel C = 1 over ordered { M }",
      "enum E: u3 { a = 0 }\nopen flags F: u4 { b = 1 }\nunion U { e: E  f: F  none }\nmessage M = 1 { u: U  l: [U, max: 3] }",
      "foreign F(little: bool) bits(lsb) bytes(little) { n: u8 = byteCount(d)  d: bytes[n]  p: padding(4)  c: u16 = internetChecksum(span(n ... p)) }",
      "foreign G bits(msb) bytes(big) on t.k(1) { const5: const u8 = 5  t: u8 = tag(v)  v: match t { a = 1: u16  default d: bytes } }",
      "const n = 2 + 3 * 4\ntype T = [u4 * n]\nmessage M = 1 { t: T }\nvector M \"v\" { t: [1, 2] } = hex\"21\"",
    ].map { Array((head + $0 + "\n").utf8) }
  }
}
