// Where a baseline is expected to be by now: integer arithmetic on codes, the same on every platform
// (`docs/language.md`, "Prediction").

extension DifferenceCoding {
  /// `step(n)`: the code after `ticks` steps, or the code itself where that leaves the range.
  @usableFromInline
  func stepped(_ code: UInt64, by step: Int64, ticks: Int) -> UInt64 {
    guard 1...65_535 ~= ticks, code <= maximumCode else { return code }
    let start = code ^ signBit
    if wraps { return moved(start, by: step, times: ticks) ^ signBit }
    let (distance, overflow) = step.multipliedReportingOverflow(by: Int64(truncatingIfNeeded: ticks))
    guard !overflow, distance.magnitude <= (distance < 0 ? start : maximumCode &- start) else { return code }
    return (distance < 0 ? start &- distance.magnitude : start &+ distance.magnitude) ^ signBit
  }

  /// start + step · ticks, modulo the number of codes.
  private func moved(_ start: UInt64, by step: Int64, times ticks: Int) -> UInt64 {
    let codeCount = maximumCode &+ 1
    if codeCount == 0 { return start &+ UInt64(bitPattern: step &* Int64(truncatingIfNeeded: ticks)) }
    let size = step.magnitude % codeCount
    let forward = step < 0 && size > 0 ? codeCount &- size : size
    // By doubling, so that no product leaves the word.
    var result = start
    var term = forward
    for bit in 0..<16 {
      if ticks >> bit & 1 == 1 { result = sum(result, term) }
      term = sum(term, term)
    }
    return result
  }

  /// The sum of two codes modulo the number of codes, which is not 2^64.
  private func sum(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let room = maximumCode &- left
    return right <= room ? left &+ right : right &- room &- 1
  }

  /// `linear`: the line through the newest two.
  @usableFromInline
  func line(_ newest: UInt64, _ second: UInt64, ages: BaselineAges) -> UInt64 {
    guard isOnLine(newest), isOnLine(second), 0 < ages.first, ages.first < ages.second, ages.second <= 1_023 else {
      return newest
    }
    let span = Int64(truncatingIfNeeded: ages.second &- ages.first)
    let numerator = 2 &* difference(newest, from: second) &* Int64(truncatingIfNeeded: ages.first) &+ span
    return moved(newest, by: Self.floor(numerator, 2 &* span))
  }

  /// `linear(3)`: the least-squares line through the newest three.
  @usableFromInline
  func line(_ newest: UInt64, _ second: UInt64, _ third: UInt64, ages: BaselineAges) -> UInt64 {
    guard isOnLine(newest), isOnLine(second), isOnLine(third), 0 < ages.first, ages.first < ages.second,
      ages.second < ages.third, ages.third <= 1_023
    else { return newest }
    let (a1, a2, a3) = (Int64(ages.first), Int64(ages.second), Int64(ages.third))
    let (w2, w3) = (difference(second, from: newest), difference(third, from: newest))
    // Below 2^56 in size: codes have 32 bits at most, ages 10.
    let (x, q) = (a1 &+ a2 &+ a3, a1 &* a1 &+ a2 &* a2 &+ a3 &* a3)
    let d = 3 &* q &- x &* x
    let m = q &* (w2 &+ w3) &- x &* (a2 &* w2 &+ a3 &* w3)
    return moved(newest, by: Self.floor(2 &* m &+ d, 2 &* d))
  }

  private func isOnLine(_ code: UInt64) -> Bool { code <= maximumCode && maximumCode <= 0xFFFF_FFFF }

  /// Of codes of at most 32 bits; with `wraps` the shorter way round, the positive one of two.
  private func difference(_ code: UInt64, from baseline: UInt64) -> Int64 {
    let difference = Int64(bitPattern: (code ^ signBit) &- (baseline ^ signBit))
    guard wraps else { return difference }
    let codeCount = Int64(bitPattern: maximumCode) &+ 1
    if difference > codeCount / 2 { return difference &- codeCount }
    return difference < -((codeCount &- 1) / 2) ? difference &+ codeCount : difference
  }

  /// A code of at most 32 bits moved by less than 2^60, to the end of the range at most or, with `wraps`, round it.
  private func moved(_ code: UInt64, by distance: Int64) -> UInt64 {
    let highest = Int64(bitPattern: maximumCode)
    let moved = Int64(bitPattern: code ^ signBit) &+ distance
    if !wraps { return UInt64(bitPattern: min(max(moved, 0), highest)) ^ signBit }
    return UInt64(bitPattern: moved &- Self.floor(moved, highest &+ 1) &* (highest &+ 1)) ^ signBit
  }

  /// The quotient rounded down; `divisor` is above 0.
  private static func floor(_ value: Int64, _ divisor: Int64) -> Int64 {
    let quotient = value / divisor
    return value % divisor < 0 ? quotient &- 1 : quotient
  }
}

extension DifferenceCoding {
  /// `step(n)` of a `uN` or an `iN`.
  @inlinable
  public func stepped<Value: FixedWidthInteger>(_ value: Value, by step: Int64, ages: BaselineAges) -> Value {
    self.value(of: stepped(code(of: value), by: step, ticks: ages.first))
  }

  /// `step(n)` of an `int(a...b)`.
  @inlinable
  public func stepped<Value: FixedWidthInteger>(
    _ value: Value, in range: ClosedRange<Value>, by step: Int64, ages: BaselineAges
  ) -> Value {
    let lower = UInt64(truncatingIfNeeded: range.lowerBound)
    let code = UInt64(truncatingIfNeeded: value) &- lower
    return Value(truncatingIfNeeded: stepped(code, by: step, ticks: ages.first) &+ lower)
  }

  /// `step(n)` of a quantised real: n steps of its grid.
  @inlinable
  public func stepped(_ value: Double, in range: QuantisedRange, by step: Int64, ages: BaselineAges) -> Double {
    guard let code = range.code(of: value) else { return value }
    return range.value(of: stepped(code, by: step, ticks: ages.first))
  }

  /// `linear` of a `uN` or an `iN`, with a `third` `linear(3)`.
  @inlinable
  public func line<Value: FixedWidthInteger>(
    _ newest: Value, second: Value?, third: Value? = nil, ages: BaselineAges
  ) -> Value {
    guard let second else { return newest }
    return value(of: line(code(of: newest), code(of: second), third.map { code(of: $0) }, ages: ages))
  }

  /// `linear` of an `int(a...b)`, with a `third` `linear(3)`.
  @inlinable
  public func line<Value: FixedWidthInteger>(
    _ newest: Value, in range: ClosedRange<Value>, second: Value?, third: Value? = nil, ages: BaselineAges
  ) -> Value {
    guard let second else { return newest }
    let lower = UInt64(truncatingIfNeeded: range.lowerBound)
    let code = line(
      UInt64(truncatingIfNeeded: newest) &- lower, UInt64(truncatingIfNeeded: second) &- lower,
      third.map { UInt64(truncatingIfNeeded: $0) &- lower }, ages: ages)
    return Value(truncatingIfNeeded: code &+ lower)
  }

  /// `linear` of a quantised real, with a `third` `linear(3)`.
  @inlinable
  public func line(
    _ newest: Double, in range: QuantisedRange, second: Double?, third: Double? = nil, ages: BaselineAges
  ) -> Double {
    // What rests stays, and most does: no quantising for that.
    guard let second, newest != second || third != nil && third != newest else { return newest }
    guard let start = range.code(of: newest), let before = range.code(of: second) else { return newest }
    return range.value(of: line(start, before, third.map { range.code(of: $0) ?? UInt64.max }, ages: ages))
  }

  @inlinable
  func line(_ newest: UInt64, _ second: UInt64, _ third: UInt64?, ages: BaselineAges) -> UInt64 {
    if let third { return line(newest, second, third, ages: ages) }
    return line(newest, second, ages: ages)
  }

  @inlinable
  func code<Value: FixedWidthInteger>(of value: Value) -> UInt64 { UInt64(truncatingIfNeeded: value) & maximumCode }

  @inlinable
  func value<Value: FixedWidthInteger>(of code: UInt64) -> Value {
    guard isSigned else { return Value(truncatingIfNeeded: code) }
    let unused = UInt64(truncatingIfNeeded: 64 &- bitCount)
    return Value(truncatingIfNeeded: Int64(bitPattern: code &<< unused) &>> Int64(bitPattern: unused))
  }
}

extension ElementList where Element: KeyedCodable & DeltaCodable {
  /// Moves the elements of the newest baseline, each by those of the same key in older ones, and stands there.
  @inlinable
  public mutating func predict(from newest: Self, second: Self?, third: Self?, ages: BaselineAges) {
    removeAll(keepingCapacity: true)
    reserveCapacity(newest.count)
    var places = (second: 0, third: 0)
    for index in 0..<newest.count {
      let element = newest[index]
      let key = Element.key(of: element)
      let before = second?.element(with: key, from: &places.second)
      // A line goes through neighbours only: where the one between is missing, the oldest does not count.
      let oldest = before == nil ? nil : third?.element(with: key, from: &places.third)
      var moved = element
      moved.predict(from: element, second: before, third: oldest, ages: ages)
      append(moved)
    }
  }

  /// The element of a key, looked for from a place onwards, which then is where the next key is looked for.
  @inlinable
  func element(with key: Element.Key, from place: inout Int) -> Element? {
    while place < count, Element.key(of: self[place]) < key { place &+= 1 }
    return place < count && Element.key(of: self[place]) == key ? self[place] : nil
  }
}
