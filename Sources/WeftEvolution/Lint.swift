public import WeftSchema

/// What is right and will be regretted: few rules, each with a reason. What is plainly wrong — added fields that do not fit their
/// extension, a message above its MTU — the compiler refuses.
public enum LintRule: String, Sendable, Hashable, CaseIterable {
  case rangeJustAbovePower = "RANGE_JUST_ABOVE_POWER"
  case listMakesHuge = "LIST_MAKES_HUGE"
  case removedWithoutReserved = "REMOVED_WITHOUT_RESERVED"

  public var explanation: String {
    switch self {
    case .rangeJustAbovePower:
      "A range costs the bits of its highest code. A few values above a power of two cost a whole bit in every message; a range that ends at the power does not."
    case .listMakesHuge:
      "Every reader must be ready for the largest value of every message. A bound of a list far above what is ever sent makes hostile messages expensive, and its count wide."
    case .removedWithoutReserved:
      "The name of a field that was removed, and the code of an enum's case, can be given to another later, and old JSON or bytes then mean that. Write it under `reserved` in its definition."
    }
  }
}

/// One finding of ``Lint``.
public struct LintFinding: Sendable, Hashable {
  public var rule: LintRule
  /// `Module.Definition` or `Module.Definition.field`.
  public var path: String
  public var detail: String
}

/// Looks through a schema, and through what an earlier version of it had.
public struct Lint: Sendable {
  public private(set) var findings: [LintFinding] = []
  private let schema: Schema

  /// Above this the size of a message is worth a word.
  public static let hugeByteCount = 1 << 20

  public init(_ schema: Schema, earlier: Schema? = nil) {
    self.schema = schema
    for definition in schema.definitions {
      let path = "\(definition.module).\(definition.name)"
      switch definition.body {
      case .record(let record) where record.foreign == nil: lint(record, definition, path)
      case .alias(let alias): lint(alias.type, path)
      case .union(let union):
        for unionCase in union.cases { if let type = unionCase.type { lint(type, "\(path).\(unionCase.name)") } }
      default: break
      }
    }
    if let earlier { lintRemoved(since: earlier) }
  }

  private mutating func found(_ rule: LintRule, _ path: String, _ detail: String) {
    findings.append(LintFinding(rule: rule, path: path, detail: detail))
  }

  private mutating func lint(_ record: Record, _ definition: Definition, _ path: String) {
    for field in record.fields { lint(field.type, "\(path).\(field.name)") }
    guard case .message = record.kind, let most = definition.bitCountRange.max, most / 8 > Self.hugeByteCount else { return }
    // Where it is the sum of several, the largest of them is where to begin.
    guard let field = record.fields.max(by: { $0.largestBitCount < $1.largestBitCount }) else { return }
    found(
      .listMakesHuge, "\(path).\(field.name)",
      "takes up to \((field.largestBitCount + 7) / 8) of the \((most + 7) / 8) bytes that the message can have")
  }

  private mutating func lint(_ type: FieldType, _ path: String) {
    switch type {
    case .list(let element, _): lint(element, path + "[]")
    case .ranged(let range) where range.bitCount < 64:
      let excess = range.maximumCode &+ 1 &- (1 << UInt64(max(0, range.bitCount - 1)))
      guard range.bitCount > 3, excess > 0, excess <= max(1, (1 << UInt64(range.bitCount - 1)) / 32) else { return }
      let end = range.upper - Int128(excess)
      found(
        .rangeJustAbovePower, path,
        "int(\(range.lower)...\(range.upper)) takes \(range.bitCount) bits; up to \(end) it would be \(range.bitCount - 1)")
    default: break
    }
  }

  /// A name that is only another one now is free as well. Definitions that are gone have no place for `reserved`.
  private mutating func lintRemoved(since earlier: Schema) {
    for before in earlier.definitions {
      guard let after = schema.definitions.first(where: { $0.name == before.name && $0.module == before.module }) else {
        continue
      }
      let path = "\(before.module).\(before.name)"
      switch (before.body, after.body) {
      case (.record(let old), .record(let new)) where old.foreign == nil && new.foreign == nil:
        let names = Set(new.fields.map(\.name) + new.reservedNames)
        for field in old.fields where !names.contains(field.name) {
          found(.removedWithoutReserved, "\(path).\(field.name)", "write: reserved \(field.name)")
        }
      case (.enumeration(let old), .enumeration(let new)):
        let codes = Set(new.cases.map(\.code) + new.reservedCodes)
        for item in old.cases where !codes.contains(item.code) {
          found(.removedWithoutReserved, "\(path).\(item.name)", "write: reserved \(item.code)")
        }
      default: break
      }
    }
  }
}

extension Field {
  fileprivate var largestBitCount: Int { bitCountRange.max ?? 0 }
}

extension Extensibility {
  /// The most bytes that the known generations take.
  func largestByteCount(of record: Record) -> Int {
    generations.reduce(0) { sum, generation in
      let bits = generation.fields.reduce(0) { sum, index in
        sum + (record.fields[index].isOptional ? 1 : 0) + (record.fields[index].bitCountRange.max ?? 0)
      }
      return sum + (bits + 7) / 8
    }
  }
}
