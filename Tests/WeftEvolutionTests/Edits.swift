/// Random schemas, and random edits of them.
extension Shape {
  init(_ chance: inout Chance) {
    enumeration.cases = (0..<1 + chance.below(5)).map { ("colour\($0)", $0) }
    enumeration.isOpen = chance.below(2) == 0
    flags.cases = (0..<1 + chance.below(3)).map { ("mark\($0)", $0) }
    flags.isOpen = chance.below(2) == 0
    unionCases = (0..<2 + chance.below(3)).map { Member(name: "way\($0)", type: chance.below(4) == 0 ? nil : Self.leaf(&chance)) }
    var inner = Members(name: "Inner")
    inner.generations = [(0..<1 + chance.below(3)).map { Member(name: "inner\($0)", type: Self.leaf(&chance)) }]
    if chance.below(3) == 0 { inner.bound = 7 + chance.below(9) }
    structs = [inner]
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
      for index in structs[0].generations[0].indices {
        structs[0].generations[0][index].rule = Self.rule(of: structs[0].generations[0][index], &chance)
      }
    }
    if chance.below(2) == 0 {
      message.bound = 7 + chance.below(25)
      for _ in 0..<chance.below(3) { message.generations.append([Self.added(message.generations, &chance)]) }
    }
  }

  private static func added(_ generations: [[Member]], _ chance: inout Chance) -> Member {
    let isOptional = chance.below(2) == 0
    return Member(
      name: fresh("added", &chance), type: .unsigned(1 + chance.below(9)), isOptional: isOptional,
      fallback: isOptional ? nil : chance.below(2))
  }

  /// How a field goes over a link; mostly as it does by itself.
  private static func rule(of member: Member, _ chance: inout Chance) -> String? {
    guard chance.below(2) == 0 else { return nil }
    switch member.type {
    case .unsigned, .signed, .ranged, .fixed:
      return chance.one(of: [
        "delta changed", "delta never", "delta difference", "delta difference(1)", "delta wrap", "delta wrap(0)", "delta step(1)",
        "delta wrap step(-2)", "predict linear", "predict linear(3)", "predict none", "predict last", "secret",
      ])
    case .bytes, .boundedBytes, .text:
      return chance.one(of: ["delta changed", "delta never", "interned(2)", "interned(4)", "secret"])
    default: return chance.one(of: ["delta changed", "delta never", "secret"])
    }
  }

  private static func fresh(_ word: String, _ chance: inout Chance) -> String { "\(word)\(chance.below(1_000_000))" }

  private static func leaf(_ chance: inout Chance) -> Kind {
    switch chance.below(9) {
    case 0: return .bool
    case 1: return .unsigned(1 + chance.below(9))
    case 2: return .signed(2 + chance.below(8))
    case 3:
      let low = chance.below(5) - 2
      return .ranged(low, low + 1 + chance.below(20))
    case 4: return .fixed(chance.below(2), 2 + chance.below(4))
    case 5: return chance.below(2) == 0 ? .bytes(1 + chance.below(3)) : .boundedBytes(2 + chance.below(5), chance.below(2))
    case 6: return .text(2 + chance.below(8))
    case 7: return chance.below(2) == 0 ? .float(16) : .varint(chance.below(2) == 0)
    default: return .named(chance.one(of: ["Colour", "Marks"]))
    }
  }

  private static func kind(_ chance: inout Chance) -> Kind {
    switch chance.below(8) {
    case 0: return .named("Inner")
    case 1: return .named("Way")
    case 2: return .list(chance.below(2) == 0 ? leaf(&chance) : .named("Inner"), 2 + chance.below(4), chance.below(2))
    case 3: return .array(leaf(&chance), 1 + chance.below(3))
    default: return leaf(&chance)
    }
  }

  /// One edit of what a person might do; some change nothing on the wire.
  mutating func edit(_ chance: inout Chance) {
    switch chance.below(8) {
    case 0, 1, 2:
      if chance.below(16) == 0 { message.isSnapshot.toggle() }
      Self.edit(&message, kind: Self.kind, &chance)
    case 3: Self.edit(&structs[0], kind: Self.leaf, &chance)
    case 4: Self.edit(&enumeration, &chance)
    case 5: Self.edit(&flags, &chance)
    case 6: editUnion(&chance)
    default: documentation += 1
    }
  }

  private static func edit(_ members: inout Members, kind: (inout Chance) -> Kind, _ chance: inout Chance) {
    let generation = chance.below(members.generations.count)
    let count = members.generations[generation].count
    let place = chance.below(count)
    let isAdded = generation > 0
    switch chance.below(members.isSnapshot || members.name == "Inner" ? 14 : 12) {
    case 12, 13: if !isAdded { members.generations[0][place].rule = rule(of: members.generations[0][place], &chance) }
    case 0:
      members.generations[generation].insert(
        isAdded ? added(members.generations, &chance) : Member(name: fresh("new", &chance), type: kind(&chance)),
        at: chance.below(count + 1))
    case 1: if count > 1 { members.generations[generation].remove(at: place) }
    case 2: members.generations[generation].swapAt(place, chance.below(count))
    case 3: members.generations[generation][place].name = fresh(isAdded ? "added" : "new", &chance)
    case 4: if !isAdded { members.generations[generation][place].type = kind(&chance) }
    case 5:
      if !isAdded || members.generations[generation][place].fallback != nil {
        members.generations[generation][place].isOptional.toggle()
      }
    case 6: if members.bound != nil { members.generations.append([added(members.generations, &chance)]) }
    case 7:
      members.bound =
        members.bound == nil
        ? 5 + chance.below(30) : chance.below(3) == 0 && members.generations.count == 1 ? nil : 3 + chance.below(40)
    case 8:
      if members.generations[generation][place].fallback != nil {
        members.generations[generation][place].fallback = chance.below(2)
      }
    case 9: if members.generations.count > 1 { members.generations.removeLast() }
    default:
      if let type = members.generations[generation][place].type {
        members.generations[generation][place].type = near(type, &chance)
      }
    }
  }

  /// The same with a field at the message's end, behind which no padding hides what is wrong.
  var withLastField: Shape {
    var copy = self
    copy.message.generations[0].append(Member(name: "behindAll", type: .unsigned(37)))
    return copy
  }

  /// A type that a hurried person takes for the same.
  private static func near(_ kind: Kind, _ chance: inout Chance) -> Kind {
    let step = chance.below(3) - 1
    return switch kind {
    case .bool: .unsigned(1)
    case .unsigned(let bits):
      chance.below(2) == 0
        ? .ranged(0, (1 << bits) - 1 + min(step, 0))
        : chance.below(3) == 0 ? .signed(max(2, bits)) : .unsigned(max(1, bits + step))
    case .signed(let bits): chance.below(2) == 0 ? .unsigned(bits) : .signed(max(2, bits + step))
    case .ranged(let a, let b):
      chance.below(3) == 0 ? .ranged(a - step, max(a - step + 1, b - step)) : .ranged(a, max(a + 1, b + step))
    case .fixed(let a, let b): .fixed(a, max(a + 1, b + step))
    case .float(let bits): .float(bits == 16 ? 32 : 16)
    case .varint(let isSigned): .varint(!isSigned)
    case .bytes(let count): chance.below(2) == 0 ? .bytes(max(1, count + step)) : .boundedBytes(count + 1, count)
    case .boundedBytes(let max, let min): .boundedBytes(Swift.max(min + 1, max + step), min)
    case .text(let max): chance.below(4) == 0 ? .boundedBytes(max, 0) : .text(Swift.max(1, max + step))
    case .list(let element, let max, let min):
      chance.below(3) == 0 ? .list(near(element, &chance), max, min) : .list(element, Swift.max(min + 1, max + step), min)
    case .array(let element, let count):
      chance.below(2) == 0 ? .array(near(element, &chance), count) : .array(element, max(1, count + step))
    case .named: kind
    }
  }

  private static func edit(_ codes: inout Codes, _ chance: inout Chance) {
    let place = chance.below(codes.cases.count)
    switch chance.below(7) {
    case 0: codes.cases.append((fresh("new", &chance), (codes.cases.map(\.code).max() ?? 0) + 1))
    case 1: if codes.cases.count > 1 { codes.cases.remove(at: place) }
    case 2: codes.cases[place].name = fresh("new", &chance)
    case 3: codes.isOpen.toggle()
    case 4: codes.bits += chance.below(3) - 1
    case 5: codes.cases[place].code = chance.below(1 << min(codes.bits, 3))
    default:
      let other = chance.below(codes.cases.count)
      (codes.cases[place].name, codes.cases[other].name) = (codes.cases[other].name, codes.cases[place].name)
    }
  }

  private mutating func editUnion(_ chance: inout Chance) {
    let place = chance.below(unionCases.count)
    switch chance.below(6) {
    case 0: unionCases.append(Member(name: Self.fresh("new", &chance), type: Self.leaf(&chance)))
    case 1: if unionCases.count > 1 { unionCases.remove(at: place) }
    case 2: unionCases[place].name = Self.fresh("new", &chance)
    case 3: unionCases.swapAt(place, chance.below(unionCases.count))
    case 4: unionCases[place].type = unionCases[place].type == nil ? Self.leaf(&chance) : nil
    default: unionCases[place].type = unionCases[place].type.map { Self.near($0, &chance) }
    }
  }
}
