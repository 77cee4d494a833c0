import Testing
import WeftCompiler
import WeftSchema

/// Law 7: what moves a message's identity and what does not.
@Suite struct IdentityTests {
  static let base = """
    edition 2026 module A
    const most = 20
    type Key = bytes[32]
    enum Link: u2 { webSocket = 0 webRTC = 1 }
    open enum Reason: u6 { busy = 0 }
    struct Contact { key: Key  link: Link  rtt: int(0...4095) }
    union Place { here  there: Contact }
    message Found = 2 @extensible(max: 64) @mtu(1200) {
      nodes: [Contact, max: most]
      reason: Reason
      place: Place
      note: u8? 
      want: int(1...20) = 8
      --- added
      load: u8 = 0
    }
    message Other = 3 { a: u8 }
    """

  @Test(arguments: [
    ("most", "limit"), ("Key", "Address"), ("Contact", "Node"), ("Place", "Where"), ("Found", "Answer"), ("nodes", "contacts"),
    ("webSocket", "socket"), ("there", "yonder"), ("busy = 0", "busy = 0 leaving = 1"), ("= 8", "= 9"),
    ("@mtu(1200)", "@mtu(1300)"),
    ("load: u8 = 0", "load: u16 = 0 more: u8?"), ("module A", "module B"), ("rtt: int(0...4095)", "rtt: u12"),
    ("type Key = bytes[32]", "/// A key.\ntype Key = bytes[16 * 2] // yes"), ("--- added\n  load: u8 = 0", ""),
    ("key: Key  link: Link", "key: bytes[32], link: Link"),
  ])
  func stays(old: String, new: String) throws {
    let changed = Self.base.replacing(old, with: new)
    #expect(changed != Self.base)
    #expect(try identity(of: changed, message: 2) == identity(of: Self.base, message: 2))
  }

  @Test(arguments: [
    ("= 20", "= 21"), ("bytes[32]", "bytes[31]"), ("webRTC = 1", "webRTC = 2"), ("u2", "u3"), ("u6", "u7"),
    ("0...4095", "0...4094"),
    ("0...4095", "1...4096"), ("key: Key  link: Link", "link: Link  key: Key"), ("here  there: Contact", "there: Contact  here"),
    ("max: 64", "max: 65"), ("@extensible(max: 64)", ""), ("u8? ", "u8 "), ("u8? ", "i8? "),
    ("webRTC = 1", "webRTC = 1 relayed = 3"),
    ("here  there", "here  gone  there"),
  ])
  func moves(old: String, new: String) throws {
    let changed = Self.base.replacing(old, with: new)
      .replacing(new.isEmpty && old.hasPrefix("@ext") ? "--- added\n  load: u8 = 0" : "\u{0}", with: "")
    #expect(changed != Self.base)
    #expect(try identity(of: changed, message: 2) != identity(of: Self.base, message: 2))
    #expect(try identity(of: changed, message: 3) == identity(of: Self.base, message: 3))
  }

  @Test func tagIsInIt() throws {
    let changed = Self.base.replacing("Found = 2", with: "Found = 4")
    #expect(try identity(of: changed, message: 4) != identity(of: Self.base, message: 2))
  }

  /// The identity is the digest of the text that `weft id --explain` prints: written by hand here.
  @Test func textOfASmallMessage() throws {
    let schema = try compiled("edition 2026 module A message Ping = 7 { a: int(1...20) b: [u8, max: 3]? }")
    #expect(schema.identityProjection(of: DefinitionID(0)) == "weft 2026 message 7\nfield int 1 20\noptional list 0...3 of u8\n")
    // printf 'weft 2026 message 7\nfield int 1 20\noptional list 0...3 of u8\n' | sha256sum
    #expect(
      try identity(of: "edition 2026 module A message Ping = 7 { a: int(1...20) b: [u8, max: 3]? }", message: 7)
        == 0xb2d5_3bdf_f884_4a6b)
  }

  private func identity(of text: String, message tag: Int) throws -> UInt64 {
    let found = try compiled(text).definitions.compactMap { definition -> UInt64? in
      guard case .record(let record) = definition.body, record.kind == .message(tag: tag) else { return nil }
      return record.identity
    }
    return try #require(found.first)
  }

  private func compiled(_ text: String) throws -> Schema {
    let source = SourceFile(path: "identity.weft", text: text)
    let compilation = compile([source])
    #expect(compilation.diagnostics.rendered(sources: [source]) == "")
    return compilation.schema
  }
}
