import WeftSchema

extension Diagnostic.Rule {
  static let display: Self = "DISPLAY"
}

extension Lowering {
  /// Whether text output can show a value of `type` in the form that `@display` states.
  mutating func check(_ display: Display?, _ attributes: [Syntax.Attribute], of type: FieldType) {
    guard let display, !canShow(type, as: display) else { return }
    guard let attribute = attributes.first(where: { $0.name.text == "display" }) else { return }
    error(.display, "'\(display.rawValue)' shows \(display.subject)", at: attribute.arguments.first?.value.span ?? attribute.span)
  }

  private func canShow(_ type: FieldType, as display: Display) -> Bool {
    switch schema.resolvingAliases(type) {
    case .list(let element, _): return canShow(element, as: display)
    case .bytes(let count): return display.byteCount.map { fits($0, count) } ?? (display == .hexadecimal)
    case .unsigned(let bitCount): return display.byteCount.map { 8 * $0 == bitCount } ?? true
    case .signed, .ranged, .varint: return display.byteCount == nil
    case .float, .fixed: return display == .time || display == .decimal
    case .named(let id, _):
      // A small record counts as the number that its bits are; of it, and of what is not lowered yet, all is accepted.
      if case .record = schema[id].body { return display.byteCount == nil }
      if case .union = schema[id].body { return false }
      return display == .decimal || display == .hexadecimal
    case .bool, .text, .match, .padding: return display == .decimal || display == .hexadecimal
    }
  }

  private func fits(_ byteCount: Int, _ count: Count) -> Bool {
    switch count {
    case .fixed(let exact): exact == byteCount
    case .bounded(let min, let max): (min...max).contains(byteCount)
    case .computed(_, let max), .toEnd(let max): max.map { byteCount <= $0 } ?? true
    }
  }
}

extension Display {
  /// Of an address.
  fileprivate var byteCount: Int? {
    switch self {
    case .ipv4: 4
    case .mac: 6
    case .ipv6: 16
    case .decimal, .hexadecimal, .time: nil
    }
  }

  fileprivate var subject: String {
    switch self {
    case .ipv4: "4 bytes or a u32"
    case .mac: "6 bytes or a u48"
    case .ipv6: "16 bytes"
    case .decimal: "numbers"
    case .hexadecimal: "numbers and bytes"
    case .time: "numbers"
    }
  }
}
