// As in Measured.swift; both modules have a `Found`, so these stand in a file of their own.

public import TraceMessages
public import Weft

@inline(never)
public func decodeCubes(_ bytes: RawSpan, into value: inout Cubes) throws(DecodeError) {
  value = try Cubes(decoding: bytes)
}
@inline(never)
public func encodeCubes(_ value: borrowing Cubes, _ buffer: consuming MutableRawSpan) throws(EncodeError) -> Int {
  try value.encode(into: buffer)
}
@inline(never)
public func decodeCubesDelta(_ bytes: RawSpan, _ baseline: Cubes, into value: inout Cubes) throws(DecodeError) {
  try value.decode(from: bytes, against: baseline)
}
@inline(never)
public func encodeCubesDelta(
  _ value: Cubes, _ baseline: Cubes, _ buffer: consuming MutableRawSpan
) throws(EncodeError) -> Int {
  try value.encode(into: buffer, against: baseline)
}
@inline(never)
public func encodeCubesPrediction(_ newest: Cubes, _ second: Cubes, into value: inout Cubes) {
  value.predict(from: newest, second: second, third: nil, ages: BaselineAges(first: 6, second: 7))
}
