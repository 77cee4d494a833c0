/// An enum or a set of flags: a value that is one code of constant width.
public protocol CodedValue: ConstantSizeCodable, RawRepresentable where RawValue: FixedWidthInteger & UnsignedInteger {
  /// The code on the wire.
  ///
  /// - Throws: ``EncodeError/Reason/unknownCode(found:)`` for a raw value that has no place on the wire.
  func code() throws(EncodeError) -> UInt64
}

/// `enum`: a code without a case is an error.
public protocol ClosedEnum: CodedValue {}

/// `open enum`: codes without a name are kept as raw values.
public protocol OpenEnum: CodedValue {
  init(rawValue: RawValue)
}

/// `flags`: bits without a name are an error.
public protocol ClosedFlags: CodedValue, OptionSet {
  /// The bits that have names.
  static var knownBits: RawValue { get }
}

/// `open flags`: bits without a name are kept.
public protocol OpenFlags: CodedValue, OptionSet {}

extension CodedValue {
  @inlinable
  public func encode(into writer: inout BitWriter) throws(EncodeError) {
    let code = try code()
    try writer.reserve(bitCount: Self.bitCount)
    writer.put(code, bitCount: Self.bitCount)
  }

  @inlinable
  @inline(__always)
  static func rawValue(of run: BitRun) -> RawValue { Self.bitCount == 0 ? 0 : run.integer(at: 0, count: Self.bitCount) }

  /// The raw value, if it fits the width.
  @inlinable
  @inline(__always)
  func fittingCode() throws(EncodeError) -> UInt64 {
    let code = UInt64(truncatingIfNeeded: rawValue)
    guard Self.bitCount == 64 || code >> UInt64(truncatingIfNeeded: Self.bitCount) == 0 else {
      try EncodeError.fail(.unknownCode(found: code))
    }
    return code
  }
}

extension ClosedEnum {
  @inlinable
  @inline(__always)
  public init(decoding run: BitRun) throws(DecodeError) {
    let code = Self.rawValue(of: run)
    guard let value = Self(rawValue: code) else {
      try DecodeError.failUnknownCase(UInt64(truncatingIfNeeded: code), at: run.start)
    }
    self = value
  }

  @inlinable
  @inline(__always)
  public func code() throws(EncodeError) -> UInt64 { UInt64(truncatingIfNeeded: rawValue) }
}

extension OpenEnum {
  @inlinable
  @inline(__always)
  public init(decoding run: BitRun) throws(DecodeError) { self.init(rawValue: Self.rawValue(of: run)) }

  @inlinable
  @inline(__always)
  public func code() throws(EncodeError) -> UInt64 { try fittingCode() }
}

extension ClosedFlags {
  @inlinable
  @inline(__always)
  public init(decoding run: BitRun) throws(DecodeError) {
    let bits = Self.rawValue(of: run)
    guard bits & ~Self.knownBits == 0 else { try run.fail(.unknownFlags(found: UInt64(bits & ~Self.knownBits))) }
    self.init(rawValue: bits)
  }

  @inlinable
  @inline(__always)
  public func code() throws(EncodeError) -> UInt64 {
    guard rawValue & ~Self.knownBits == 0 else {
      try EncodeError.fail(.unknownCode(found: UInt64(rawValue & ~Self.knownBits)))
    }
    return UInt64(rawValue)
  }
}

extension OpenFlags {
  @inlinable
  @inline(__always)
  public init(decoding run: BitRun) throws(DecodeError) { self.init(rawValue: Self.rawValue(of: run)) }

  @inlinable
  @inline(__always)
  public func code() throws(EncodeError) -> UInt64 { try fittingCode() }
}

extension BitWriter {
  /// The code of an enum or of flags.
  @inlinable
  @inline(__always)
  public func code<Value: CodedValue>(_ value: Value, field: StaticString) throws(EncodeError) -> UInt64 {
    do throws(EncodeError) {
      return try value.code()
    } catch {
      try error.rethrow(within: field)
    }
  }
}
