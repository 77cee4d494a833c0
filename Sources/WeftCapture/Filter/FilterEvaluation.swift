import Weft
import WeftDynamic
import WeftSchema
extension Filter {
  /// Whether it lets a packet through.
  ///
  /// Of a field that occurs several times, one value suffices; `!=` asks that all of them differ, and that there is one, as
  /// tshark does since 4.0.
  func admits(
    _ frame: borrowing Frame, _ layers: borrowing Layers, _ found: [[Columns.Occurrence]], _ context: ColumnContext,
    _ packet: RawSpan
  ) -> Bool {
    switch self {
    case .and(let left, let right):
      left.admits(frame, layers, found, context, packet) && right.admits(frame, layers, found, context, packet)
    case .or(let left, let right):
      left.admits(frame, layers, found, context, packet) || right.admits(frame, layers, found, context, packet)
    case .not(let inner): !inner.admits(frame, layers, found, context, packet)
    case .present(let column): context.isPresent(column, frame, layers, found)
    case .test(let test): test.admits(frame, layers, found, context, packet)
    }
  }
}

extension FilterTest {
  func admits(
    _ frame: borrowing Frame, _ layers: borrowing Layers, _ found: [[Columns.Occurrence]], _ context: ColumnContext,
    _ packet: RawSpan
  ) -> Bool {
    switch context.columns[column] {
    case .layer: return context.isPresent(column, frame, layers, found)
    case .frame(.protocols):
      var text = TextBuffer()
      text.append(layers.protocols, context.protocolNames)
      return literals[-1, default: []].contains { literal in text.withBytes { holds($0, literal) } }
    case .frame(let field):
      guard let value = frame.integer(field) else { return false }
      return relation == .isSet
        ? holds(Int128(value), nil) : literals[-1, default: []].contains { holds(Int128(value), $0) }
    case .values:
      let occurrences = found[column]
      if relation == .comparison(.notEqual) {
        return !occurrences.isEmpty && occurrences.allSatisfy { holds($0, layers, context, packet) }
      }
      return occurrences.contains { holds($0, layers, context, packet) }
    }
  }

  private func holds(
    _ occurrence: Columns.Occurrence, _ layers: borrowing Layers, _ context: ColumnContext, _ packet: RawSpan
  ) -> Bool {
    let layer = layers[Int(occurrence.layer)]
    let node = layer.tree.nodes[Int(occurrence.node)]
    let slot = context.slots[Int(occurrence.slot)]
    let candidates = literals[Int(occurrence.slot), default: []]
    switch node.kind {
    case .bytes, .text, .padding, .extensionTail:
      return candidates.contains { literal in layer.withBytes(of: node, packet) { holds($0, literal) } }
    case .float, .fixed:
      guard let value = slot.real(node) else { return false }
      return candidates.contains { holds(value, $0) }
    case .record:
      return holdsInteger(Int128(layer.bits(of: node, packet)), candidates)
    default:
      guard let value = node.integer else { return false }
      if slot.isPart { return holdsInteger(Int128(ValueForm(slot).shown(node.payload)), candidates) }
      return holdsInteger(value * Int128(slot.scale), candidates)
    }
  }

  private func holdsInteger(_ value: Int128, _ candidates: [FilterLiteral]) -> Bool {
    relation == .isSet ? holds(value, nil) : candidates.contains { holds(value, $0) }
  }

  private func holds(_ value: Int128, _ literal: FilterLiteral?) -> Bool {
    let masked = mask.map { value & Int128($0) } ?? value
    guard let literal else { return masked != 0 }
    guard case .integer(let other) = literal else { return false }
    return compares(masked, other)
  }

  private func holds(_ value: Double, _ literal: FilterLiteral) -> Bool {
    guard case .real(let other) = literal else { return false }
    return compares(value, other)
  }

  private func compares<Value: Comparable>(_ value: Value, _ other: Value) -> Bool {
    switch relation {
    case .comparison(.equal), .isIn: value == other
    case .comparison(.notEqual): value != other
    case .comparison(.less): value < other
    case .comparison(.lessOrEqual): value <= other
    case .comparison(.greater): value > other
    case .comparison(.greaterOrEqual): value >= other
    case .contains, .isSet: false
    }
  }

  private func holds(_ bytes: RawSpan, _ literal: FilterLiteral) -> Bool {
    switch literal {
    case .bytes(let other), .text(let other):
      return relation == .contains ? bytes.contains(other) : compares(bytes.order(against: other), 0)
    case .prefix(let other, let bitCount):
      return compares(bytes.startsWith(other, bitCount: bitCount) ? 0 : 1, 0)
    case .integer, .real: return false
    }
  }
}

extension RawSpan {
  fileprivate func contains(_ part: [UInt8]) -> Bool {
    if part.count > byteCount { return false }
    return (0...byteCount - part.count).contains { start in part.indices.allSatisfy { self[start + $0] == part[$0] } }
  }

  /// Below 0: before `other`; above: after.
  fileprivate func order(against other: [UInt8]) -> Int {
    for index in 0..<min(byteCount, other.count) where self[index] != other[index] {
      return Int(self[index]) - Int(other[index])
    }
    return byteCount - other.count
  }

  fileprivate func startsWith(_ other: [UInt8], bitCount: Int) -> Bool {
    guard byteCount == other.count else { return false }
    return (0..<bitCount).allSatisfy { (self[$0 >> 3] ^ other[$0 >> 3]) & (0x80 >> UInt8($0 & 7)) == 0 }
  }
}

extension NamedValues.Slot {
  /// Of `f16`, `f32`, `f64` and `fixed`.
  func real(_ node: ValueNode) -> Double? {
    switch (node.kind, type) {
    case (.fixed, .fixed(let range)):
      // All three numbers are below 2⁵³, so that one division is correctly rounded.
      return Double(Int64(truncatingIfNeeded: node.payload) &* range.step &+ range.lower) / Double(range.denominator)
    case (.float, .float(64)): return Double(bitPattern: node.payload)
    case (.float, .float(32)): return Double(Float(bitPattern: UInt32(truncatingIfNeeded: node.payload)))
    case (.float, .float(16)): return halfPrecision(UInt16(truncatingIfNeeded: node.payload))
    default: return nil
    }
  }
}

/// IEEE 754 binary16.
private func halfPrecision(_ bits: UInt16) -> Double {
  let sign: Double = bits & 0x8000 == 0 ? 1 : -1
  let fraction = Double(bits & 0x3FF) / 1024
  switch Int(bits >> 10) & 31 {
  case 0: return sign * fraction * 0x1p-14
  case 31: return fraction == 0 ? sign * .infinity : .nan
  case let exponent: return sign * Double(sign: .plus, exponent: exponent - 15, significand: 1 + fraction)
  }
}
