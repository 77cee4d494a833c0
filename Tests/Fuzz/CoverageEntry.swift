// The program of `Tests/Fuzz/coverage`: runs the harness's seeds, the inputs of folders and changes of both, and ends. No engine.
#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
import WeftFuzz

@main
struct Replay {
  /// How many changes of each input, then folders.
  static func main() {
    let harness = HARNESS()
    let changes = CommandLine.arguments.dropFirst().first.flatMap { UInt64($0) } ?? 0
    var count = 0
    func run(_ input: [UInt8]) {
      count += 1
      if let finding = harness.finding(in: input) { print("finding: \(finding)") }
    }
    let inputs =
      harness.seeds + harness.systematicInputs(maximumByteCount: 1024)
      + CommandLine.arguments.dropFirst(2).flatMap { files(in: $0) }
    for (index, input) in inputs.enumerated() {
      run(input)
      for seed in 0..<changes {
        let other = seed & 1 == 0 ? nil : inputs[(index + Int(seed)) % inputs.count]
        let number = seed << 32 | UInt64(index)
        if let changed = harness.mutate(input, other: other, maximumByteCount: 1024, seed: number) { run(changed) }
      }
    }
    print("\(inputs.count) inputs, \(count) executions")
  }

  private static func files(in folder: String) -> [[UInt8]] {
    guard let entries = opendir(folder) else { return [] }
    defer { closedir(entries) }
    var names: [String] = []
    while let entry = readdir(entries) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted().map { read("\(folder)/\($0)") }
  }

  private static func read(_ path: String) -> [UInt8] {
    guard let file = fopen(path, "r") else { return [] }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    return Array(bytes.prefix(fread(&bytes, 1, bytes.count, file)))
  }
}
