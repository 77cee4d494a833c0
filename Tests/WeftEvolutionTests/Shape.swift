/// A schema as data, so that it can be changed at random and written as text.
struct Shape {
  var structs: [Members] = []
  var message = Members(name: "Subject")
  var enumeration = Codes(name: "Colour", keyword: "enum", bits: 3)
  var flags = Codes(name: "Marks", keyword: "flags", bits: 4)
  var unionCases: [Member] = []
  var documentation = 0

  struct Members {
    var name: String
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
    var fallback: Int?
    /// How it goes over a link: `delta wrap(2)`, `interned(4)`.
    var rule: String?
  }

  struct Codes {
    var name: String
    var keyword: String
    var bits: Int
    var isOpen = false
    var cases: [(name: String, code: Int)] = []
  }

  indirect enum Kind {
    case bool, unsigned(Int), signed(Int), ranged(Int, Int), fixed(Int, Int), float(Int), varint(Bool)
    case bytes(Int), boundedBytes(Int, Int), text(Int), list(Kind, Int, Int), array(Kind, Int), named(String)
  }

  var text: String {
    var lines = (0..<documentation).map { "/// Line \($0)." } + ["edition 2026", "module Evolving"]
    lines += [text(enumeration), text(flags)]
    let cases = unionCases.map { unionCase in unionCase.type.map { "\(unionCase.name): \(Self.text($0))" } ?? unionCase.name }
    lines.append("union Way { \(cases.joined(separator: " ")) }")
    for members in structs { lines.append("struct " + text(members)) }
    lines.append((message.isSnapshot ? "snapshot " : "message ") + text(message, tag: " = 1"))
    return lines.joined(separator: "\n") + "\n"
  }

  private func text(_ codes: Codes) -> String {
    let cases = codes.cases.map { "\($0.name) = \($0.code)" }.joined(separator: " ")
    return "\(codes.isOpen ? "open " : "")\(codes.keyword) \(codes.name): u\(codes.bits) { \(cases) }"
  }

  private func text(_ members: Members, tag: String = "") -> String {
    var text = "\(members.name)\(tag)"
    if let bound = members.bound { text += " @extensible(max: \(bound))" }
    if let key = members.key { text += " keyed by \(key)" }
    let generations = members.generations.map { $0.map(Self.text).joined(separator: "\n") }
    return text + " {\n" + generations.joined(separator: "\n--- added\n") + "\n}"
  }

  private static func text(_ member: Member) -> String {
    "  \(member.name): \(member.type.map(text) ?? "")\(member.isOptional ? "?" : "")\(member.fallback.map { " = \($0)" } ?? "")"
      + (member.rule.map { " \($0)" } ?? "")
  }

  private static func text(_ kind: Kind) -> String {
    switch kind {
    case .bool: "bool"
    case .unsigned(let bits): "u\(bits)"
    case .signed(let bits): "i\(bits)"
    case .ranged(let a, let b): "int(\(a)...\(b))"
    case .fixed(let a, let b): "fixed(\(a)...\(b), step: 0.5)"
    case .float(let bits): "f\(bits)"
    case .varint(let isSigned): isSigned ? "varint(signed)" : "varint"
    case .bytes(let count): "bytes[\(count)]"
    case .boundedBytes(let max, let min): "bytes[max: \(max)\(min > 0 ? ", min: \(min)" : "")]"
    case .text(let max): "text[max: \(max)]"
    case .list(let element, let max, let min): "[\(text(element)), max: \(max)\(min > 0 ? ", min: \(min)" : "")]"
    case .array(let element, let count): "[\(text(element)) * \(count)]"
    case .named(let name): name
    }
  }
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
