/// 200 instruments are listed and open; then quotes, trades and headlines as they come: 10,000 messages of one link.
///
/// A line: `{"message":"Quote","value":{"instrument":7,…}}`.
func marketTrace() -> Trace {
  var dice = Dice(seed: 0xC0DE_0003)
  var market = MarketDay()
  var lines = (0..<200).map { _ in market.listing(dice: &dice) }
  lines += (0..<200).map { market.opening(of: $0, dice: &dice) }
  lines += (lines.count..<10_000).map { _ in market.message(dice: &dice) }
  return Trace(name: "market", fileName: "market.ndjson", lines: lines, messageCount: lines.count, entropyBits: dice.entropyBits)
}

private struct MarketDay {
  private struct Instrument {
    var name: String
    var bid = 0
    var spread = 0
    /// Hundreds.
    var bidSize = 0
    var askSize = 0
  }

  private var instruments: [Instrument] = []
  private var time = 0
  /// How often each is traded.
  private static let weights = (0..<200).map { 20_000 / ($0 + 10) }

  mutating func listing(dice: inout Dice) -> String {
    let word = (0..<3).map { _ in syllables[dice.integer(below: 16)] }.joined()
    let name = word.prefix(1).uppercased() + word.dropFirst() + " " + industries[dice.integer(below: 8)]
    let letters = (0..<3 + dice.integer(below: 3)).map { _ in UInt8(65 + dice.integer(below: 26)) }
    let symbol = String(decoding: letters, as: UTF8.self)
    instruments.append(Instrument(name: name))
    return #"{"message":"Listing","value":{"instrument":\#(instruments.count - 1),"symbol":"\#(symbol)","name":"\#(name)"}}"#
  }

  mutating func opening(of index: Int, dice: inout Dice) -> String {
    let magnitude = 9 + dice.integer(below: 8)
    instruments[index].bid = (1 << magnitude) + dice.integer(below: 1 << magnitude)
    instruments[index].spread = 1 + dice.integer(below: 8)
    instruments[index].bidSize = 1 + dice.integer(below: 50)
    instruments[index].askSize = 1 + dice.integer(below: 50)
    return quoteText(index)
  }

  mutating func message(dice: inout Dice) -> String {
    // Bursts within milliseconds, and pauses.
    time += dice.isHit(3, of: 4) ? dice.integer(below: 8) : 8 + dice.integer(below: 248)
    switch dice.choice([74, 23, 3]) {
    case 0: return quote(dice: &dice)
    case 1: return trade(dice: &dice)
    default: return news(dice: &dice)
    }
  }

  private mutating func quote(dice: inout Dice) -> String {
    let index = dice.choice(MarketDay.weights)
    var instrument = instruments[index]
    instrument.bid = dice.walk(from: instrument.bid, in: 1...200_000, going: 36, most: 60)
    instrument.spread = dice.walk(from: instrument.spread, in: 1...200, going: 20, most: 8)
    instrument.bidSize = size(instrument.bidSize, dice: &dice)
    instrument.askSize = size(instrument.askSize, dice: &dice)
    instruments[index] = instrument
    return quoteText(index)
  }

  /// Stays as often as it does not.
  private func size(_ before: Int, dice: inout Dice) -> Int {
    var weights = (0..<99).map { 1 + 5000 / ($0 + 5) }
    weights[before - 1] += weights.reduce(0, +)
    return 1 + dice.choice(weights)
  }

  private func quoteText(_ index: Int) -> String {
    let instrument = instruments[index]
    return #"{"message":"Quote","value":{"instrument":\#(index),"time":\#(time),"bid":\#(instrument.bid),"#
      + #""ask":\#(instrument.bid + instrument.spread),"bidSize":\#(100 * instrument.bidSize),"#
      + #""askSize":\#(100 * instrument.askSize)}}"#
  }

  private func trade(dice: inout Dice) -> String {
    let index = dice.choice(MarketDay.weights)
    let isSale = dice.isHit(1, of: 2)
    let price = instruments[index].bid + (isSale ? 0 : instruments[index].spread)
    let size = dice.isHit(3, of: 4) ? 100 * (1 + dice.runLength(going: 50, most: 99)) : 1 + dice.integer(below: 99)
    return #"{"message":"Trade","value":{"instrument":\#(index),"time":\#(time),"price":\#(price),"size":\#(size),"#
      + #""side":"\#(isSale ? "sell" : "buy")"}}"#
  }

  private func news(dice: inout Dice) -> String {
    let index = dice.choice(MarketDay.weights)
    let others = (0..<dice.choice([12, 3, 1])).map { _ in dice.integer(below: 200) }
    let headline =
      instruments[index].name + " " + verbs[dice.integer(below: 8)] + " " + objects[dice.integer(below: 8)]
      + endings[dice.choice([8, 2, 2, 1, 1, 1, 1, 1])]
    let named = ([index] + others).map(String.init).joined(separator: ",")
    return #"{"message":"News","value":{"time":\#(time),"instruments":[\#(named)],"headline":"\#(headline)"}}"#
  }
}

private let syllables = [
  "ald", "ber", "cor", "dan", "els", "fer", "gon", "hal", "ing", "jor", "kal", "lum", "mar", "nor", "ost", "pal",
]
private let industries = ["Energy", "Foods", "Holdings", "Industries", "Logistics", "Mining", "Networks", "Pharma"]
private let verbs = ["raises", "cuts", "confirms", "withdraws", "doubts", "beats", "misses", "revises"]
private let objects = [
  "its forecast for the year", "its dividend", "expectations of analysts", "plans for a merger", "a contract in Asia",
  "the recall of a product", "its board of directors", "an offer for a competitor",
]
private let endings = [
  "", ", shares rise", ", shares fall", " after a review", " for the second time", ", says Łódź plant stays open",
  " amid strikes", " in Zürich",
]
