public import Weft

/// A generated codec as the comparison uses it: from borrowed bytes, into a buffer that is used again and again.
public protocol GeneratedCodec {
  associatedtype Value

  func decode(_ bytes: RawSpan) throws(DecodeError) -> Value
  func encode(_ value: Value, into buffer: consuming MutableRawSpan) throws(EncodeError) -> Int
}

/// A native definition.
struct NativeCodec<Value: BitCodable>: GeneratedCodec {
  func decode(_ bytes: RawSpan) throws(DecodeError) -> Value { try Value(decoding: bytes) }

  func encode(_ value: Value, into buffer: consuming MutableRawSpan) throws(EncodeError) -> Int {
    try value.encode(into: buffer)
  }
}

/// A message whose values all have one size: it has a way of its own to decode.
struct ConstantMessageCodec<Value: ConstantSizeCodable & Message>: GeneratedCodec {
  func decode(_ bytes: RawSpan) throws(DecodeError) -> Value { try Value(decoding: bytes) }

  func encode(_ value: Value, into buffer: consuming MutableRawSpan) throws(EncodeError) -> Int {
    try value.encode(into: buffer)
  }
}

/// A foreign definition, with what its parameters are given.
struct ForeignCodec<Value: ForeignDefinition>: GeneratedCodec {
  var arguments: ForeignArguments

  func decode(_ bytes: RawSpan) throws(DecodeError) -> Value { try Value(decoding: bytes, arguments: arguments) }

  func encode(_ value: Value, into buffer: consuming MutableRawSpan) throws(EncodeError) -> Int {
    try value.encode(into: buffer, arguments: arguments)
  }
}
