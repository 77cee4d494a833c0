import ArgumentParser
import WeftSchema

/// Where a command reads one message from: the arguments `MESSAGE [FILE]`.
struct MessageInput: ParsableArguments {
  @Argument(help: "The definition, Name or Module.Name.", completion: definitionNames)
  var message: String

  @Argument(help: "A file; '-' is standard input.", completion: .file())
  var file = "-"

  /// All of the input; on a terminal a line says what is waited for.
  func read(_ what: String) throws(Failure) -> [UInt8] {
    let source = try ByteSource(path: file)
    if source.isTerminal, StandardError.isTerminal {
      StandardError.print("weft: reading \(what) for \(message) from the terminal; Ctrl-D ends it")
    }
    return try source.readAll()
  }

  /// The bytes of one message.
  func readBytes(_ form: ByteForm) throws(Failure) -> [UInt8] {
    let text = try read(form == .raw ? "bytes" : form.rawValue)
    do { return try form.bytes(from: text) } catch {
      throw .broken("\(name): \(error.placed(in: text)); the input should be \(form.rawValue) (--from says otherwise)")
    }
  }

  var name: String { file == "-" ? "stdin" : file }
}
