import ArgumentParser

// The `weft` command. 0: fine; 1: what was read is broken; 64: wrong usage. Each failure is one line on stderr.

StandardOutput.ignoreBrokenPipes()
run(Array(CommandLine.arguments.dropFirst()))

func run(_ arguments: [String]) -> Never {
  do {
    var command = try Root.parseAsRoot(arguments)
    try command.run()
    Root.exit()
  } catch let failure as Failure {
    fail(failure.line, failure.code)
  } catch let code as ExitCode {
    Root.exit(withError: code)
  } catch {
    // Help, the version and completion scripts arrive here too, as errors with the code 0.
    let code = Root.exitCode(for: error)
    if code == .success { Root.exit(withError: error) }
    fail(Failure.usage(Root.message(for: error), command: arguments.first { !$0.hasPrefix("-") }).line, .validationFailure)
  }
}

private func fail(_ line: String, _ code: ExitCode) -> Never {
  StandardError.print(line)
  Root.exit(withError: code)
}
