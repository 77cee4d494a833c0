/// A trace as it is written: lines of text, and what a perfect coder that knew the generator would need.
struct Trace {
  var name: String
  var fileName: String
  var lines: [String]
  var messageCount: Int
  /// `nil` where the values come out of a simulation, which has no probabilities.
  var entropyBits: Double?
}

func hexadecimal(_ bytes: [UInt8]) -> String {
  let digits = Array("0123456789abcdef".utf8)
  return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
}
