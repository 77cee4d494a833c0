// The program behind `check-budgets`: `Budgets counts ROUNDS` runs everything under callgrind, `Budgets allocations` prints
// how often each message asks for memory, `Budgets bytes` its mean size.

import Workload

let workload = try Workload()
switch CommandLine.arguments.dropFirst().first {
case "counts":
  let rounds = CommandLine.arguments.count > 2 ? Int(CommandLine.arguments[2]) ?? 640 : 640
  var digest: UInt64 = 0
  for operation in workload.operations { digest &+= try operation.run(rounds) }
  print(digest)
case "allocations":
  for operation in workload.operations where operation.contestant == .weft {
    print(operation.verb.rawValue, operation.message, try allocations(of: operation))
  }
case "bytes":
  for (message, bytes) in workload.meanByteCounts { print(message, bytes) }
default:
  print("usage: Budgets counts [ROUNDS] | allocations | bytes")
}
