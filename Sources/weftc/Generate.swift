import WeftCompiler

extension Invocation {
  /// Compiles the module together with what it imports, and writes its Swift; `false` after errors, which are printed.
  func run() throws(FileError) -> Bool {
    for definition in definitions { _ = try read(definition.input) }
    return false
  }
}
