import TraceMessages
import Weft
import WeftLink

/// Each tick in full; against the tick 6 back, as over a link that loses; and against the last one, as over an ordered link. Both
/// are moved on by what they had moved in the tick before.
func cubesModes(_ ticks: [Cubes]) throws -> [String: [[UInt8]]] {
  let sent = 7..<ticks.count
  var modes = ["packed": try sent.map { try ticks[$0].encoded() }]
  for (mode, age) in [("packedDelta", 6), ("packedDeltaOrdered", 1)] {
    modes[mode] = try sent.map { tick in
      let baseline = Cubes.predicted(
        from: ticks[tick - age], second: ticks[tick - age - 1], ages: BaselineAges(first: age, second: age + 1))
      let bytes = try ticks[tick].encoded(against: baseline)
      let received = try Cubes(decoding: bytes, against: baseline)
      guard received == ticks[tick] else { throw Unequal(sent: "\(ticks[tick])", received: "\(received)") }
      return bytes
    }
  }
  return modes
}

func kademliaModes(_ lines: [TraceLine]) throws -> [String: [[UInt8]]] {
  func frames<Message: TraceChannel>(_: Message.Type) throws -> [[UInt8]] {
    try links(of: lines).flatMap { lines in
      let messages: [Message] = try messages(of: lines)
      return try carried(messages)
    }
  }
  let plain: [Kademlia] = try messages(of: lines)
  return [
    "packed": try packed(plain), "packedDelta": try frames(Kademlia.self),
    "zstdStream": try frames(KademliaStream.self), "zstdHistory": try frames(KademliaHistory.self),
  ]
}

func marketModes(_ lines: [TraceLine]) throws -> [String: [[UInt8]]] {
  let plain: [Market] = try messages(of: lines)
  let streamed: [MarketStream] = try messages(of: lines)
  let historic: [MarketHistory] = try messages(of: lines)
  return [
    "packed": try packed(plain), "packedDelta": try carried(plain), "zstdStream": try carried(streamed),
    "zstdHistory": try carried(historic),
  ]
}

func neighbourhoodModes(_ lines: [TraceLine]) throws -> [String: [[UInt8]]] {
  let messages = lines.map { Neighbourhood(entities: $0.value.elements("entities").map { Entity($0) }) }
  return [
    "packed": try messages.map { try $0.encoded() },
    // A link for each: they go to different peers.
    "zstdStream": try messages.flatMap { try carried([Bulk.neighbourhood($0)]) },
  ]
}
