/// How names of a schema become names of Swift.
enum SwiftNames {
  /// A name that may stand anywhere: keywords between back quotes.
  static func escaped(_ name: String) -> String { keywords.contains(name) ? "`\(name)`" : name }

  /// A name before the colon of an argument of a call, where Swift wants no back quotes but around one word. SE-0001.
  static func label(_ name: String) -> String { name == "inout" ? "`inout`" : name }

  /// `value` becomes `Value`: the name of a type that a field brings with it.
  static func type(_ name: String) -> String { name.prefix(1).uppercased() + name.dropFirst() }

  /// `URLSession` becomes `urlSession`, `Ping` becomes `ping`: the name of a case that a definition brings with it.
  static func lowercased(_ name: String) -> String {
    let capitals = name.prefix { $0.isUppercase }.count
    let lowered = capitals > 1 && capitals < name.count ? capitals - 1 : capitals
    return name.prefix(lowered).lowercased() + name.dropFirst(lowered)
  }

  /// Words that cannot be a name without back quotes. Those that may after a full stop are here as well: the
  /// emitted text is the same in all places.
  private static let keywords: Set<String> = [
    "actor", "any", "as", "associatedtype", "async", "await", "borrowing", "break", "case", "catch", "class", "consuming",
    "continue", "default", "defer", "deinit", "do", "else", "enum", "extension", "fallthrough", "false", "fileprivate", "for",
    "func", "guard", "if", "import", "in", "init", "inout", "internal", "is", "let", "nil", "nonisolated", "operator",
    "precedencegroup", "private", "protocol", "public", "repeat", "rethrows", "return", "self", "Self", "some", "static",
    "struct", "subscript", "super", "switch", "throw", "throws", "true", "try", "typealias", "Type", "var", "where", "while",
  ]
}
