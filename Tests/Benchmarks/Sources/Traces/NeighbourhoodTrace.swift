/// What 20 nodes hold: 2,000 entities each, sorted by id.
///
/// A line: `{"message":"Neighbourhood","value":{"entities":[…]}}`.
func neighbourhoodTrace() -> Trace {
  var dice = Dice(seed: 0xC0DE_0004)
  let lines = (0..<20).map { _ in
    var region = Region()
    let entities = (0..<2000).map { region.entity(at: $0, dice: &dice) }
    return #"{"message":"Neighbourhood","value":{"entities":[\#(entities.joined(separator: ","))]}}"#
  }
  return Trace(
    name: "neighbourhood", fileName: "neighbourhood.ndjson", lines: lines, messageCount: lines.count,
    entropyBits: dice.entropyBits)
}

private struct Region {
  /// What an owner has lies close to its first entity.
  private var owners: [(id: Int, x: Int, y: Int, count: Int)] = []

  mutating func entity(at place: Int, dice: inout Dice) -> String {
    // Each id is in its own 2,000th of all numbers, so that they come sorted.
    let share = Int(UInt32.max) / 2000
    let id = place * share + dice.integer(below: share)
    let kind = ["process", "account", "task", "node", "store"][dice.choice([3, 8, 3, 1, 1])]
    let (owner, x, y) = owner(dice: &dice)
    let health = 100 - dice.choice([700] + [Int](repeating: 1, count: 100))
    let balance = kind == "task" ? 0 : amount(dice: &dice)
    let version = dice.runLength(going: 60, most: 200)
    let isActive = dice.isHit(5, of: 8)
    return #"{"id":\#(id),"kind":"\#(kind)","owner":\#(owner),"x":\#(metres(x)),"y":\#(metres(y)),"health":\#(health),"#
      + #""balance":\#(balance),"version":\#(version),"isActive":\#(isActive)}"#
  }

  /// As many of 1 digit (of 2) as of 20.
  private func amount(dice: inout Dice) -> Int {
    let magnitude = dice.integer(below: 20)
    return (1 << magnitude) + dice.integer(below: 1 << magnitude)
  }

  private func metres(_ code: Int) -> Double { Double(code) / 16 - 2048 }

  private mutating func owner(dice: inout Dice) -> (id: Int, x: Int, y: Int) {
    let index = dice.choice(owners.map(\.count) + [20])
    guard index < owners.count else {
      let id = dice.integer(below: 65536), x = dice.integer(below: 65536), y = dice.integer(below: 65536)
      owners.append((id, x, y, 1))
      return (id, x, y)
    }
    owners[index].count += 1
    let owner = owners[index]
    let (x, y) = (max(0, owner.x - 2048)...min(65535, owner.x + 2047), max(0, owner.y - 2048)...min(65535, owner.y + 2047))
    return (owner.id, x.lowerBound + dice.integer(below: x.count), y.lowerBound + dice.integer(below: y.count))
  }
}
