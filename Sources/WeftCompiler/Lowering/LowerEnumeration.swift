import WeftSchema

extension Diagnostic.Rule {
  static let openWidth: Self = "OPEN_WIDTH"
  static let noCases: Self = "NO_CASES"
  static let code: Self = "CODE"
  static let duplicateCode: Self = "DUPLICATE_CODE"
  static let reservedName: Self = "RESERVED_NAME"
  static let reservedCode: Self = "RESERVED_CODE"
  static let similarName: Self = "SIMILAR_NAME"
}

/// The names of one definition's fields or cases.
struct MemberNames {
  private var first: [String: Syntax.Name] = [:]
  /// Lower-case and without underscores: two names that differ in nothing else are one typing mistake apart, and one in JSON
  /// or in another language's spelling.
  private var folded: [String: Syntax.Name] = [:]
  private var reserved: [String: Span] = [:]

  init(reserved: [Syntax.Reserved]) {
    for item in reserved {
      if case .name(let name) = item.kind { self.reserved[name] = self.reserved[name] ?? item.span }
    }
  }

  /// - Returns: whether the name is new; the reason is reported otherwise.
  mutating func declare(_ name: Syntax.Name, _ what: String, _ lowering: inout Lowering) -> Bool {
    lowering.checkCase(of: name, isUpper: false, what: what)
    lowering.checkMemberName(name, isCase: what == "a case" || what == "a flag")
    if let other = first[name.text] {
      lowering.error(
        .duplicateName, "'\(name.text)' is declared twice", at: name.span, notes: [.init("first declared here", at: other.span)])
      return false
    }
    first[name.text] = name
    if let span = reserved[name.text] {
      lowering.error(
        .reservedName, "the name '\(name.text)' is reserved", at: name.span, notes: [.init("reserved here", at: span)])
    }
    let fold = Self.folded(name.text)
    if let other = folded[fold] {
      lowering.error(
        .similarName, "'\(name.text)' and '\(other.text)' differ only in case and underscores", at: name.span,
        notes: [.init("declared here", at: other.span)])
    }
    folded[fold] = folded[fold] ?? name
    return true
  }

  /// Names are ASCII.
  private static func folded(_ name: String) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(name.utf8.count)
    for byte in name.utf8 where byte != UInt8(ascii: "_") { bytes.append((0x41...0x5A).contains(byte) ? byte | 0x20 : byte) }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension Lowering {
  mutating func lower(_ syntax: Syntax.Enumeration, file: Int) -> Definition.Body {
    let what = syntax.isFlags ? "a flag" : "a case"
    var declared: Int?
    if case .unsigned(let bitCount)? = syntax.width?.kind { declared = bitCount }
    if syntax.open != nil && syntax.width == nil {
      error(
        .openWidth, "an open \(syntax.isFlags ? "set of flags" : "enum") states its width", at: syntax.name.span,
        fixes: [.init(replace: syntax.name.span.end, with: ": u8")])
    }
    if syntax.cases.isEmpty && syntax.open == nil {
      let reason = syntax.isFlags ? "no flags" : "no cases, so that it has no value"
      error(.noCases, "'\(syntax.name.text)' has \(reason)", at: syntax.name.span)
    }
    let reserved = reservedCodes(of: syntax)
    var names = MemberNames(reserved: syntax.reserved)
    var byCode: [UInt64: Syntax.Name] = [:]
    var cases: [Enumeration.Case] = []
    for item in syntax.cases {
      let isNew = names.declare(item.name, what, &self)
      guard let code = lowerCode(item, of: syntax, declared, file: file), isNew else { continue }
      if let other = byCode[code] {
        error(
          .duplicateCode, "'\(other.text)' has \(syntax.isFlags ? "bit" : "code") \(code) already", at: item.value.span,
          notes: [.init("declared here", at: other.span)])
        continue
      }
      byCode[code] = item.name
      if let span = reserved[code] {
        error(
          .reservedCode, "\(syntax.isFlags ? "bit" : "code") \(code) is reserved", at: item.value.span,
          notes: [.init("reserved here", at: span)])
      }
      cases.append(Enumeration.Case(name: item.name.text, documentation: item.documentation, code: code))
    }
    let highest = cases.map(\.code).max() ?? 0
    if syntax.isFlags {
      let bitCount = declared ?? (cases.isEmpty ? 0 : Int(highest) + 1)
      return .flags(Flags(bitCount: bitCount, isOpen: syntax.open != nil, cases: cases))
    }
    return .enumeration(
      Enumeration(
        bitCount: declared ?? bitsNeeded(forCodesUpTo: highest), isOpen: syntax.open != nil, cases: cases,
        reservedCodes: reserved.keys.sorted()))
  }

  private mutating func reservedCodes(of syntax: Syntax.Enumeration) -> [UInt64: Span] {
    var reserved: [UInt64: Span] = [:]
    for item in syntax.reserved {
      guard case .number(let number) = item.kind else { continue }
      if let code = UInt64(exactly: number) {
        reserved[code] = reserved[code] ?? item.span
      } else {
        error(.code, "a code is 0...\(UInt64.max)", at: item.span)
      }
    }
    return reserved
  }

  private mutating func lowerCode(
    _ item: Syntax.Case, of syntax: Syntax.Enumeration, _ declared: Int?, file: Int
  ) -> UInt64? {
    guard let number = integer(item.value, in: file) else { return nil }
    if syntax.isFlags {
      let highest = (declared ?? 64) - 1
      guard (0...Int128(highest)).contains(number) else {
        error(.code, "the bit number of a flag is 0...\(highest), not \(number)", at: item.value.span)
        return nil
      }
      return UInt64(number)
    }
    let highest = UInt64.max >> UInt64(64 - (declared ?? 64))
    guard (0...Int128(highest)).contains(number) else {
      let type = declared.map { "u\($0)" } ?? "u64"
      error(.code, number < 0 ? "a code is not negative" : "code \(number) does not fit \(type)", at: item.value.span)
      return nil
    }
    return UInt64(number)
  }

  mutating func lower(_ syntax: Syntax.Union, file: Int) -> Union {
    if syntax.cases.isEmpty {
      error(.noCases, "'\(syntax.name.text)' has no cases, so that it has no value", at: syntax.name.span)
    }
    for item in syntax.reserved {
      if case .number = item.kind {
        error(.reservedCode, "the cases of a union are numbered in order, a number cannot be reserved", at: item.span)
      }
    }
    var names = MemberNames(reserved: syntax.reserved)
    var cases: [Union.Case] = []
    for item in syntax.cases {
      let isNew = names.declare(item.name, "a case", &self)
      let type = item.type.map { lower($0, TypeContext(file: file, place: .native)) }
      // Where the type was wrong the case is kept, so that a vector that names it is not wrong as well.
      if isNew { cases.append(Union.Case(name: item.name.text, documentation: item.documentation, type: type ?? nil)) }
    }
    return Union(cases: cases)
  }
}
