import TraceMessages
import Weft
import WeftLink
import WeftStream

/// Two ends of a link, and the buffers that a program would keep.
private final class Link<Message: ChannelMessage> {
  let left: ChannelEnd<Message>
  let right: ChannelEnd<Message>
  var bytes: [UInt8] = []
  var acknowledgement: [UInt8] = []
  var now: LinkInstant = 0

  init() throws {
    let contexts = try ZstdContexts()
    left = try ChannelEnd(session: 1, contexts: contexts)
    right = try ChannelEnd(session: 2, contexts: contexts)
    for _ in 0..<2 {
      while try left.poll(at: 0, into: &bytes) { try right.receive(bytes, at: 0) }
      while try right.poll(at: 0, into: &bytes) { try left.receive(bytes, at: 0) }
    }
    // After that it is repeated for as long as nobody answers.
    now = 1_000_000
  }

  /// A message there, and what there is to acknowledge back.
  func carry(_ transmit: () throws -> Int, _ take: () throws -> Int) throws -> Int {
    now &+= 30_000
    let byteCount = try transmit()
    let count = try take()
    while try right.poll(at: now &+ 20_000, into: &acknowledgement) { try left.receive(acknowledgement, at: now) }
    return byteCount &+ count
  }
}

/// What a link costs a message, on top of its codec: in the steady state it asks for no memory but for what the messages hold that it
/// gives out.
extension Workload {
  mutating func addLinks() throws {
    try addOrderedLink()
    try addDatagramLink()
    try addTableLink()
    try addHistoryLink()
  }

  private mutating func addOrderedLink() throws {
    let messages = Cycle(quotes.map { Quotes.quote($0) })
    let link = try Link<Quotes>()
    let round = { (round: Int) in
      try link.carry {
        try encodeLinkOrdered(link.left, messages.at(round).pointee, into: &link.bytes)
      } _: {
        try decodeLinkOrdered(link.right, link.bytes)
      }
    }
    try addLink("LinkOrdered", of: link, round)
  }

  private mutating func addDatagramLink() throws {
    let messages = Cycle(quotes.map { QuoteDatagrams.quote($0) })
    let link = try Link<QuoteDatagrams>()
    let round = { (round: Int) in
      try link.carry {
        try encodeLinkDatagram(link.left, messages.at(round).pointee, at: link.now, into: &link.bytes)
      } _: {
        try decodeLinkDatagram(link.right, link.bytes, at: link.now)
      }
    }
    try addLink("LinkDatagram", of: link, round)
  }

  /// Forty addresses, all of them in the table after the first rounds.
  private mutating func addTableLink() throws {
    var dice = Dice(state: 0x7AB1E)
    let addresses: [FixedBytes<32>] = (0..<40).map { _ in dice.fixedBytes() }
    let messages = Cycle(
      (0..<sampleCount).map { place in
        Kademlia.find(Find(nonce: dice.integer(0...65535), target: addresses[place % 40], want: dice.integer(1...8)))
      })
    let link = try Link<Kademlia>()
    let round = { (round: Int) in
      try link.carry {
        try encodeLinkTables(link.left, messages.at(round).pointee, into: &link.bytes)
      } _: {
        try decodeLinkTables(link.right, link.bytes)
      }
    }
    try addLink("LinkTables", of: link, round)
  }

  private mutating func addHistoryLink() throws {
    var dice = Dice(state: 0x11157)
    let words = ["earnings", "of", "the", "quarter", "above", "below", "what", "analysts", "expected", "shares", "fall", "rise"]
    let messages = Cycle(
      (0..<sampleCount).map { place in
        let headline = (0..<12).map { _ in dice.element(of: words) }.joined(separator: " ")
        return DispatchHistory.dispatch(Dispatch(time: UInt32(place * 900), headline: InlineText(headline) ?? InlineText()))
      })
    let link = try Link<DispatchHistory>()
    let round = { (round: Int) in
      try link.carry {
        try encodeLinkHistory(link.left, messages.at(round).pointee, into: &link.bytes)
      } _: {
        try decodeLinkHistory(link.right, link.bytes)
      }
    }
    try addLink("LinkHistory", of: link, round)
  }

  /// Both measured functions are called in each round, so both operations run the same; they differ by what callgrind counts, and the
  /// allocations of each are those of both.
  private mutating func addLink<Message: ChannelMessage>(
    _ name: String, of link: Link<Message>, _ round: @escaping (Int) throws -> Int
  ) throws {
    var encodings: [[UInt8]] = []
    for place in 0..<sampleCount {
      _ = try round(place)
      encodings.append(link.bytes)
    }
    addMeanByteCount(name, of: encodings)
    add(.encode, name) { try repeated($0) { try round($0) } }
    add(.decode, name) { try repeated($0) { try round($0) } }
  }

  /// The prices of eight instruments, on their ways.
  private var quotes: [Quote] {
    var dice = Dice(state: 0x9007E)
    var prices = (0..<8).map { UInt32(10_000 * ($0 + 1)) }
    return (0..<sampleCount).map { place in
      let instrument = Int(dice.next(below: 8))
      prices[instrument] = prices[instrument] &+ dice.integer(0...20) &- 10
      return Quote(
        instrument: UInt8(instrument), time: UInt32(place * 40), bid: prices[instrument], ask: prices[instrument] + 5,
        bidSize: dice.integer(100...900), askSize: dice.integer(100...900))
    }
  }
}
