import PlayLinks
import Testing
import Weft
import WeftDynamic
import WeftLink
import WeftStream

@testable import WeftCapture

/// A link between two real ends is followed: what the capture says is what was sent.
@Suite("Links are followed")
struct FollowerTests {
  /// What was read of a capture's packets.
  struct Reading {
    /// By end: the messages that were read, in full, in the order of the capture.
    var values: [[[UInt8]]] = [[], []]
    /// By packet: what is not known.
    var problems: [(packet: Int, text: String, isFailure: Bool)] = []
    var deltaCount = 0
    var tableCount = 0
    var compressedCount = 0
    /// What the links took in the end.
    var byteCount = 0
  }

  static func read(_ packets: [[UInt8]], _ channel: String, dictionaries: [[UInt8]] = []) throws -> Reading {
    let codec = DynamicCodec(linkSchema)
    let (module, stated) = try #require(linkSchema.channels(named: channel).first)
    let links = Links(
      tracker: LinkTracker([LinkChannel(stated, of: module, codec)], codec, LinkResources(dictionaries: dictionaries)),
      forms: LinkFrameForms(codec),
      ends: LinkEnds(codec),
      overrides: codec.tables.map { $0 == "udp.port" || $0 == "tcp.port" ? [7777: 0] : [:] })
    var peeler = Peeler(codec, decodeAs: [], links: links)
    var reading = Reading()
    for (number, packet) in packets.enumerated() {
      unsafe peeler.peel(packet.span.bytes, linkType: 101, isCut: false)
      let end = packet[12] == 192 ? 0 : 1
      for index in 0..<peeler.layers.count {
        guard let part = peeler.layers[index].link else { continue }
        if let frame = part.frame {
          if let problem = frame.problem { reading.problems.append((number, problem.text, problem.isFailure)) }
          if frame.compression != nil { reading.compressedCount += 1 }
        }
        guard let message = part.message, message.problem == nil else { continue }
        let input = peeler.extended.isEmpty ? packet : peeler.extended
        let value = try #require(
          Value(peeler.layers[index].tree, of: codec, decodedFrom: Array(input[peeler.layers[index].range])))
        if message.delta != nil { reading.deltaCount += 1 }
        if value.tree.nodes.contains(where: { $0.flags.contains(.isEntry) && !$0.flags.contains(.isMarked) }) {
          reading.tableCount += 1
        }
        // What holds an entry that is not known has no full form.
        if value.tree.marks.isEmpty {
          reading.values[end].append(try codec.encodedMessage(value).bytes)
        } else {
          reading.values[end].append([])
        }
      }
    }
    reading.byteCount = links.tracker?.byteCount ?? 0
    return reading
  }

  /// Of these it is known how much comes through.
  static let knownSeeds: [UInt64] = [1, 2, 3]
  /// Of these, deltas kept values that nobody knows, and the other end acknowledged nothing between loss and restart.
  static let foundSeeds: [UInt64] = [549_679_088_353_159_652, 15_859_710_947_070_090_586]
  static let seeds = knownSeeds + foundSeeds + [.random(in: 0...UInt64.max)]

  @Test("over datagrams, with loss before and behind the capture, and late ones", arguments: seeds)
  func datagrams(seed: UInt64) throws {
    var link = try PlayedLink<Motion>(seed: seed)
    link.play.ownerCount = 14
    for _ in 0..<10 { try link.step() }
    link.losses = (10, 10, 10)
    for _ in 0..<150 { try link.step() }
    let reading = try Self.read(link.writer.packets, "PlayLinks.Motion")
    let hasProblems = !reading.problems.isEmpty
    #expect(!hasProblems, "seed \(seed): \(reading.problems.prefix(3))")
    if Self.knownSeeds.contains(seed) { #expect(reading.deltaCount > 60 && reading.tableCount > 20, "seed \(seed)") }
    expectSent(reading, link.sent, seed)
  }

  @Test("over frames, streams and zstd in each mode", arguments: seeds)
  func ordered(seed: UInt64) throws {
    let contexts = try ZstdContexts()
    try follow(PlayedLink<Frames>(seed: seed), "Frames", isCompressing: false, seed)
    try follow(PlayedLink<State>(seed: seed, contexts: contexts), "State", isCompressing: true, seed)
    try follow(PlayedLink<Flow>(seed: seed, contexts: contexts), "Flow", isCompressing: true, seed)
    try follow(PlayedLink<Each>(seed: seed, contexts: contexts), "Each", isCompressing: true, seed)
  }

  @Test("over datagrams with zstd", arguments: seeds)
  func compressedDatagrams(seed: UInt64) throws {
    var link = try PlayedLink<Letters>(seed: seed, contexts: try ZstdContexts())
    for _ in 0..<10 { try link.step() }
    link.losses = (10, 10, 10)
    for _ in 0..<100 { try link.step() }
    let reading = try Self.read(link.writer.packets, "PlayLinks.Letters")
    let hasProblems = !reading.problems.isEmpty
    #expect(!hasProblems, "seed \(seed): \(reading.problems.prefix(3))")
    if Self.knownSeeds.contains(seed) { #expect(reading.deltaCount > 40 && reading.compressedCount > 0, "seed \(seed)") }
    expectSent(reading, link.sent, seed)
  }

  private func follow<Message: PlayMessage>(
    _ played: PlayedLink<Message>, _ channel: String, isCompressing: Bool, _ seed: UInt64
  ) throws {
    var link = played
    // Entries give way to others.
    link.play.ownerCount = 14
    for tick in 0..<120 {
      try link.step()
      if tick == 60 { try link.ends[0].restart() }
    }
    let reading = try Self.read(link.writer.packets, "PlayLinks.\(channel)")
    let hasProblems = !reading.problems.isEmpty
    #expect(!hasProblems, "\(channel), seed \(seed): \(reading.problems.prefix(3))")
    #expect(reading.deltaCount > 60, "\(channel)")
    #expect(isCompressing == (reading.compressedCount > 0), "\(channel)")
    let isSame = reading.values == link.sent
    #expect(isSame, "\(channel), seed \(seed)")
  }

  @Test("with a dictionary, if it is at hand")
  func dictionary() throws {
    var play = Play(seed: 9)
    let samples = (0..<400).map { _ in (0..<3).flatMap { _ in Array(play.chat().text.utf8) } }
    let dictionary = try #require(ZstdDictionary.train(samples, maximumByteCount: 1024))
    var link = try PlayedLink<Each>(seed: 9, contexts: try ZstdContexts(), dictionary: dictionary)
    for _ in 0..<80 { try link.step() }
    let reading = try Self.read(link.writer.packets, "PlayLinks.Each", dictionaries: [[1, 2, 3], dictionary.bytes])
    let isSame = reading.values == link.sent && reading.problems.isEmpty
    #expect(isSame && reading.compressedCount > 0)
    let without = try Self.read(link.writer.packets, "PlayLinks.Each")
    #expect(without.problems.first?.text == "its dictionary is not at hand (--dictionary FILE)")
    expectSent(without, link.sent, 9, atLeast: 0)
  }

  /// Each value that was read was sent, and in its order but for the late ones.
  private func expectSent(_ reading: Reading, _ sent: [[[UInt8]]], _ seed: UInt64, atLeast: Int = 6) {
    // What waited for a lost segment is read where the other end acknowledges it: in a packet of that end.
    let known = Set(sent.joined())
    for end in 0..<2 {
      let count = reading.values[end].count
      // The second end has little to say.
      #expect(count >= (end == 0 ? atLeast : 0), "seed \(seed), end \(end)")
      for value in reading.values[end] where !value.isEmpty {
        let isKnown = known.contains(value)
        #expect(isKnown, "seed \(seed)")
      }
    }
  }

  // MARK: In the middle

  @Test("over datagrams from the middle: what is not known is said, and soon all is known", arguments: seeds)
  func datagramsFromTheMiddle(seed: UInt64) throws {
    var link = try PlayedLink<Motion>(seed: seed)
    for _ in 0..<20 { try link.step() }
    let first = link.writer.packets.count
    link.losses = (5, 5, 5)
    for _ in 0..<40 { try link.step() }
    // So many are lost behind the capture that nothing is left to be told from: full forms go.
    link.losses = (0, 100, 0)
    for _ in 0..<260 { try link.step() }
    link.losses = (5, 5, 5)
    for _ in 0..<60 { try link.step() }
    let packets = Array(link.writer.packets[first...])
    let reading = try Self.read(packets, "PlayLinks.Motion")
    let hasProblems = !reading.problems.isEmpty
    #expect(hasProblems)
    let hasFailed = reading.problems.contains { $0.isFailure }
    #expect(!hasFailed, "seed \(seed): \(reading.problems.first { $0.isFailure }?.text ?? "")")
    expectSent(reading, link.sent, seed)
    let last = reading.problems.last?.packet ?? 0
    #expect(last < packets.count - 60, "seed \(seed): packet \(last) of \(packets.count)")
  }

  @Test("over streams with a segment missing: what came before is not used behind it", arguments: seeds)
  func gap(seed: UInt64) throws {
    let contexts = try ZstdContexts()
    var link = try PlayedLink<State>(seed: seed, contexts: contexts)
    for _ in 0..<40 { try link.step() }
    let lost = link.writer.packets.count - 6
    for _ in 0..<40 { try link.step() }
    try link.ends[0].restart()
    let restarted = link.writer.packets.count
    for _ in 0..<20 { try link.step() }
    var packets = link.writer.packets
    // A late one comes into its place; a lost one does not.
    packets.swapAt(20, 21)
    packets.remove(at: try #require(packets[lost...].firstIndex { $0[12] == 192 }))
    let reading = try Self.read(packets, "PlayLinks.State")
    expectSent(reading, link.sent, seed)
    let (first, last) = (reading.problems.first?.packet ?? 0, reading.problems.last?.packet ?? 0)
    // Or all of it at once, where the other end acknowledged nothing in between.
    let isInTime = last <= restarted + 2 && last > first || first == last
    #expect(first >= lost - 2 && isInTime, "seed \(seed): \(first)...\(last), \(lost), \(restarted)")
    let hasFailed = reading.problems.contains { $0.isFailure }
    #expect(!hasFailed, "seed \(seed): \(reading.problems.first { $0.isFailure }?.text ?? "")")
  }

  /// Flips, cuts and noise in the packets of links: no trap, and bounded memory.
  @Test("of hostile packets, nothing traps", arguments: ["Motion", "Frames", "State", "Flow", "Each"])
  func hostile(channel: String) throws {
    let contexts = try ZstdContexts()
    let packets: [[UInt8]]
    switch channel {
    case "Motion": packets = try Self.played(try PlayedLink<Motion>(seed: 5))
    case "Frames": packets = try Self.played(try PlayedLink<Frames>(seed: 5))
    case "State": packets = try Self.played(try PlayedLink<State>(seed: 5, contexts: contexts))
    case "Flow": packets = try Self.played(try PlayedLink<Flow>(seed: 5, contexts: contexts))
    default: packets = try Self.played(try PlayedLink<Each>(seed: 5, contexts: contexts))
    }
    let seed = UInt64.random(in: 0...UInt64.max)
    var dice = PlayDice(state: seed)
    for _ in 0..<12 {
      var mutated = packets
      for index in mutated.indices where dice.below(4) == 0 {
        let header = mutated[index][9] == 17 ? 28 : 40
        guard mutated[index].count > header else { continue }
        for _ in 0...dice.below(3) {
          let place = header + dice.below(mutated[index].count - header)
          mutated[index][place] = dice.below(3) == 0 ? 0xFF : UInt8(dice.below(256))
        }
        if dice.below(5) == 0 { mutated[index].append(contentsOf: (0..<dice.below(40)).map { _ in UInt8(dice.below(256)) }) }
      }
      let reading = try Self.read(mutated, "PlayLinks.\(channel)")
      #expect(reading.byteCount > 0 && reading.byteCount < 1 << 22, "seed \(seed): \(reading.byteCount)")
    }
  }

  private static func played<Message: PlayMessage>(_ played: PlayedLink<Message>) throws -> [[UInt8]] {
    var link = played
    for _ in 0..<40 { try link.step() }
    return link.writer.packets
  }
}
