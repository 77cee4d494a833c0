import CodecAgreement
import Foundation
import Synchronization
import WeftDynamic
import WeftSchema

/// The comparison of many definitions, in portions that all processors share; the largest definitions begin.
final class Run: Sendable {
  let valueCount: Int
  private let agreements: [Agreement]
  /// Of each definition so many values have every flip and truncation tried, where they have no more than 512 bytes.
  private let exhaustedCount: Int
  /// Of each other value at most so many flips, and as large a share of the truncations.
  private let maximumFlipCount: Int
  private let seed: UInt64
  private let start = ContinuousClock.now
  private let progress: Mutex<Progress>

  /// Values of one portion.
  private static let portion = 250
  private static let exhaustedBitCount = 4096

  private struct Progress {
    var next = 0
    var open: [Int]
    var tallies: [Tally]
    var seconds: [Double]
  }

  init(_ agreements: [Agreement], valueCount: Int, exhaustedCount: Int, maximumFlipCount: Int, seed: UInt64) {
    func size(_ agreement: Agreement) -> Int { agreement.codec.schema[agreement.definition].bitCountRange.max ?? 1 << 16 }
    self.agreements = agreements.sorted { (size($0), $1.name) > (size($1), $0.name) }
    self.valueCount = valueCount
    self.exhaustedCount = min(exhaustedCount, Self.portion, valueCount)
    self.maximumFlipCount = maximumFlipCount
    self.seed = seed
    let portions = (valueCount + Self.portion - 1) / Self.portion
    progress = Mutex(
      Progress(
        open: agreements.map { _ in portions }, tallies: agreements.map { _ in Tally() }, seconds: agreements.map { _ in 0 }))
  }

  var seconds: Double { (ContinuousClock.now - start) / .seconds(1) }

  /// Everything, with a line for each definition when it is through.
  func all() async -> Tally {
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<ProcessInfo.processInfo.activeProcessorCount { group.addTask { while self.one() {} } }
    }
    return progress.withLock { progress in progress.tallies.reduce(into: Tally()) { $0.add($1) } }
  }

  /// The next portion; `false` if there is none.
  private func one() -> Bool {
    let portions = (valueCount + Self.portion - 1) / Self.portion
    let number = progress.withLock { progress in
      defer { progress.next += 1 }
      return progress.next
    }
    guard number < agreements.count * portions else { return false }
    let (index, portion) = number.quotientAndRemainder(dividingBy: portions)
    let began = ContinuousClock.now
    let all = portion == 0 ? exhaustedCount : 0
    let rest = min(Self.portion, valueCount - portion * Self.portion) - all
    let seed = seed &+ UInt64(number) << 1
    var tally = agreements[index].compare(valueCount: all, seed: seed, maximumFlipCount: Self.exhaustedBitCount)
    tally.add(agreements[index].compare(valueCount: rest, seed: seed &+ 1, maximumFlipCount: maximumFlipCount))
    let seconds = (ContinuousClock.now - began) / .seconds(1)
    progress.withLock { progress in
      progress.tallies[index].add(tally)
      progress.seconds[index] += seconds
      progress.open[index] -= 1
      if progress.open[index] == 0 {
        print(progress.tallies[index].summary(of: agreements[index].name, seconds: progress.seconds[index]))
        for defect in progress.tallies[index].defects.prefix(5) { print("  " + defect) }
        fflush(nil)
      }
    }
    return true
  }
}

extension Tally {
  /// A line: what was compared of a definition, and in how much time of one processor.
  func summary(of name: String, seconds: Double) -> String {
    let share = bitCount == 0 ? 100 : Double(flipCount) / Double(bitCount) * 100
    let columns = [
      (name, -40), ("\(valueCount) values", 15), ("\(flipCount) flips", 17), (percent(share), 7),
      ("\(truncationCount) truncations", 21), ("\(acceptedCount) accepted", 19), (String(format: "%.1f s", seconds), 9),
    ]
    return columns.map { text, width in
      let padding = String(repeating: " ", count: max(0, abs(width) - text.count))
      return width < 0 ? text + padding : padding + text
    }.joined(separator: " ")
  }

  private func percent(_ share: Double) -> String { share == 100 ? "100 %" : String(format: "%.1f %%", share) }
}
