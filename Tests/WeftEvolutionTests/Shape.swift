/// A schema as data, so that it can be changed at random and written as text.
struct Shape {
  /// `Inner`, `Item`, which has a key, and `Near`, which holds addresses in part.
  var structs: [Members] = []
  /// The one that is looked at; `others` share its module and may take its tag.
  var message = Members(name: "Subject", tag: 1)
  var others: [Members] = []
  var enumeration = Codes(name: "Colour", keyword: "enum", bits: 3)
  var flags = Codes(name: "Marks", keyword: "flags", bits: 4)
  var unionCases: [Member] = []
  /// `Way` is a struct of what its cases carried.
  var isWayAStruct = false
  /// What `type Small` stands for, and `const limit`.
  var alias = Kind.unsigned(3)
  var limit = 4
  var foreign = ForeignParts()
  var channels: [ChannelParts] = []
  var documentation = 0
  /// `Colour`, `Marks`, `Small` and `Inner` are of a module that is imported.
  var isShared = false
  /// Definitions that stand in the module's second file.
  var moved: Set<String> = []

  struct Members {
    var name: String
    /// Of a message.
    var tag: Int?
    /// The sealed fields, then one list for each `--- added`.
    var generations: [[Member]] = [[]]
    var bound: Int?
    var key: String?
    /// Of the message.
    var isSnapshot = false
  }

  struct Member {
    var name: String
    var type: Kind?
    var isOptional = false
    var isInline = false
    var fallback: Int?
    /// How it goes over a link, or what of it goes over the wire: `delta wrap(2)`, `interned(4)`, `relative to target`.
    var rule: String?
  }

  struct Codes {
    var name: String
    var keyword: String
    var bits: Int
    var isOpen = false
    var cases: [(name: String, code: Int)] = []
  }

  /// `Head`, a foreign definition that holds another one, `Foot`.
  struct ForeignParts {
    var constant = 2
    var lengthName = "length"
    var lengthBits = 8
    var isLittle = false
    var cases: [(name: String, code: Int, bits: Int)] = [("plain", 1, 8)]
    var footBits = 8
    var isOptional = false
    var port = 7
  }

  struct ChannelParts {
    var name: String
    var number: Int
    var transport = "ordered"
    var messages: [String]
    var compression: String?
  }

  indirect enum Kind {
    case bool, unsigned(Int), signed(Int), ranged(Int, Int), float(Int), varint(Bool)
    /// The last number: steps in 1.
    case fixed(Int, Int, Int)
    case bytes(Int), boundedBytes(Int, Int), text(Int), limitedText, list(Kind, Int, Int), array(Kind, Int), named(String)
  }

  // MARK: Text

  var text: String { files.map { "// \($0.path)\n\($0.text)" }.joined() }

  /// A module's files, in the order of their paths.
  var files: [(path: String, text: String)] {
    let common = [
      text(enumeration), text(flags), "type Small = \(text(alias, isCommon: true))", text(structs[0], isCommon: true),
    ]
    var own = isShared ? [] : Array(zip(["Colour", "Marks", "Small", "Inner"], common))
    own += [("limit", "const limit = \(limit)"), ("Way", way)]
    own += (structs.dropFirst() + [message] + others).map { ($0.name, text($0)) }
    own += [("Foot", "foreign Foot bits(msb) bytes(big) { mark: u\(foreign.footBits) }"), ("Head", head)]
    own += channels.map { ($0.name, text($0)) }
    let documentation = (0..<documentation).map { "/// Line \($0)." }
    let begin = documentation + ["edition 2026", "module Evolving"] + (isShared ? ["import Shared"] : [])
    let parts = [own.filter { !moved.contains($0.0) }, own.filter { moved.contains($0.0) }]
    let files = zip(["evolving.weft", "later.weft"], parts).map { path, part in
      (path: path, text: (begin + part.map(\.1)).joined(separator: "\n") + "\n")
    }
    let shared = (["edition 2026", "module Shared"] + common).joined(separator: "\n") + "\n"
    return files + (isShared ? [("shared.weft", shared)] : [])
  }

  private var way: String {
    let cases = unionCases.compactMap { unionCase in
      unionCase.type.map { "\(unionCase.name): \(text($0))" } ?? (isWayAStruct ? nil : unionCase.name)
    }
    return "\(isWayAStruct ? "struct" : "union") Way { \(cases.joined(separator: " ")) }"
  }

  private var head: String {
    let cases = foreign.cases.map { "\($0.name) = \($0.code): u\($0.bits)" }.joined(separator: " ")
    return """
      foreign Head bits(msb) bytes(\(foreign.isLittle ? "little" : "big")) on udp.port(\(foreign.port)) {
        version: const u8 = \(foreign.constant)
        kind: u8 = tag(body)
        \(foreign.lengthName): u\(foreign.lengthBits) = byteCount(data)
        data: bytes[\(foreign.lengthName), max: 5]
        body: match kind { \(cases) }
        foot: Foot\(foreign.isOptional ? " if \(foreign.lengthName) > 2" : "")
      }
      """
  }

  private func text(_ codes: Codes) -> String {
    let cases = codes.cases.map { "\($0.name) = \($0.code)" }.joined(separator: " ")
    return "\(codes.isOpen ? "open " : "")\(codes.keyword) \(codes.name): u\(codes.bits) { \(cases) }"
  }

  private func text(_ channel: ChannelParts) -> String {
    "channel \(channel.name) = \(channel.number) over \(channel.transport) { \(channel.messages.joined(separator: ", ")) }"
      + (channel.compression.map { " \($0)" } ?? "")
  }

  private func text(_ members: Members, isCommon: Bool = false) -> String {
    var text = (members.tag == nil ? "struct " : members.isSnapshot ? "snapshot " : "message ") + members.name
    if let tag = members.tag { text += " = \(tag)" }
    if let bound = members.bound { text += " @extensible(max: \(bound))" }
    if let key = members.key { text += " keyed by \(key)" }
    let generations = members.generations.map { $0.map { self.text($0, isCommon: isCommon) }.joined(separator: "\n") }
    return text + " {\n" + generations.joined(separator: "\n--- added\n") + "\n}"
  }

  private func text(_ member: Member, isCommon: Bool) -> String {
    "  \(member.name): \(member.isInline ? "inline " : "")\(member.type.map { text($0, isCommon: isCommon) } ?? "")"
      + "\(member.isOptional ? "?" : "")\(member.fallback.map { " = \($0)" } ?? "")" + (member.rule.map { " \($0)" } ?? "")
  }

  private func text(_ kind: Kind, isCommon: Bool = false) -> String {
    switch kind {
    case .bool: "bool"
    case .unsigned(let bits): "u\(bits)"
    case .signed(let bits): "i\(bits)"
    case .ranged(let a, let b): "int(\(a)...\(b))"
    case .fixed(let a, let b, let steps): "fixed(\(a)...\(b), step: 1/\(steps))"
    case .float(let bits): "f\(bits)"
    case .varint(let isSigned): isSigned ? "varint(signed)" : "varint"
    case .bytes(let count): "bytes[\(count)]"
    case .boundedBytes(let max, let min): "bytes[max: \(max)\(min > 0 ? ", min: \(min)" : "")]"
    case .text(let max): "text[max: \(max)]"
    case .limitedText: "text[max: limit]"
    case .list(let element, let max, let min):
      "[\(text(element, isCommon: isCommon)), max: \(max)\(min > 0 ? ", min: \(min)" : "")]"
    case .array(let element, let count): "[\(text(element, isCommon: isCommon)) * \(count)]"
    case .named(let name): isShared && !isCommon && Self.common.contains(name) ? "Shared.\(name)" : name
    }
  }

  private static let common: Set<String> = ["Colour", "Marks", "Small", "Inner"]
}

/// SplitMix64: the same seed gives the same edits everywhere.
struct Chance {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(1, bound))) }
  mutating func one<Element>(of elements: [Element]) -> Element { elements[below(elements.count)] }
}
