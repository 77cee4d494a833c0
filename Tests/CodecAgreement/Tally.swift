/// What was compared, and what differed.
public struct Tally: Sendable {
  public var valueCount = 0
  /// Of all values: as many flips there are.
  public var bitCount = 0
  public var flipCount = 0
  public var truncationCount = 0
  /// Of flips and truncations: those that both codecs accept.
  public var acceptedCount = 0
  /// The first few differences, each with the bytes that show it.
  public var defects: [String] = []

  public init() {}

  public mutating func add(_ other: Tally) {
    valueCount += other.valueCount
    bitCount += other.bitCount
    flipCount += other.flipCount
    truncationCount += other.truncationCount
    acceptedCount += other.acceptedCount
    defects += other.defects
  }

  mutating func note(_ defect: @autoclosure () -> String) {
    if defects.count < 5 { defects.append(defect()) }
  }
}
