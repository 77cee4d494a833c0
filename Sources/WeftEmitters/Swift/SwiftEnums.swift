import WeftSchema

/// Enums and flags: their codes are all that is particular to them, the codec stands in the runtime.
extension SwiftContext {
  func emit(_ enumeration: Enumeration, of definition: Definition, into writer: inout SwiftWriter) {
    writer.documentation(definition.documentation)
    let raw = "UInt\(Self.storageWidth(enumeration.bitCount))"
    let name = SwiftNames.escaped(definition.name)
    if enumeration.isOpen {
      writer.block("public struct \(name): \(runtime("OpenEnum")), Hashable") { writer in
        emitBitCount(enumeration.bitCount, into: &writer)
        emitRawValue(raw, into: &writer)
        emitValues(enumeration.cases, of: name, into: &writer) { "\($0)" }
      }
      return
    }
    writer.block("public enum \(name): \(raw), \(runtime("ClosedEnum"))") { writer in
      emitBitCount(enumeration.bitCount, into: &writer)
      writer.line()
      for item in enumeration.cases {
        writer.documentation(item.documentation)
        writer.line("case \(SwiftNames.escaped(item.name)) = \(item.code)")
      }
    }
  }

  func emit(_ flags: Flags, of definition: Definition, into writer: inout SwiftWriter) {
    writer.documentation(definition.documentation)
    let raw = "UInt\(Self.storageWidth(flags.bitCount))"
    let name = SwiftNames.escaped(definition.name)
    writer.block("public struct \(name): \(runtime(flags.isOpen ? "OpenFlags" : "ClosedFlags")), Hashable") { writer in
      emitBitCount(flags.bitCount, into: &writer)
      if !flags.isOpen {
        let mask = "0x" + String(flags.mask, radix: 16, uppercase: true)
        writer.line("@export(implementation) public static var knownBits: \(raw) { \(mask) }")
      }
      emitRawValue(raw, into: &writer)
      emitValues(flags.cases, of: name, into: &writer) { "1 << \($0)" }
    }
  }

  private func emitBitCount(_ bitCount: Int, into writer: inout SwiftWriter) {
    writer.line("@export(implementation) public static var bitCount: Int { \(bitCount) }")
  }

  private func emitRawValue(_ raw: String, into writer: inout SwiftWriter) {
    writer.line("public var rawValue: \(raw)")
    writer.line()
    writer.line("@export(implementation) public init(rawValue: \(raw)) { self.rawValue = rawValue }")
  }

  private func emitValues(
    _ cases: [Enumeration.Case], of name: String, into writer: inout SwiftWriter, code: (UInt64) -> String
  ) {
    for item in cases {
      writer.line()
      writer.documentation(item.documentation)
      let value = "\(name)(rawValue: \(code(item.code)))"
      writer.line("@export(implementation) public static var \(SwiftNames.escaped(item.name)): \(name) { \(value) }")
    }
  }
}
