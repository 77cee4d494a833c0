public import Weft

/// A generated codec as the comparison uses it: from borrowed bytes, into a buffer that is used again and again.
public protocol GeneratedCodec {
  associatedtype Value

  func decode(_ bytes: RawSpan) throws(DecodeError) -> Value
  func encode(_ value: Value, into buffer: consuming MutableRawSpan) throws(EncodeError) -> Int
}

/// A native definition.
public struct NativeCodec<Value: BitCodable>: GeneratedCodec {
  public init() {}

  public func decode(_ bytes: RawSpan) throws(DecodeError) -> Value { try Value(decoding: bytes) }

  public func encode(_ value: Value, into buffer: consuming MutableRawSpan) throws(EncodeError) -> Int {
    try value.encode(into: buffer)
  }
}

/// A message whose values all have one size: it has a way of its own to decode.
public struct ConstantMessageCodec<Value: ConstantSizeCodable & Message>: GeneratedCodec {
  public init() {}

  public func decode(_ bytes: RawSpan) throws(DecodeError) -> Value { try Value(decoding: bytes) }

  public func encode(_ value: Value, into buffer: consuming MutableRawSpan) throws(EncodeError) -> Int {
    try value.encode(into: buffer)
  }
}

/// A foreign definition, with what its parameters are given.
public struct ForeignCodec<Value: ForeignDefinition>: GeneratedCodec {
  let arguments: ForeignArguments

  public init(arguments: ForeignArguments) { self.arguments = arguments }

  public func decode(_ bytes: RawSpan) throws(DecodeError) -> Value { try Value(decoding: bytes, arguments: arguments) }

  public func encode(_ value: Value, into buffer: consuming MutableRawSpan) throws(EncodeError) -> Int {
    try value.encode(into: buffer, arguments: arguments)
  }
}
