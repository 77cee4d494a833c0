// Whether values differ on the wire where their types have no delta form of their own: by codes, for what is rounded to a
// grid on the way.

extension QuantisedRange {
  /// Whether two values have different codes. Where one has none, that is for its encoding to say.
  @inlinable
  @inline(__always)
  public func differs(_ value: Double, from baseline: Double) -> Bool {
    value != baseline && (isFar(value, from: baseline) || hasOtherCode(value, than: baseline))
  }

  /// Whether two values are so far apart that no code is nearest to both: then nobody has to look for their codes.
  @inlinable
  @inline(__always)
  func isFar(_ value: Double, from baseline: Double) -> Bool {
    abs(value - baseline) * Double(denominator) > 1.5 * Double(step)
  }

  @inline(never)
  @usableFromInline
  func hasOtherCode(_ value: Double, than baseline: Double) -> Bool {
    guard let code = code(of: value) else { return true }
    return code != self.code(of: baseline)
  }
}

extension Float {
  /// Whether two values have different codes as `f16`.
  public func differsAsHalf(from baseline: Float) -> Bool { RealBits.half(self) != RealBits.half(baseline) }
}

extension Optional {
  /// Whether only one is there, or both are and differ.
  @inlinable
  @inline(__always)
  public func differs(from baseline: Wrapped?, by elementDiffers: (Wrapped, Wrapped) -> Bool) -> Bool {
    switch (self, baseline) {
    case (let value?, let baseline?): elementDiffers(value, baseline)
    case (nil, nil): false
    default: true
    }
  }
}

extension ElementList {
  /// Whether there are as many elements, each of which does not differ.
  @inlinable
  public func differs(from baseline: Self, by elementDiffers: (Element, Element) -> Bool) -> Bool {
    guard count == baseline.count else { return true }
    for index in 0..<count where elementDiffers(self[index], baseline[index]) { return true }
    return false
  }
}

extension FixedArray {
  /// Whether any element differs.
  @inlinable
  public func differs(from baseline: Self, by elementDiffers: (Element, Element) -> Bool) -> Bool {
    for index in indices where elementDiffers(self[index], baseline[index]) { return true }
    return false
  }
}

extension BitCodable where Self: Equatable {
  /// Whether two values have different encodings, of types without a delta form. Where one has none, that is for its encoding
  /// to say.
  public func isEncodedOtherwise(than baseline: Self) -> Bool {
    guard self != baseline else { return false }
    do throws(EncodeError) {
      return try encoded() != baseline.encoded()
    } catch {
      return true
    }
  }
}
