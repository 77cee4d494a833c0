/// An integer of an expression in a foreign definition: 64 bits, signed, or no value at all.
///
/// Arithmetic that leaves 64 bits, divides by zero or uses an absent field has no value, and neither has anything made of it. It
/// becomes an error only where the value is needed: `length - 2 if type > 1 else 0` never asks for what it does not choose.
@frozen
public struct WireInteger: Sendable, ExpressibleByIntegerLiteral {
  /// `nil`: the expression has no value.
  public let value: Int64?

  @inlinable
  public init(_ value: Int64?) { self.value = value }

  @inlinable
  public init(integerLiteral value: Int64) { self.value = value }

  @inlinable
  public init(_ value: some FixedWidthInteger) { self.value = Int64(exactly: value) }

  /// A field that may be absent.
  @inlinable
  public init(_ value: (some FixedWidthInteger)?) { self.value = value.flatMap { Int64(exactly: $0) } }

  @inlinable
  public init(_ value: Bool) { self.value = value ? 1 : 0 }

  @inlinable
  public init(_ value: Bool?) { self.value = value.map { $0 ? 1 : 0 } }
}

extension WireInteger {
  @inlinable
  static func combine(
    _ left: WireInteger, _ right: WireInteger, _ operation: (Int64, Int64) -> (partialValue: Int64, overflow: Bool)
  ) -> WireInteger {
    guard let left = left.value, let right = right.value else { return WireInteger(nil as Int64?) }
    let result = operation(left, right)
    return WireInteger(result.overflow ? nil : result.partialValue)
  }

  @inlinable
  static func combine(_ left: WireInteger, _ right: WireInteger, _ operation: (Int64, Int64) -> Int64) -> WireInteger {
    guard let left = left.value, let right = right.value else { return WireInteger(nil as Int64?) }
    return WireInteger(operation(left, right))
  }

  @inlinable
  public static func + (left: Self, right: Self) -> Self { combine(left, right) { $0.addingReportingOverflow($1) } }
  @inlinable
  public static func - (left: Self, right: Self) -> Self { combine(left, right) { $0.subtractingReportingOverflow($1) } }
  @inlinable
  public static func * (left: Self, right: Self) -> Self { combine(left, right) { $0.multipliedReportingOverflow(by: $1) } }
  @inlinable
  public static func / (left: Self, right: Self) -> Self { combine(left, right) { $0.dividedReportingOverflow(by: $1) } }
  @inlinable
  public static func % (left: Self, right: Self) -> Self {
    combine(left, right) { $0.remainderReportingOverflow(dividingBy: $1) }
  }
  @inlinable
  public static func & (left: Self, right: Self) -> Self { combine(left, right) { $0 & $1 } }
  @inlinable
  public static func | (left: Self, right: Self) -> Self { combine(left, right) { $0 | $1 } }
  @inlinable
  public static func ^ (left: Self, right: Self) -> Self { combine(left, right) { $0 ^ $1 } }
  @inlinable
  public static prefix func ~ (operand: Self) -> Self { operand ^ -1 }
  @inlinable
  public static prefix func - (operand: Self) -> Self { 0 - operand }
}

// These are methods: as operators they would take part in everybody's overload resolution, and `1 << 24` be one of ours.
extension WireInteger {
  @inlinable
  static func compare(_ left: WireInteger, _ right: WireInteger, _ operation: (Int64, Int64) -> Bool) -> WireInteger {
    guard let left = left.value, let right = right.value else { return WireInteger(nil as Int64?) }
    return WireInteger(operation(left, right))
  }

  /// No value where a significant bit is lost, or the count is not in 0...63.
  @inlinable
  public func shiftedLeft(by count: WireInteger) -> WireInteger {
    Self.combine(self, count) { value, count in
      let shifted = value << count
      return (shifted, count < 0 || count > 63 || shifted >> count != value)
    }
  }
  @inlinable
  public func shiftedRight(by count: WireInteger) -> WireInteger {
    Self.combine(self, count) { value, count in (value >> count, count < 0 || count > 63) }
  }

  /// `not`.
  @inlinable
  public var not: WireInteger { equals(0) }
  @inlinable
  public func equals(_ other: WireInteger) -> WireInteger { Self.compare(self, other) { $0 == $1 } }
  @inlinable
  public func differs(from other: WireInteger) -> WireInteger { Self.compare(self, other) { $0 != $1 } }
  @inlinable
  public func isLess(than other: WireInteger) -> WireInteger { Self.compare(self, other) { $0 < $1 } }
  @inlinable
  public func isAtMost(_ other: WireInteger) -> WireInteger { Self.compare(self, other) { $0 <= $1 } }
  @inlinable
  public func isGreater(than other: WireInteger) -> WireInteger { Self.compare(self, other) { $0 > $1 } }
  @inlinable
  public func isAtLeast(_ other: WireInteger) -> WireInteger { Self.compare(self, other) { $0 >= $1 } }

  /// `a if self else b`: what is not chosen is not evaluated.
  @inlinable
  public func choose(_ then: @autoclosure () -> WireInteger, _ otherwise: @autoclosure () -> WireInteger) -> WireInteger {
    guard let value else { return WireInteger(nil as Int64?) }
    return value != 0 ? then() : otherwise()
  }

  /// `self and other`.
  @inlinable
  public func and(_ other: @autoclosure () -> WireInteger) -> WireInteger { choose(other().differs(from: 0), 0) }

  /// `self or other`.
  @inlinable
  public func or(_ other: @autoclosure () -> WireInteger) -> WireInteger { choose(1, other().differs(from: 0)) }
}
