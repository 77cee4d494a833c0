import Allocations

/// How often each round asks for memory: what a run of `rounds` costs beyond a run of one.
public func allocations(of operation: Operation, rounds: Int = 640) throws -> Double {
  // Caches, lazy globals and metadata are made in the first rounds.
  _ = try operation.run(sampleCount)
  let before = allocationCount()
  _ = try operation.run(rounds)
  return Double(allocationCount() - before) / Double(rounds)
}
