extension DynamicValue {
  /// Values one step simpler than this one, the boldest steps first.
  public var simpler: [DynamicValue] {
    switch content {
    case .null: return []
    case .bool(let value): return value ? [DynamicValue(.bool(false))] : []
    case .integer(let value):
      return value == 0 ? [] : [0, value / 2, value - value.signum()].filter { $0 != value }.map { DynamicValue(.integer($0)) }
    case .real(let value):
      return value == 0 ? [] : [0, value.rounded(.towardZero)].filter { $0 != value }.map { DynamicValue(.real($0)) }
    case .text(let text):
      // Bytes are text in JSON, too: hexadecimal digits, two a byte.
      let zeros = text.contains { $0 != "0" } ? [DynamicValue(.text(String(repeating: "0", count: text.count)))] : []
      let pairs = [DynamicValue(.text(String(text.dropLast(2))))]
      return text.isEmpty ? [] : Self.shorter(Array(text)).map { DynamicValue(.text(String($0))) } + pairs + zeros
    case .bytes(let bytes): return (Self.shorter(bytes) + Self.zeros(bytes)).map { DynamicValue(.bytes($0)) }
    case .list(let elements):
      let shorter = (Self.shorter(elements) + Self.withoutOne(of: elements)).map { DynamicValue(.list($0)) }
      return shorter + Self.replacingOne(of: elements, \.simpler).map { DynamicValue(.list($0)) }
    case .record(let members):
      let fewer = members.indices.map { index in
        var rest = members
        rest.remove(at: index)
        return DynamicValue(.record(rest))
      }
      let simpler = Self.replacingOne(of: members) { member in
        member.value.simpler.map { value in
          var copy = member
          copy.value = value
          return copy
        }
      }
      return fewer + simpler.map { DynamicValue(.record($0)) }
    }
  }

  /// Without its second half, and without its last element.
  private static func shorter<Element>(_ elements: [Element]) -> [[Element]] {
    elements.isEmpty ? [] : [Array(elements.prefix(elements.count / 2)), Array(elements.dropLast())]
  }

  private static func withoutOne<Element>(of elements: [Element]) -> [[Element]] {
    elements.indices.dropLast().map { index in
      var rest = elements
      rest.remove(at: index)
      return rest
    }
  }

  private static func zeros(_ bytes: [UInt8]) -> [[UInt8]] {
    bytes.contains { $0 != 0 } ? [Array(repeating: 0, count: bytes.count)] : []
  }

  private static func replacingOne<Element>(of elements: [Element], _ simpler: (Element) -> [Element]) -> [[Element]] {
    elements.indices.flatMap { index in
      simpler(elements[index]).map { replacement in
        var copy = elements
        copy[index] = replacement
        return copy
      }
    }
  }
}
