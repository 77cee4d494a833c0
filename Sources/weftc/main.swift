import Foundation

// The tool of `WeftPlugin`: definition files in, Swift files out. 0: written; 1: a definition is wrong; 64: wrong usage.

/// Prints one line to stderr, in the form that `swift build` shows as it is.
func report(_ line: String) {
  FileHandle.standardError.write(Data((line + "\n").utf8))
}

do {
  let invocation = try Invocation(CommandLine.arguments.dropFirst())
  exit(try invocation.run() ? 0 : 1)
} catch let error as UsageError {
  report("weftc: error: \(error.message); \(Invocation.usage)")
  exit(64)
} catch let error as FileError {
  report("\(error.path): error: \(error.message)")
  exit(1)
}
