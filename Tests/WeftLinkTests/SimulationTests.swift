import Foundation
import Testing
import Weft

@testable import WeftLink

/// Whatever the network does to datagrams, no end ever takes a value that was not sent.
///
/// CI tries ten seeds with 2,000 ticks; `make simulation` a hundred with 10,000.
@Suite struct SimulationTests {
  static let seedCount = ProcessInfo.processInfo.environment["WEFT_LINK_SEEDS"].flatMap { Int($0) } ?? 10
  static let tickCount = ProcessInfo.processInfo.environment["WEFT_LINK_TICKS"].flatMap { Int($0) } ?? 2000

  @Test(arguments: 0..<seedCount) func noStateIsEverWrong(seed: Int) {
    var simulation = Simulation(seed: UInt64(seed))
    var (checked, differing) = (0, 0)
    for tick in 0..<Self.tickCount {
      simulation.run(tick)
      let agreement = simulation.checkAgreement()
      checked += agreement.checked
      differing += agreement.wrong
    }
    #expect(differing == 0 && checked > Self.tickCount, "seed \(seed): \(differing) of \(checked) acknowledged values differ")
    #expect(simulation.errors.count == 0, "seed \(seed): \(simulation.errors.prefix(3))")
    #expect(simulation.wrong.count == 0, "seed \(seed): \(simulation.wrong.prefix(3))")
    #expect(simulation.deliveredCount > Self.tickCount / 10, "seed \(seed): \(simulation.networks)")
  }
}
