import Testing
import Weft
import WeftStream

@testable import WeftLink

/// Links under zstd: what arrives is what was sent, secrets go around the compressor, and hostile bodies harm only themselves.
@Suite struct CompressedTests {
  enum Stream: Carriage {
    static var transport: ChannelTransport { .stream }
    static var compression: ChannelCompression? { ChannelCompression(mode: .stream(windowByteCount: 4096), level: 3) }
  }

  enum History: Carriage {
    static var transport: ChannelTransport { .ordered }
    static var compression: ChannelCompression? { ChannelCompression(mode: .history(byteCount: 2048), level: 3) }
  }

  enum Each: Carriage {
    static var transport: ChannelTransport { .ordered }
    static var compression: ChannelCompression? { ChannelCompression(mode: .message(hasDictionary: true), level: 3) }
  }

  enum Datagrams: Carriage {
    static var transport: ChannelTransport { .datagram(mtu: 120) }
    static var compression: ChannelCompression? { ChannelCompression(mode: .message(hasDictionary: true), level: 3) }
  }

  static let words = Array("the quick brown fox jumps over the lazy dog, and over again; ".utf8)

  private func pair<C: Carriage>(_ carriage: C.Type, _ other: ZstdDictionary? = nil) throws -> Pair<C> {
    let contexts = try ZstdContexts()
    let dictionary = ZstdDictionary(Self.words)
    return try Pair(
      left: ChannelEnd(session: 1, compression: try ZstdLink<Talk<C>>(contexts: contexts, dictionary: dictionary)),
      right: ChannelEnd(session: 2, compression: try ZstdLink<Talk<C>>(contexts: contexts, dictionary: other ?? dictionary)))
  }

  @Test func everythingArrivesInOrder() throws {
    try check(Stream.self)
    try check(History.self)
    try check(Each.self)
  }

  private func check<C: Carriage>(_ carriage: C.Type) throws {
    for seed in 0..<10 {
      var generator = SeededGenerator(state: UInt64(seed))
      let pair = try pair(carriage)
      #expect(pair.left.isCompressing && pair.right.isCompressing)
      for tick in 0..<60 {
        var messages = (0..<Int.random(in: 1...6, using: &generator)).map { _ in randomMessage(tick, using: &generator) as Talk<C>
        }
        messages.append(.note(Note(Array(Self.words.prefix(Int.random(in: 0...60, using: &generator))))))
        messages.append(.secret(Note(Array(Self.words.prefix(9)))))
        messages.shuffle(using: &generator)
        if tick % 20 == 19 { try pair.left.restart() }
        #expect(try pair.carry(messages).messages == messages, "seed \(seed), tick \(tick)")
      }
    }
  }

  @Test func whatWasSaidBeforeCostsLittle() throws {
    let note = Note(Self.words)
    func secondSize<C: Carriage>(_ carriage: C.Type) throws -> Int {
      let pair = try pair(carriage)
      _ = try pair.carry([.note(note)])
      return try pair.carry([.note(note)]).byteCount
    }
    #expect(try secondSize(Stream.self) <= 12)
    #expect(try secondSize(History.self) <= 12)
    #expect(try secondSize(Each.self) <= 20)
  }

  /// What a secret says is in the frame as it is, whatever the history holds, and leaves the history as it was.
  @Test func secretsGoAround() throws {
    let pair = try pair(History.self)
    let note = Note(Self.words)
    for _ in 0..<2 {
      _ = try pair.carry([.note(note)])
      #expect(try pair.carry([.secret(note)]).byteCount == Self.words.count + 2)
    }
    let other = try self.pair(History.self)
    _ = try other.carry([.secret(note)])
    // The first note after it finds nothing.
    #expect(try other.carry([.note(note)]).byteCount >= 50)
  }

  /// One bit more than the same frame without zstd, and never a byte more than that asks for. (A stream cannot take back what it
  /// has seen: there the columns are the measure.)
  @Test func aFrameIsNeverLongerThanWithoutCompression() throws {
    func check<C: Carriage, D: Carriage>(_ compressed: C.Type, _ plain: D.Type, seed: Int) throws {
      var (left, right) = (SeededGenerator(state: UInt64(seed)), SeededGenerator(state: UInt64(seed)))
      let (pair, other) = (try pair(compressed), try Pair<D>())
      for tick in 0..<80 {
        var message = randomMessage(tick, using: &left) as Talk<C>
        var same = randomMessage(tick, using: &right) as Talk<D>
        // Tables are no part of this: a name that was named before is shorter without zstd.
        if case .hello = message { (message, same) = (.note(Note([UInt8(tick)])), .note(Note([UInt8(tick)]))) }
        let (byteCount, plainByteCount) = (try pair.carry([message]).byteCount, try other.carry([same]).byteCount)
        #expect(byteCount <= plainByteCount + 1, "\(compressed), seed \(seed), tick \(tick): \(message)")
      }
    }
    for seed in 0..<10 {
      try check(History.self, OrderedCarriage.self, seed: seed)
      try check(Each.self, OrderedCarriage.self, seed: seed)
      try check(Datagrams.self, DatagramCarriage.self, seed: seed)
    }
  }

  /// A dictionary works on datagrams, too: what is too long for one by itself may fit when it is compressed.
  @Test func datagramsAreCompressedOneByOne() throws {
    let pair = try pair(Datagrams.self)
    #expect(pair.left.isCompressing)
    let long = Talk<Datagrams>.note(Note(Self.words + Self.words + Self.words))
    let place = Talk<Datagrams>.world(Place(id: 0, x: 1, y: 2))
    let hello = Talk<Datagrams>.hello(Hello(name: [1, 2, 3], number: 1))
    for _ in 0..<3 {
      let (messages, byteCount) = try pair.carry([place, long, hello])
      #expect(messages == [place, long, hello])
      #expect(byteCount < 80)
      try pair.exchange(at: 1_000_000)
    }
    var generator = SeededGenerator(state: 1)
    let noise = Note((0..<150).map { _ in .random(in: 0...255, using: &generator) })
    try pair.left.send(place, at: 0)
    #expect(throws: LinkError.self) { try pair.left.send(.note(noise), at: 0) }
    #expect(try pair.carry([hello]).messages == [place, hello])
  }

  /// Other dictionary: both go on without zstd.
  @Test func disagreementMeansNoCompression() throws {
    let pair = try pair(Each.self, ZstdDictionary([1, 2, 3]))
    #expect(!pair.left.isCompressing && !pair.right.isCompressing)
    #expect(try pair.carry([.note(Note(Self.words))]).messages == [.note(Note(Self.words))])
  }

  @Test func aBrokenBodyEndsTheDirectionUntilARestart() throws {
    let pair = try pair(History.self)
    let note = Talk<History>.note(Note(Self.words))
    _ = try pair.carry([note])
    try pair.left.send(note, at: 0)
    let frame = try #require(try pair.left.poll(at: 0, flushes: true))
    var broken = frame
    broken[broken.count - 1] ^= 0xFF
    broken[1] ^= 0xFF
    #expect(throws: LinkError.self) { try pair.right.receive(broken, at: 0) }
    #expect(throws: LinkError.ended) { try pair.right.receive(frame, at: 0) }
    try pair.right.restart()
    try pair.exchange(at: 0)
    #expect(pair.right.next() == nil)
    #expect(try pair.carry([note, note]).messages == [note, note])
  }

  /// A snapshot that others refer to in the same frame would not be there yet: it ends its frame.
  @Test func aBaselineInTheBodyEndsTheFrame() throws {
    let pair = try pair(History.self)
    let messages = (0..<5).map { Talk<History>.world(Place(id: 0, x: UInt16($0), y: 1)) }
    #expect(try pair.carry(messages).messages == messages)
  }

  @Test func historyModeKeepsNoMoreThanItStates() throws {
    let contexts = try ZstdContexts()
    let compression = try ZstdLink<Talk<History>>(contexts: contexts)
    let end = ChannelEnd<Talk<History>>(session: 1, compression: compression)
    let other = ChannelEnd<Talk<History>>(session: 2, compression: try ZstdLink<Talk<History>>(contexts: contexts))
    let pair = try Pair(left: end, right: other)
    for _ in 0..<100 { _ = try pair.carry([.note(Note(Self.words + Self.words))]) }
    // Two directions of 2 KiB, as the 6 KiB demand.
    #expect(compression.linkByteCount <= 6 << 10)
  }
}
