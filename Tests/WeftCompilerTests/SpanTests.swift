import Testing
import WeftCompiler

/// Every node of the tree knows its text, and only that.
@Suite struct SpanTests {
  private let text = """
    edition 2026
    module Spans @embedded
    import Other
    /// About A.
    message A = 7 @mtu(1200) { first: [u8, max: 4 + 1]? @name("x", scale: 2) = 3
      reserved 4, "old" --- added last: Other.B = b }
    open enum C: u3 { one = 1 + 1 }
    union D { some: bytes[4] none }
    foreign E(p: int) bits(msb) bytes(big) on udp.port(53), ip.protocol(*) {
      a: const u8 = 1
      b: match a { x = 1: u8 default y: E(p * 2) } within a + 1 carries ip.protocol(a) with (a, 2) when not (a == 1)
      word u8 { c: u4 d: u4 }
    }
    vector A "l" { first: [1, -2] } = hex"00"
    """

  private var tree: Syntax.File { parse(SourceFile(path: "", text: text)).file }

  private func slice(_ span: Span?) -> String {
    guard let span else { return "" }
    return String(decoding: Array(text.utf8)[span.lower..<span.upper], as: UTF8.self)
  }

  @Test func head() throws {
    #expect(slice(tree.edition?.span) == "2026")
    #expect(slice(tree.module?.span) == "Spans")
    #expect(slice(tree.attributes.first?.span) == "@embedded")
    #expect(tree.imports.map { slice($0.span) } == ["Other"])
    #expect(tree.declarations.count == 5)
    #expect(slice(tree.declarations[1].span) == "open enum C: u3 { one = 1 + 1 }")
  }

  @Test func fields() throws {
    let record = try #require(declaredRecord(0))
    #expect(record.documentation == ["About A."])
    #expect(slice(record.attributes.first?.span) == "@mtu(1200)")
    guard case .message(let tag) = record.kind, case .field(let first) = record.members[0] else {
      Issue.record("no message with a field")
      return
    }
    #expect(slice(tag.span) == "7")
    #expect(slice(first.span) == "first: [u8, max: 4 + 1]? @name(\"x\", scale: 2) = 3")
    #expect(slice(first.type.span) == "[u8, max: 4 + 1]")
    #expect(slice(first.optional) == "?")
    #expect(slice(first.attributes.first?.arguments.last?.label?.span) == "scale")
    guard case .list(let element, let count) = first.type.kind else {
      Issue.record("no list")
      return
    }
    #expect(slice(element.span) == "u8")
    #expect(slice(count.span) == ", max: 4 + 1")
    #expect(slice(count.maximum?.span) == "4 + 1")
  }

  @Test func otherMembers() throws {
    let first = try #require(declaredRecord(0))
    let members = first.members.dropFirst().map { member in
      switch member {
      case .field(let field): slice(field.span)
      case .reserved(let reserved): slice(reserved.span)
      case .added(let span): slice(span)
      case .word(let word): slice(word.span)
      }
    }
    #expect(members == ["4", "\"old\"", "--- added", "last: Other.B = b"])
  }

  @Test func cases() throws {
    guard case .enumeration(let enumeration) = tree.declarations[1], case .union(let union) = tree.declarations[2] else {
      Issue.record("no enum, no union")
      return
    }
    #expect(slice(enumeration.open) == "open")
    #expect(slice(enumeration.width?.span) == "u3")
    #expect(enumeration.cases.map { slice($0.span) } == ["one = 1 + 1"])
    #expect(union.cases.map { slice($0.span) } == ["some: bytes[4]", "none"])
  }

  @Test func foreignHead() throws {
    guard let record = declaredRecord(3), case .foreign(let foreign) = record.kind else {
      Issue.record("no foreign definition")
      return
    }
    #expect(foreign.parameters.map { slice($0.span) } == ["p: int"])
    #expect(slice(foreign.bitOrder?.span) == "msb")
    #expect(slice(foreign.byteOrder?.span) == "big")
    #expect(foreign.bindings.map { slice($0.span) } == ["udp.port(53)", "ip.protocol(*)"])
    #expect(foreign.bindings.map(\.key) == [53, nil])
    guard case .field(let first) = record.members[0], case .word(let word) = record.members[2] else {
      Issue.record("no field, no word")
      return
    }
    #expect(slice(first.const) == "const")
    #expect(slice(word.span) == "word u8 { c: u4 d: u4 }")
  }

  @Test func clauses() throws {
    guard let record = declaredRecord(3), case .field(let field) = record.members[1], case .match(let match) = field.type.kind
    else {
      Issue.record("no match")
      return
    }
    #expect(slice(field.type.span) == "match a { x = 1: u8 default y: E(p * 2) }")
    #expect(match.cases.map { slice($0.span) } == ["x = 1: u8"])
    #expect(slice(match.fallback?.span) == "default y: E(p * 2)")
    #expect(slice(field.extent?.span) == "a + 1")
    let carrier = try #require(field.carries.first)
    #expect(slice(carrier.span) == "ip.protocol(a) with (a, 2) when not (a == 1)")
    #expect(slice(carrier.table.span) == "ip.protocol")
    #expect(carrier.arguments.map { slice($0.span) } == ["a", "2"])
    #expect(slice(carrier.condition?.span) == "not (a == 1)")
  }

  @Test func vectors() throws {
    guard case .vector(let vector) = tree.declarations[4], case .record(let items) = vector.value.kind,
      case .list(let elements)? = items.first?.value.kind
    else {
      Issue.record("no vector of a record with a list")
      return
    }
    #expect(slice(vector.label.span) == "\"l\"")
    #expect(elements.map { slice($0.span) } == ["1", "-2"])
    #expect(slice(vector.bytesSpan) == "hex\"00\"")
  }

  private func declaredRecord(_ index: Int) -> Syntax.Record? {
    guard case .record(let record) = tree.declarations[index] else { return nil }
    return record
  }
}
