/// One line of what is wrong with the command line.
struct UsageError: Error {
  var message: String
}

/// What the command line asks for. The caller names every output, so that no rule for names is stated twice.
struct Invocation {
  static let usage =
    "usage: weftc --module NAME --catalog OUT (--definition IN OUT)… [--import IN]… [--dictionary IN]… [--root DIR], "
    + "or weftc --schemas OUT (--import IN)…"

  /// The SwiftPM target, which each definition file must name in its `module` line.
  var module: String
  /// The definition files of the target, each with the Swift file that is made of it.
  var definitions: [(input: String, output: String)] = []
  /// The definition files of the targets that this one depends on.
  var imports: [String] = []
  /// The `.dict` files beside all of those.
  var dictionaries: [String] = []
  /// Where the module's catalog goes.
  var catalog: String
  /// `--schemas`: nothing but the schema of all imported files, and a list of their modules' catalogs, is made, and goes here.
  var schemas: String?
  /// Paths below this folder are shown, and written into the output, relative to it.
  var root: String?

  init(_ arguments: some Sequence<String>) throws(UsageError) {
    var rest = Array(arguments)[...]
    var module: String?
    var catalog: String?
    while let option = rest.popFirst() {
      switch option {
      case "--module": module = try Self.value(of: option, from: &rest)
      case "--catalog": catalog = try Self.value(of: option, from: &rest)
      case "--schemas": schemas = try Self.value(of: option, from: &rest)
      case "--root": root = try Self.value(of: option, from: &rest)
      case "--dictionary": dictionaries.append(try Self.value(of: option, from: &rest))
      case "--import": imports.append(try Self.value(of: option, from: &rest))
      case "--definition":
        let input = try Self.value(of: option, from: &rest)
        definitions.append((input, try Self.value(of: option, from: &rest)))
      default: throw UsageError(message: "unknown argument '\(option)'")
      }
    }
    if schemas != nil {
      guard !imports.isEmpty else { throw UsageError(message: "--import is missing") }
      (self.module, self.catalog) = ("", "")
      return
    }
    guard let module else { throw UsageError(message: "--module is missing") }
    guard let catalog else { throw UsageError(message: "--catalog is missing") }
    guard !definitions.isEmpty else { throw UsageError(message: "--definition is missing") }
    self.module = module
    self.catalog = catalog
  }

  private static func value(of option: String, from rest: inout ArraySlice<String>) throws(UsageError) -> String {
    guard let value = rest.popFirst(), !value.hasPrefix("--") else {
      throw UsageError(message: "\(option) needs a value")
    }
    return value
  }

  /// The path as people see it.
  func displayPath(_ path: String) -> String {
    guard let root, path.hasPrefix(root + "/") else { return path }
    return String(path.dropFirst(root.count + 1))
  }
}
