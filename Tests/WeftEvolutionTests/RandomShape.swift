/// Random schemas.
extension Shape {
  init(_ chance: inout Chance) {
    enumeration.cases = (0..<1 + chance.below(5)).map { ("colour\($0)", $0) }
    enumeration.isOpen = chance.below(2) == 0
    flags.cases = (0..<1 + chance.below(3)).map { ("mark\($0)", $0) }
    flags.isOpen = chance.below(2) == 0
    alias = Self.plain(&chance)
    unionCases = (0..<2 + chance.below(3)).map { Member(name: "way\($0)", type: chance.below(4) == 0 ? nil : Self.leaf(&chance)) }
    var inner = Members(name: "Inner")
    inner.generations = [(0..<1 + chance.below(3)).map { Member(name: "inner\($0)", type: Self.leaf(&chance)) }]
    if chance.below(3) == 0 { inner.bound = 7 + chance.below(9) }
    structs = [inner, Self.item(&chance), Self.near(&chance)]
    message.generations = [
      (0..<1 + chance.below(4)).map { Member(name: "field\($0)", type: Self.kind(&chance), isOptional: chance.below(4) == 0) }
    ]
    if chance.below(3) == 0 {
      message.isSnapshot = true
      if chance.below(3) == 0 {
        message.generations[0].insert(Member(name: "key", type: .unsigned(2 + chance.below(4))), at: 0)
        message.key = "key"
      }
      for index in message.generations[0].indices where message.generations[0][index].name != "key" {
        message.generations[0][index].rule = Self.rule(of: message.generations[0][index], &chance)
      }
      for place in 0..<2 {
        for index in structs[place].generations[0].indices where structs[place].generations[0][index].name != structs[place].key {
          structs[place].generations[0][index].rule = Self.rule(of: structs[place].generations[0][index], &chance)
        }
      }
    } else {
      for index in message.generations[0].indices { Self.setFallback(&message.generations[0][index], &chance) }
    }
    if chance.below(2) == 0 {
      message.bound = 7 + chance.below(25)
      for _ in 0..<chance.below(3) { message.generations.append([Self.added(message.generations, &chance)]) }
    }
    if chance.below(3) == 0 { others.append(Self.other(tag: 2, &chance)) }
    if chance.below(2) == 0 { channels.append(ChannelParts(name: "Talk", number: 1, messages: ["Subject"])) }
    isShared = chance.below(4) == 0
  }

  /// A struct with a key, which sorts the lists that hold it.
  private static func item(_ chance: inout Chance) -> Members {
    var item = Members(name: "Item", key: "id")
    let key: Kind = chance.one(of: [.unsigned(2 + chance.below(4)), .ranged(-2, 9), .named("Colour"), .bytes(1)])
    item.generations = [
      [Member(name: "id", type: key)] + (0..<1 + chance.below(2)).map { Member(name: "item\($0)", type: leaf(&chance)) }
    ]
    if chance.below(4) == 0 { item.key = nil }
    return item
  }

  /// Addresses of which only a part goes over the wire.
  private static func near(_ chance: inout Chance) -> Members {
    var near = Members(name: "Near")
    near.generations = [
      [
        Member(name: "target", type: .bytes(2)), Member(name: "width", type: .ranged(0, 16)),
        Member(name: "address", type: .bytes(1 + chance.below(2)), rule: chance.one(of: [nil, "relative to target"])),
        Member(name: "prefix", type: .bytes(2), rule: chance.one(of: [nil, "relative to target", "significant(width)"])),
        Member(name: "nearest", type: .list(.bytes(2), 3, 0), rule: chance.one(of: [nil, "relative to target"])),
      ]
    ]
    return near
  }

  static func other(tag: Int, _ chance: inout Chance) -> Members {
    var other = Members(name: chance.one(of: ["Other", "Another"]), tag: tag)
    other.generations = [[Member(name: "value", type: .unsigned(1 + chance.below(9)))]]
    return other
  }

  /// A default of what is sealed: only JSON leaves it out.
  static func setFallback(_ member: inout Member, _ chance: inout Chance) {
    switch member.type {
    case .unsigned, .varint: member.fallback = chance.below(3) == 0 ? chance.below(2) : nil
    default: member.fallback = nil
    }
  }

  static func added(_ generations: [[Member]], _ chance: inout Chance) -> Member {
    if chance.below(3) == 0 { return Member(name: fresh("added", &chance), type: leaf(&chance), isOptional: true) }
    let isOptional = chance.below(2) == 0
    return Member(
      name: fresh("added", &chance), type: .unsigned(1 + chance.below(9)), isOptional: isOptional,
      fallback: isOptional ? nil : chance.below(2))
  }

  /// How a field goes over a link; mostly as it does by itself.
  static func rule(of member: Member, _ chance: inout Chance) -> String? {
    guard chance.below(2) == 0 else { return nil }
    switch member.type {
    case .unsigned, .signed, .ranged, .fixed:
      return chance.one(of: [
        "delta changed", "delta never", "delta difference", "delta difference(1)", "delta wrap", "delta wrap(0)", "delta step(1)",
        "delta wrap step(-2)", "predict linear", "predict linear(3)", "predict none", "predict last", "secret",
      ])
    case .bytes, .boundedBytes, .text, .limitedText:
      return chance.one(of: ["delta changed", "delta never", "interned(2)", "interned(4)", "secret"])
    default: return chance.one(of: ["delta changed", "delta never", "secret"])
    }
  }

  static func fresh(_ word: String, _ chance: inout Chance) -> String { "\(word)\(chance.below(1_000_000))" }

  static func leaf(_ chance: inout Chance) -> Kind {
    switch chance.below(10) {
    case 8: .named("Small")
    case 9: .named(chance.one(of: ["Colour", "Marks"]))
    default: plain(&chance)
    }
  }

  private static func plain(_ chance: inout Chance) -> Kind {
    switch chance.below(8) {
    case 0: return .bool
    case 1: return .unsigned(chance.below(8) == 0 ? 33 + chance.below(30) : 1 + chance.below(9))
    case 2: return .signed(2 + chance.below(8))
    case 3:
      let low = chance.below(5) - 2
      return .ranged(low, low + 1 + chance.below(20))
    case 4: return .fixed(chance.below(2), 2 + chance.below(4), chance.one(of: [2, 2, 4]))
    case 5: return chance.below(2) == 0 ? .bytes(1 + chance.below(3)) : .boundedBytes(2 + chance.below(5), chance.below(2))
    case 6: return .text(2 + chance.below(8))
    default: return chance.below(2) == 0 ? .float(16) : .varint(chance.below(2) == 0)
    }
  }

  static func kind(_ chance: inout Chance) -> Kind {
    switch chance.below(12) {
    case 0: return .named("Inner")
    case 1, 2: return .named("Way")
    case 3, 4:
      let element = chance.one(of: [leaf(&chance), .named("Inner"), .named("Item"), .named("Item"), .list(leaf(&chance), 2, 0)])
      return .list(element, 2 + chance.below(4), chance.below(2))
    case 5: return .array(chance.below(4) == 0 ? .named("Item") : leaf(&chance), 1 + chance.below(3))
    case 6: return .named(chance.one(of: ["Near", "Near", "Item"]))
    case 7: return .limitedText
    default: return leaf(&chance)
    }
  }
}
