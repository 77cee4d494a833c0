extension DynamicValue {
  /// Values one step simpler than this one, the boldest steps first.
  public var simpler: [DynamicValue] {
    switch content {
    case .null: return []
    case .bool(let value): return value ? [DynamicValue(.bool(false))] : []
    case .integer(let value):
      return Self.smaller(value).map { DynamicValue(.integer($0)) }
    case .real(let value):
      let whole = value.rounded(.towardZero)
      guard value == whole, let integer = Int128(exactly: whole) else {
        return [0, whole].filter { $0 != value && $0.isFinite }.map { DynamicValue(.real($0)) }
      }
      return Self.smaller(integer).map { DynamicValue(.real(Double($0))) }
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

  /// 0, then less by a half, a fourth and so on down to 1, so that the least that will do is found in few steps.
  private static func smaller(_ value: Int128) -> [Int128] {
    guard value != 0 else { return [] }
    var smaller: [Int128] = [0]
    var step = value / 2
    while step != 0 {
      smaller.append(value - step)
      step /= 2
    }
    return smaller
  }

  /// Its halves, and without its last or its first element.
  private static func shorter<Element>(_ elements: [Element]) -> [[Element]] {
    guard elements.count > 1 else { return elements.isEmpty ? [] : [[]] }
    let half = elements.count / 2
    return [elements.prefix(half), elements.dropFirst(half), elements.dropLast(), elements.dropFirst()].map(Array.init)
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
