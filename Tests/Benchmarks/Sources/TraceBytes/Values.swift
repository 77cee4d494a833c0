import Foundation
import TraceMessages
import Weft

/// A trace that is not what its generator writes.
struct UnreadableTrace: Error {
  var line: String
}

/// One message of a trace, in the JSON mapping.
struct TraceLine {
  var link: Int
  var message: String
  var value: Fields
}

/// The members of a JSON object; what is missing or of another type is read as nothing.
struct Fields {
  private var members: [String: Any]

  init(_ members: Any?) { self.members = members as? [String: Any] ?? [:] }

  func number<Number: BinaryInteger>(_ name: String) -> Number { Number((members[name] as? NSNumber)?.int64Value ?? 0) }
  func real(_ name: String) -> Double { (members[name] as? NSNumber)?.doubleValue ?? 0 }
  func isSet(_ name: String) -> Bool { (members[name] as? NSNumber)?.boolValue ?? false }
  func text(_ name: String) -> String { members[name] as? String ?? "" }
  func numbers<Number: BinaryInteger>(_ name: String) -> [Number] {
    (members[name] as? [NSNumber] ?? []).map { Number($0.int64Value) }
  }
  func elements(_ name: String) -> [Fields] { (members[name] as? [Any] ?? []).map { Fields($0) } }

  func bytes(_ name: String) -> [UInt8] {
    let digits = Array(text(name).utf8).map { $0 < 58 ? $0 - 48 : $0 - 87 }
    return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }

  func address(_ name: String) -> FixedBytes<32> {
    let bytes = bytes(name)
    return FixedBytes { bytes[$0] }
  }
}

func readLines(_ file: URL) throws -> [TraceLine] {
  try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { line in
    guard let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any],
      let message = object["message"] as? String
    else { throw UnreadableTrace(line: String(line)) }
    return TraceLine(link: (object["link"] as? NSNumber)?.intValue ?? 0, message: message, value: Fields(object["value"]))
  }
}

/// The cubes of each tick, from lines of codes: `tick,id,x,y,z,largest,a,b,c,isPulled`.
func readTicks(_ file: URL) throws -> [Cubes] {
  let bytes = [UInt8](try Data(contentsOf: file))
  var ticks: [Cubes] = []
  var codes: [Int] = []
  var code = 0
  for byte in bytes.drop(while: { $0 != 10 }).dropFirst() {
    if byte >= 48 {
      code = 10 * code + Int(byte - 48)
      continue
    }
    codes.append(code)
    code = 0
    guard byte == 10 else { continue }
    guard codes.count == 10, codes[0] <= ticks.count else { throw UnreadableTrace(line: "\(codes)") }
    if codes[0] == ticks.count { ticks.append(Cubes(cubes: [])) }
    ticks[codes[0]].cubes.append(Cube(codes: codes))
    codes.removeAll(keepingCapacity: true)
  }
  return ticks
}

extension Cube {
  fileprivate init(codes: [Int]) {
    self.init(
      id: UInt16(codes[1]), x: Double(codes[2]) / 512 - 256, y: Double(codes[3]) / 512 - 256, z: Double(codes[4]) / 512,
      largest: UInt8(codes[5]), a: UInt16(codes[6]), b: UInt16(codes[7]), c: UInt16(codes[8]), isPulled: codes[9] == 1)
  }
}

extension Entity {
  init(_ fields: Fields) {
    let kinds = ["process": EntityKind.process, "account": .account, "task": .task, "node": .node, "store": .store]
    self.init(
      id: fields.number("id"), kind: kinds[fields.text("kind")] ?? .process, owner: fields.number("owner"), x: fields.real("x"),
      y: fields.real("y"), health: fields.number("health"), balance: fields.number("balance"), version: fields.number("version"),
      isActive: fields.isSet("isActive"))
  }
}

extension Contact {
  fileprivate init(_ fields: Fields) {
    let links = ["webSocket": LinkKind.webSocket, "webRTC": .webRTC, "relayed": .relayed]
    self.init(
      address: fields.address("address"), link: links[fields.text("link")] ?? .relayed, roundTrip: fields.number("roundTrip"))
  }
}

extension Find {
  init(trace fields: Fields) {
    self.init(nonce: fields.number("nonce"), target: fields.address("target"), want: fields.number("want"))
  }
}

extension Found {
  init(trace fields: Fields) { self.init(nonce: fields.number("nonce"), nodes: fields.elements("nodes").map { Contact($0) }) }
}

extension Ping {
  init(trace fields: Fields) { self.init(nonce: fields.number("nonce"), room: fields.number("room")) }
}

extension Route {
  init(trace fields: Fields) {
    let errands = ["join": Errand.join, "find": .find, "signal": .signal, "receipt": .receipt, "deliver": .deliver]
    self.init(
      errand: errands[fields.text("errand")] ?? .join, hops: fields.number("hops"), nonce: fields.number("nonce"),
      destination: fields.address("destination"), payload: fields.bytes("payload"))
  }
}

extension Listing {
  init(trace fields: Fields) {
    self.init(instrument: fields.number("instrument"), symbol: fields.text("symbol"), name: fields.text("name"))
  }
}

extension Quote {
  init(trace fields: Fields) {
    self.init(
      instrument: fields.number("instrument"), time: fields.number("time"), bid: fields.number("bid"), ask: fields.number("ask"),
      bidSize: fields.number("bidSize"), askSize: fields.number("askSize"))
  }
}

extension Trade {
  init(trace fields: Fields) {
    self.init(
      instrument: fields.number("instrument"), time: fields.number("time"), price: fields.number("price"),
      size: fields.number("size"), side: fields.text("side") == "sell" ? .sell : .buy)
  }
}

extension News {
  init(trace fields: Fields) {
    self.init(time: fields.number("time"), instruments: fields.numbers("instruments"), headline: fields.text("headline"))
  }
}
