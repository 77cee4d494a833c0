// Made by weftc from Tests/Specimens/Shapes/shapes.weft. Changes belong there.

public import Weft

/// The most corners of a path.
public let cornerLimit = 5

/// A place on the board.
///
///     bits 0 ..< 8    x   int(-100...100)
///     bits 8 ..< 16   y   int(-100...100)
public struct Point: ConstantSizeCodable, Hashable {
  @export(implementation) public static var bitCount: Int { 16 }

  public var x: Int8
  public var y: Int8

  @export(implementation)
  public init(x: Int8, y: Int8 = 0) {
    self.x = x
    self.y = y
  }

  @export(implementation)
  @inline(__always)
  public init(decoding run: BitRun) throws(DecodeError) {
    let run = run.first(16)
    x = try run.integer(at: 0, from: -100, through: 100, field: "x")
    y = try run.integer(at: 8, from: -100, through: 100, field: "y")
  }

  @export(implementation)
  @inline(__always)
  public func encode(into writer: inout BitWriter) throws(EncodeError) {
    try writer.reserve(bitCount: 16)
    var word = try writer.code(x, from: -100, through: 100, field: "x")
    word |= try writer.code(y, at: 8, from: -100, through: 100, field: "y")
    writer.put(word, bitCount: 16)
  }
}

/// A name that is not longer than a screen is wide.
public typealias Label = String

public typealias Digest = FixedBytes<32>

public enum Colour: UInt8, ClosedEnum {
  @export(implementation) public static var bitCount: Int { 3 }

  case red = 0
  case green = 1
  case blue = 4
}

/// What may be added later.
public struct Material: OpenEnum, Hashable {
  @export(implementation) public static var bitCount: Int { 5 }
  public var rawValue: UInt8

  @export(implementation) public init(rawValue: UInt8) { self.rawValue = rawValue }

  @export(implementation) public static var wood: Material { Material(rawValue: 0) }

  @export(implementation) public static var stone: Material { Material(rawValue: 1) }
}

public struct Sides: ClosedFlags, Hashable {
  @export(implementation) public static var bitCount: Int { 4 }
  @export(implementation) public static var knownBits: UInt8 { 0xB }
  public var rawValue: UInt8

  @export(implementation) public init(rawValue: UInt8) { self.rawValue = rawValue }

  @export(implementation) public static var north: Sides { Sides(rawValue: 1 << 0) }

  @export(implementation) public static var south: Sides { Sides(rawValue: 1 << 1) }

  @export(implementation) public static var west: Sides { Sides(rawValue: 1 << 3) }
}

public struct Tints: OpenFlags, Hashable {
  @export(implementation) public static var bitCount: Int { 9 }
  public var rawValue: UInt16

  @export(implementation) public init(rawValue: UInt16) { self.rawValue = rawValue }

  @export(implementation) public static var warm: Tints { Tints(rawValue: 1 << 0) }

  @export(implementation) public static var cold: Tints { Tints(rawValue: 1 << 8) }
}
