import ArgumentParser

/// Why the command ends early: one line that says what is wrong and what to do, and the exit code.
struct Failure: Error {
  var line: String
  var code: ExitCode

  /// What was asked for cannot be done: a name that nobody declared, a file that is not there. Exit code 64.
  static func usage(_ message: String, command: String? = nil) -> Failure {
    let known = command.flatMap { Root.commandNames.contains($0) ? " \($0)" : nil } ?? ""
    // One line: where the first announces what may stand there, the choices are lines below it.
    let lines = message.split(separator: "\n")
    var message = lines.first.map(String.init) ?? message
    if message.hasSuffix(":") {
      message += " " + lines.dropFirst().map { $0.drop { $0 == " " || $0 == "-" } }.joined(separator: ", ")
    }
    return Failure(line: "weft: error: \(inHouseStyle(message)); see 'weft\(known) --help'", code: .validationFailure)
  }

  /// The same where the message says already what to do.
  static func mistake(_ message: String) -> Failure { Failure(line: "weft: error: \(message)", code: .validationFailure) }

  /// What was read is broken. Exit code 1.
  static func broken(_ message: String) -> Failure { Failure(line: "weft: error: \(message)", code: .failure) }

  private static func inHouseStyle(_ message: String) -> String {
    message.prefix(1).lowercased() + (message.last == "." ? message.dropLast() : message[...]).dropFirst()
  }
}
