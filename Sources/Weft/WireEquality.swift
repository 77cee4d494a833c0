/// Equality by what stands on the wire, for the types whose own `==` is another (`docs/language.md`, "Equality"): all NaN are
/// one, −0.0 is not 0.0, and text is its UTF-8 bytes, unnormalised. Generated types use it, so that equal values have equal
/// encodings and the other way round.
public protocol WireEquatable {
  func hasSameBits(as other: Self) -> Bool
  func hashBits(into hasher: inout Hasher)
}

extension Float: WireEquatable {
  @inlinable
  public func hasSameBits(as other: Float) -> Bool { wireBits == other.wireBits }
  @inlinable
  public func hashBits(into hasher: inout Hasher) { hasher.combine(wireBits) }
}

extension Double: WireEquatable {
  @inlinable
  public func hasSameBits(as other: Double) -> Bool { wireBits == other.wireBits }
  @inlinable
  public func hashBits(into hasher: inout Hasher) { hasher.combine(wireBits) }
}

extension String: WireEquatable {
  public func hasSameBits(as other: String) -> Bool { utf8.elementsEqual(other.utf8) }
  public func hashBits(into hasher: inout Hasher) {
    for byte in utf8 { hasher.combine(byte) }
    hasher.combine(0xFF as UInt8)
  }
}

extension Optional: WireEquatable where Wrapped: WireEquatable {
  @inlinable
  public func hasSameBits(as other: Wrapped?) -> Bool {
    switch (self, other) {
    case (let left?, let right?): left.hasSameBits(as: right)
    case (nil, nil): true
    default: false
    }
  }

  @inlinable
  public func hashBits(into hasher: inout Hasher) {
    hasher.combine(self == nil ? 0 : 1 as UInt8)
    self?.hashBits(into: &hasher)
  }
}

extension Array: WireEquatable where Element: WireEquatable {
  @inlinable
  public func hasSameBits(as other: [Element]) -> Bool {
    guard count == other.count else { return false }
    for index in indices where !self[index].hasSameBits(as: other[index]) { return false }
    return true
  }

  @inlinable
  public func hashBits(into hasher: inout Hasher) {
    hasher.combine(count)
    for element in self { element.hashBits(into: &hasher) }
  }
}

extension FixedArray: WireEquatable where Element: WireEquatable {
  @inlinable
  public func hasSameBits(as other: Self) -> Bool {
    for index in indices where !self[index].hasSameBits(as: other[index]) { return false }
    return true
  }

  @inlinable
  public func hashBits(into hasher: inout Hasher) {
    for index in indices { self[index].hashBits(into: &hasher) }
  }
}
