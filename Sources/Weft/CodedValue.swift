/// An enum or a set of flags: a value that is one code of constant width.
public protocol CodedValue: ConstantSizeCodable, RawRepresentable where RawValue: CodeStorage {
  /// The code on the wire.
  ///
  /// - Throws: ``EncodeError/Reason/unknownCode(found:)`` for a raw value that has no place on the wire.
  func code() throws(EncodeError) -> UInt64
}

/// What an enum's or a set of flags' code is kept in. Less is asked of it than of an integer, so that less is compiled.
public protocol CodeStorage: Hashable, Sendable {
  /// The low bits of a code.
  init(code: UInt64)
  var code: UInt64 { get }
}

extension UInt8: CodeStorage {
  @inlinable
  @inline(__always)
  public init(code: UInt64) { self = UInt8(truncatingIfNeeded: code) }

  @inlinable
  @inline(__always)
  public var code: UInt64 { UInt64(truncatingIfNeeded: self) }
}

extension UInt16: CodeStorage {
  @inlinable
  @inline(__always)
  public init(code: UInt64) { self = UInt16(truncatingIfNeeded: code) }

  @inlinable
  @inline(__always)
  public var code: UInt64 { UInt64(truncatingIfNeeded: self) }
}

extension UInt32: CodeStorage {
  @inlinable
  @inline(__always)
  public init(code: UInt64) { self = UInt32(truncatingIfNeeded: code) }

  @inlinable
  @inline(__always)
  public var code: UInt64 { UInt64(truncatingIfNeeded: self) }
}

extension UInt64: CodeStorage {
  @inlinable
  @inline(__always)
  public init(code: UInt64) { self = code }

  @inlinable
  @inline(__always)
  public var code: UInt64 { self }
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
  static func rawValue(of run: BitRun) -> RawValue {
    RawValue(code: Self.bitCount == 0 ? 0 : run.code(at: 0, count: Self.bitCount))
  }

  /// The raw value, if it fits the width.
  @inlinable
  @inline(__always)
  func fittingCode() throws(EncodeError) -> UInt64 {
    let code = rawValue.code
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
      try DecodeError.failUnknownCase(code.code, at: run.start)
    }
    self = value
  }

  @inlinable
  @inline(__always)
  public func code() throws(EncodeError) -> UInt64 { rawValue.code }
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
    let unknown = bits.code & ~Self.knownBits.code
    guard unknown == 0 else { try run.fail(.unknownFlags(found: unknown)) }
    self.init(rawValue: bits)
  }

  @inlinable
  @inline(__always)
  public func code() throws(EncodeError) -> UInt64 {
    let unknown = rawValue.code & ~Self.knownBits.code
    guard unknown == 0 else { try EncodeError.fail(.unknownCode(found: unknown)) }
    return rawValue.code
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
  public func code<Value: CodedValue>(
    _ value: Value, at offset: UInt64 = 0, field: FieldName
  ) throws(EncodeError) -> UInt64 {
    do throws(EncodeError) {
      return try value.code() &<< offset
    } catch {
      try error.rethrow(within: field)
    }
  }
}
