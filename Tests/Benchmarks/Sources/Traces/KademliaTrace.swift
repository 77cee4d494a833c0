/// 100 links of an hour and 200 messages each, one way. Nonces, payloads and addresses that the link has not carried are random;
/// whom a node names is somebody it named before, the more often the likelier, or somebody new.
///
/// A line: `{"link":0,"message":"Ping","value":{"nonce":1,"room":12}}`.
func kademliaTrace() -> Trace {
  var dice = Dice(seed: 0xC0DE_0002)
  var lines: [String] = []
  for link in 0..<100 {
    var node = KademliaNode()
    for _ in 0..<200 {
      let (name, value) = node.message(dice: &dice)
      lines.append(#"{"link":\#(link),"message":"\#(name)","value":\#(value)}"#)
    }
  }
  return Trace(
    name: "kademlia", fileName: "kademlia.ndjson", lines: lines, messageCount: lines.count, entropyBits: dice.entropyBits)
}

private struct KademliaNode {
  private struct Contact {
    var address: String
    var timesNamed = 0
    /// Thrown when they are first said.
    var reached: (link: String, roundTrip: Int)?
  }

  private var contacts: [Contact] = []
  private var room = 32

  mutating func message(dice: inout Dice) -> (String, String) {
    switch dice.choice([20, 20, 28, 32]) {
    case 0: return ("Find", find(dice: &dice))
    case 1: return ("Found", found(dice: &dice))
    case 2: return ("Ping", ping(dice: &dice))
    default: return ("Route", route(dice: &dice))
    }
  }

  private func nonce(_ dice: inout Dice) -> Int { dice.integer(below: 65536) }

  /// The index of a contact that is none of `others`.
  private mutating func someone(besides others: [Int] = [], dice: inout Dice) -> Int {
    var weights = contacts.map { 1 + min($0.timesNamed, 30) }
    for index in others { weights[index] = 0 }
    let index = dice.choice(weights + [9])
    if index == contacts.count { contacts.append(Contact(address: hexadecimal(dice.bytes(32)))) }
    contacts[index].timesNamed += 1
    return index
  }

  private mutating func find(dice: inout Dice) -> String {
    let target = contacts[someone(dice: &dice)].address
    let want = 8 - dice.choice([26, 1, 1, 1, 1, 1, 1, 1])
    return #"{"nonce":\#(nonce(&dice)),"target":"\#(target)","want":\#(want)}"#
  }

  private mutating func found(dice: inout Dice) -> String {
    let nonce = nonce(&dice)
    var named: [Int] = []
    for _ in 0..<dice.choice([1, 1, 1, 1, 2, 3, 6, 8, 41]) { named.append(someone(besides: named, dice: &dice)) }
    let nodes = named.map { index in
      let (link, roundTrip) = reach(index, dice: &dice)
      return #"{"address":"\#(contacts[index].address)","link":"\#(link)","roundTrip":\#(roundTrip)}"#
    }
    return #"{"nonce":\#(nonce),"nodes":[\#(nodes.joined(separator: ","))]}"#
  }

  /// The round trip drifts a little between two times that it is told.
  private mutating func reach(_ index: Int, dice: inout Dice) -> (link: String, roundTrip: Int) {
    var reached: (link: String, roundTrip: Int)
    if let before = contacts[index].reached {
      reached = (before.link, dice.walk(from: before.roundTrip, in: 0...1023, going: 48, most: 40))
    } else {
      // Half of all nodes are within 80 ms, few behind 380.
      let far = dice.choice([8, 5, 2, 1])
      let link = ["webSocket", "webRTC", "relayed"][dice.choice([2, 12, 2])]
      reached = (link, [10, 80, 180, 380][far] + dice.integer(below: [70, 100, 200, 400][far]))
    }
    contacts[index].reached = reached
    return reached
  }

  private mutating func ping(dice: inout Dice) -> String {
    room = dice.walk(from: room, in: 0...63, going: 24, most: 5)
    return #"{"nonce":\#(nonce(&dice)),"room":\#(room)}"#
  }

  private mutating func route(dice: inout Dice) -> String {
    let errand = ["join", "find", "signal", "receipt", "deliver"][dice.choice([1, 4, 6, 3, 2])]
    let hops = 31 - dice.runLength(going: 44, most: 31)
    let destination = contacts[someone(dice: &dice)].address
    let byteCount = errand == "receipt" ? 8 : errand == "signal" ? 12 + dice.integer(below: 8) : dice.integer(below: 16)
    return #"{"errand":"\#(errand)","hops":\#(hops),"nonce":\#(nonce(&dice)),"destination":"\#(destination)","#
      + #""payload":"\#(hexadecimal(dice.bytes(byteCount)))"}"#
  }
}
