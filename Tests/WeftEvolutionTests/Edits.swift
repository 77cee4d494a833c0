/// Random edits of schemas.
extension Shape {
  /// One edit of what a person might do; some change nothing on the wire.
  mutating func edit(_ chance: inout Chance) {
    switch chance.below(16) {
    case 0, 1, 2, 3, 4:
      if chance.below(16) == 0 { message.isSnapshot.toggle() }
      Self.edit(&message, kind: Self.kind, &chance)
    case 5: Self.edit(&structs[0], kind: Self.leaf, &chance)
    case 6: Self.edit(&structs[1], kind: Self.leaf, &chance)
    case 7: Self.editForms(&structs[2], &chance)
    case 8: Self.edit(&enumeration, &chance)
    case 9: Self.edit(&flags, &chance)
    case 10, 11: editUnion(&chance)
    case 12: editMessages(&chance)
    case 13: editForeign(&chance)
    case 14: editChannels(&chance)
    default: editPlaces(&chance)
    }
  }

  /// Where definitions stand, and what stands for them.
  private mutating func editPlaces(_ chance: inout Chance) {
    let names = ["Colour", "Marks", "Small", "Inner", "Way", "Item", "Near", message.name, "Head", "Foot", "limit"]
    switch chance.below(6) {
    case 0: for _ in 0..<3 { moved.formSymmetricDifference([chance.one(of: names)]) }
    case 1: isShared.toggle()
    case 2: alias = Self.near(alias, &chance)
    case 3: limit += 1 + chance.below(4)
    case 4:
      // The alias by what it stands for, or the other way round.
      for index in message.generations[0].indices {
        if case .named("Small") = message.generations[0][index].type { message.generations[0][index].type = alias }
        if case .limitedText = message.generations[0][index].type { message.generations[0][index].type = .text(limit) }
      }
    default: documentation += 1
    }
  }

  private mutating func editMessages(_ chance: inout Chance) {
    switch chance.below(6) {
    case 0: others.append(Self.other(tag: 1 + chance.below(4), &chance))
    case 1: if !others.isEmpty { others.removeLast() }
    case 2: rename(to: chance.one(of: ["Subject", "Renamed", "Other"]))
    case 3: message.tag = 1 + chance.below(4)
    case 4: if !others.isEmpty { swap(&others[0].tag, &message.tag) }
    default:
      // The other takes the subject's name as well.
      guard !others.isEmpty, chance.below(2) == 0 else { return rename(to: "Renamed") }
      let name = others[0].name
      others[0].name = message.name
      message.name = name
    }
  }

  private mutating func rename(to name: String) {
    for index in channels.indices {
      channels[index].messages = channels[index].messages.map { $0 == message.name ? name : $0 }
    }
    message.name = name
  }

  private mutating func editForeign(_ chance: inout Chance) {
    let place = chance.below(foreign.cases.count)
    switch chance.below(11) {
    case 0: foreign.constant += 1
    case 1: foreign.lengthName = Self.fresh("length", &chance)
    case 2: foreign.lengthBits = foreign.lengthBits == 8 ? 16 : 8
    case 3: foreign.isLittle.toggle()
    case 4: foreign.cases.append((Self.fresh("case", &chance), foreign.cases.count + 1 + chance.below(2), 8 << chance.below(2)))
    case 5: if foreign.cases.count > 1 { foreign.cases.remove(at: place) }
    case 6: foreign.cases[place].name = Self.fresh("case", &chance)
    case 7: foreign.cases[place].bits = 24 - foreign.cases[place].bits
    case 8: foreign.footBits = foreign.footBits == 8 ? 16 : 8
    case 9: foreign.isOptional.toggle()
    default: foreign.port += 1
    }
  }

  private mutating func editChannels(_ chance: inout Chance) {
    guard !channels.isEmpty, chance.below(5) > 0 else {
      channels.append(ChannelParts(name: Self.fresh("Talk", &chance), number: 1 + chance.below(3), messages: [message.name]))
      return
    }
    let place = chance.below(channels.count)
    switch chance.below(5) {
    case 0: channels.remove(at: place)
    case 1: channels[place].name = Self.fresh("Talk", &chance)
    case 2: channels[place].transport = chance.one(of: ["ordered", "stream", "datagram"])
    case 3:
      let names = others.map(\.name).filter { !channels[place].messages.contains($0) }
      if names.isEmpty { if channels[place].messages.count > 1 { channels[place].messages.removeFirst() } }
      channels[place].messages += names.prefix(1)
    default: channels[place].compression = chance.one(of: [nil, "zstd", "zstd(level: 5)", "zstd(history: 4KiB)"])
    }
  }

  /// Of `Near`: which addresses go in part, and what stands around them.
  private static func editForms(_ members: inout Members, _ chance: inout Chance) {
    guard chance.below(2) == 0 else { return edit(&members, kind: leaf, &chance) }
    let place = chance.below(members.generations[0].count)
    guard let rule = members.generations[0][place].rule else {
      let target = members.generations[0].first { if case .bytes = $0.type { true } else { false } }?.name ?? "target"
      members.generations[0][place].rule = chance.one(of: ["relative to \(target)", "significant(width)"])
      return
    }
    members.generations[0][place].rule =
      chance.below(2) == 0 ? nil : rule.hasPrefix("rel") ? "significant(width)" : "relative to target"
  }

  private static func edit(_ members: inout Members, kind: (inout Chance) -> Kind, _ chance: inout Chance) {
    let generation = chance.below(members.generations.count)
    let count = members.generations[generation].count
    let place = chance.below(count)
    let isAdded = generation > 0
    let hasRules = members.isSnapshot || members.name == "Inner" || members.name == "Item"
    switch chance.below(hasRules ? 16 : 14) {
    case 14, 15: if !isAdded { members.generations[0][place].rule = rule(of: members.generations[0][place], &chance) }
    case 12:
      if members.tag == nil || members.isSnapshot {
        members.key = chance.below(3) == 0 ? nil : members.generations[0][place].name
      }
    case 13: if !isAdded { members.generations[0][place].isInline.toggle() }
    case 0:
      members.generations[generation].insert(
        isAdded ? added(members.generations, &chance) : Member(name: fresh("new", &chance), type: kind(&chance)),
        at: chance.below(count + 1))
    case 1: if count > 1 { members.generations[generation].remove(at: place) }
    case 2: members.generations[generation].swapAt(place, chance.below(count))
    case 3: rename(&members, generation, place, to: fresh(isAdded ? "added" : "new", &chance))
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
      if let place = members.generations[generation].firstIndex(where: { $0.fallback != nil }) {
        members.generations[generation][place].fallback = 1 - (members.generations[generation][place].fallback ?? 0)
      } else if !isAdded {
        setFallback(&members.generations[generation][place], &chance)
      }
    case 9: if members.generations.count > 1 { members.generations.removeLast() }
    default:
      if let type = members.generations[generation][place].type {
        members.generations[generation][place].type = near(type, &chance)
      }
    }
  }

  /// What names the field follows.
  private static func rename(_ members: inout Members, _ generation: Int, _ place: Int, to name: String) {
    let old = members.generations[generation][place].name
    members.generations[generation][place].name = name
    if members.key == old { members.key = name }
    for index in members.generations[0].indices {
      members.generations[0][index].rule = members.generations[0][index].rule?
        .replacing("relative to \(old)", with: "relative to \(name)").replacing(
          "significant(\(old))", with: "significant(\(name))")
    }
  }

  /// The same with a field at the end of each message, behind which no padding hides what is wrong.
  var withLastField: Shape {
    var copy = self
    let last = Member(name: "behindAll", type: .unsigned(37))
    copy.message.generations[0].append(last)
    for index in copy.others.indices { copy.others[index].generations[0].append(last) }
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
    case .fixed(let a, let b, let steps):
      chance.below(3) == 0 ? .fixed(a, b, steps == 4 ? 2 : steps + step + 1) : .fixed(a, max(a + 1, b + step), steps)
    case .float(let bits): .float(bits == 16 ? 32 : bits == 32 ? 64 : 16)
    case .varint(let isSigned): .varint(!isSigned)
    case .bytes(let count): chance.below(2) == 0 ? .bytes(max(1, count + step)) : .boundedBytes(count + 1, count)
    case .boundedBytes(let max, let min): .boundedBytes(Swift.max(min + 1, max + step), min)
    case .limitedText: .text(4 + step)
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
    switch chance.below(8) {
    case 7: codes.keyword = codes.keyword == "enum" ? "flags" : "enum"
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
    switch chance.below(7) {
    case 6: if chance.below(3) == 0 { isWayAStruct.toggle() }
    case 0: unionCases.append(Member(name: Self.fresh("new", &chance), type: Self.leaf(&chance)))
    case 1: if unionCases.count > 1 { unionCases.remove(at: place) }
    case 2: unionCases[place].name = Self.fresh("new", &chance)
    case 3: unionCases.swapAt(place, chance.below(unionCases.count))
    case 4: unionCases[place].type = unionCases[place].type == nil ? Self.leaf(&chance) : nil
    default: unionCases[place].type = unionCases[place].type.map { Self.near($0, &chance) }
    }
  }
}
