// The program behind `measure`: `Compare counts ROUNDS` runs everything under callgrind, `Compare times` prints nanoseconds,
// `Compare allocations` how often each message asks for memory. One line an operation: verb, message, contestant, figure.

import Workload

let contest = try Contest()
switch CommandLine.arguments.dropFirst().first {
case "counts":
  let rounds = CommandLine.arguments.count > 2 ? Int(CommandLine.arguments[2]) ?? 640 : 640
  var digest: UInt64 = 0
  for operation in contest.operations { digest &+= try operation.run(rounds) }
  print(digest)
case "times":
  for (operation, time) in zip(contest.operations, try times(of: contest.operations)) { operation.report(time) }
case "allocations":
  for operation in contest.operations where operation.contestant != .c {
    operation.report(try allocations(of: operation))
  }
default:
  print("usage: Compare counts [ROUNDS] | times | allocations")
}

extension Operation {
  func report(_ figure: Double) { print(verb.rawValue, message, contestant.rawValue, figure) }
}

/// Nanoseconds a round: the best of 15 turns of about 10 ms each, the operations taking turns, so that whatever else the
/// machine does falls on all of them.
func times(of operations: [Operation]) throws -> [Double] {
  let clock = ContinuousClock()
  func nanoseconds(_ operation: Operation, rounds: Int) throws -> Double {
    var digest: UInt64 = 0
    let elapsed = try clock.measure { digest = try operation.run(rounds) }
    precondition(digest > 0)
    return Double(elapsed.components.attoseconds) / 1e9 + Double(elapsed.components.seconds) * 1e9
  }
  let rounds = try operations.map { operation in max(64, Int(10_000_000 / (try nanoseconds(operation, rounds: 6400) / 6400))) }
  var best = [Double](repeating: .infinity, count: operations.count)
  for _ in 0..<15 {
    for index in operations.indices {
      best[index] = min(best[index], try nanoseconds(operations[index], rounds: rounds[index]) / Double(rounds[index]))
    }
  }
  return best
}
