// Made by weftc from Tests/Specimens/Values/scalars.weft. Changes belong there.

public import SpecimenShapes
public import Weft

/// Integers of all kinds.
///
///     bit  0             a   u1
///     bits 1 ..< 8       b   u7
///     bits 8 ..< 16      c   u8
///     bits 16 ..< 29     d   u13
///     bits 29 ..< 45     e   u16
///     bits 45 ..< 76     f   u31
///     bits 76 ..< 108    g   u32
///     bits 108 ..< 158   h   u50
///     bits 158 ..< 209   i   u51
///     bits 209 ..< 272   j   u63
///     bits 272 ..< 336   k   u64
///     bit  336           l   i1
///     bits 337 ..< 345   m   i8
///     bits 345 ..< 357   n   i12
///     bits 357 ..< 390   o   i33
///     bits 390 ..< 447   p   i57
///     bits 447 ..< 511   q   i64
///     bits 511 ..< 519   s   int(-128...127)
///     bits 519 ..< 583   t   int(0...18446744073709551615)
///     bits 583 ..< 647   u   int(-9223372036854775808...9223372036854775807)
///     bits 647 ..< 649   v   int(1000000...1000002)
///     bits 649 ..< 683   w   int(-3...9000000000)
///     bit  683           x   bool
public struct Integers: Message, ConstantSizeCodable, Hashable {
  @export(implementation) public static var tag: Int { 1 }
  @export(implementation) public static var wireIdentity: UInt64 { 0xE808CD49A7A0440E }
  @export(implementation) public static var bitCount: Int { 684 }
  @export(implementation) public static var maximumDepth: Int { 1 }
  @export(implementation) public static var maximumElementCount: Int { 0 }

  public var a: UInt8
  public var b: UInt8
  public var c: UInt8
  public var d: UInt16
  public var e: UInt16
  public var f: UInt32
  public var g: UInt32
  public var h: UInt64
  public var i: UInt64
  public var j: UInt64
  public var k: UInt64
  public var l: Int8
  public var m: Int8
  public var n: Int16
  public var o: Int64
  public var p: Int64
  public var q: Int64
  public var r: UInt8
  public var s: Int8
  public var t: UInt64
  public var u: Int64
  public var v: UInt32
  public var w: Int64
  public var x: Bool

  @export(implementation)
  public init(
    a: UInt8, b: UInt8, c: UInt8, d: UInt16, e: UInt16, f: UInt32, g: UInt32, h: UInt64, i: UInt64,
    j: UInt64, k: UInt64, l: Int8, m: Int8, n: Int16, o: Int64, p: Int64, q: Int64, r: UInt8,
    s: Int8, t: UInt64, u: Int64, v: UInt32, w: Int64, x: Bool
  ) {
    self.a = a
    self.b = b
    self.c = c
    self.d = d
    self.e = e
    self.f = f
    self.g = g
    self.h = h
    self.i = i
    self.j = j
    self.k = k
    self.l = l
    self.m = m
    self.n = n
    self.o = o
    self.p = p
    self.q = q
    self.r = r
    self.s = s
    self.t = t
    self.u = u
    self.v = v
    self.w = w
    self.x = x
  }

  @export(implementation)
  @inline(__always)
  public init(decoding run: BitRun) throws(DecodeError) {
    let run = run.first(684)
    a = run.integer(at: 0, count: 1)
    b = run.integer(at: 1, count: 7)
    c = run.integer(at: 8, count: 8)
    d = run.integer(at: 16, count: 13)
    e = run.integer(at: 29, count: 16)
    f = run.integer(at: 45, count: 31)
    g = run.integer(at: 76, count: 32)
    h = run.integer(at: 108, count: 50)
    i = run.integer(at: 158, count: 51)
    j = run.integer(at: 209, count: 63)
    k = run.integer(at: 272, count: 64)
    l = run.integer(at: 336, count: 1)
    m = run.integer(at: 337, count: 8)
    n = run.integer(at: 345, count: 12)
    o = run.integer(at: 357, count: 33)
    p = run.integer(at: 390, count: 57)
    q = run.integer(at: 447, count: 64)
    r = 5
    s = try run.integer(at: 511, from: -128, through: 127, field: "s")
    t = try run.integer(at: 519, from: 0, through: 18446744073709551615, field: "t")
    u = try run.integer(
      at: 583, from: -9223372036854775808, through: 9223372036854775807, field: "u"
    )
    v = try run.integer(at: 647, from: 1000000, through: 1000002, field: "v")
    w = try run.integer(at: 649, from: -3, through: 9000000000, field: "w")
    x = run.bool(at: 683)
  }

  @export(implementation)
  @inline(__always)
  public func encode(into writer: inout BitWriter) throws(EncodeError) {
    try writer.reserve(bitCount: 684)
    var word = try writer.code(a, bitCount: 1, field: "a")
    word |= try writer.code(b, at: 1, bitCount: 7, field: "b")
    word |= writer.code(c, at: 8)
    word |= try writer.code(d, at: 16, bitCount: 13, field: "d")
    word |= writer.code(e, at: 29)
    writer.put(word, bitCount: 45)
    word = try writer.code(f, bitCount: 31, field: "f")
    word |= writer.code(g, at: 31)
    writer.put(word, bitCount: 63)
    writer.put(try writer.code(h, bitCount: 50, field: "h"), bitCount: 50)
    writer.put(try writer.code(i, bitCount: 51, field: "i"), bitCount: 51)
    writer.put(try writer.code(j, bitCount: 63, field: "j"), bitCount: 63)
    writer.put(k, bitCount: 64)
    word = try writer.code(l, bitCount: 1, field: "l")
    word |= writer.code(m, at: 1)
    word |= try writer.code(n, at: 9, bitCount: 12, field: "n")
    word |= try writer.code(o, at: 21, bitCount: 33, field: "o")
    writer.put(word, bitCount: 54)
    writer.put(try writer.code(p, bitCount: 57, field: "p"), bitCount: 57)
    writer.put(writer.code(q), bitCount: 64)
    _ = try writer.code(r, from: 5, through: 5, field: "r")
    writer.put(try writer.code(s, from: -128, through: 127, field: "s"), bitCount: 8)
    writer.put(try writer.code(t, from: 0, through: 18446744073709551615, field: "t"), bitCount: 64)
    writer.put(
      try writer.code(u, from: -9223372036854775808, through: 9223372036854775807, field: "u"),
      bitCount: 64
    )
    word = try writer.code(v, from: 1000000, through: 1000002, field: "v")
    word |= try writer.code(w, at: 2, from: -3, through: 9000000000, field: "w")
    word |= writer.code(x, at: 36)
    writer.put(word, bitCount: 37)
  }
}

/// Reals, quantised and not.
///
///     bit  0             maybe?
///     bits 1 ..< 17      half     f16
///     bits 17 ..< 49     single   f32
///     bits 49 ..< 113    double   f64
///     bits 113 ..< 124   height   fixed(-10...10, step: 0.01)
///     bits 124 ..< 128   ratio    fixed(0...1, step: 0.125)
///     then               maybe    f32
public struct Reals: Message, Hashable {
  @export(implementation) public static var tag: Int { 2 }
  @export(implementation) public static var wireIdentity: UInt64 { 0xF43FC5E43273A061 }
  @export(implementation) public static var bitCountRange: ClosedRange<Int> { 128...160 }
  @export(implementation) public static var maximumDepth: Int { 1 }
  @export(implementation) public static var maximumElementCount: Int { 0 }
  @export(implementation) public static var heightRange: QuantisedRange {
    QuantisedRange(lower: -1000, step: 1, denominator: 100, maximumCode: 2000)
  }
  @export(implementation) public static var ratioRange: QuantisedRange {
    QuantisedRange(lower: 0, step: 1, denominator: 8, maximumCode: 8)
  }
  @export(implementation) public static var onlyRange: QuantisedRange {
    QuantisedRange(lower: 5, step: 2, denominator: 2, maximumCode: 0)
  }

  public var half: Float
  public var single: Float
  public var double: Double
  /// Metres.
  public var height: Double
  public var ratio: Double
  public var only: Double
  public var maybe: Float?

  @export(implementation)
  public init(
    half: Float, single: Float, double: Double, height: Double, ratio: Double = 0.5, only: Double,
    maybe: Float? = nil
  ) {
    self.half = half
    self.single = single
    self.double = double
    self.height = height
    self.ratio = ratio
    self.only = only
    self.maybe = maybe
  }

  @export(implementation)
  @inline(__always)
  public init(decoding reader: inout BitReader) throws(DecodeError) {
    let run = try reader.run(bitCount: 128)
    let hasMaybe = run.bool(at: 0)
    half = try run.half(at: 1, field: "half")
    single = try run.float(at: 17, field: "single")
    double = try run.double(at: 49, field: "double")
    height = try run.real(at: 113, in: Self.heightRange, field: "height")
    ratio = try run.real(at: 124, in: Self.ratioRange, field: "ratio")
    only = Self.onlyRange.value(of: 0)
    if hasMaybe {
      let run2 = try reader.run(bitCount: 32)
      maybe = try run2.float(at: 0, field: "maybe")
    } else {
      maybe = nil
    }
  }

  @export(implementation)
  @inline(__always)
  public func encode(into writer: inout BitWriter) throws(EncodeError) {
    try writer.reserve(bitCount: 128)
    var word = writer.code(self.maybe != nil)
    word |= writer.code(half: half, at: 1)
    word |= writer.code(single, at: 17)
    writer.put(word, bitCount: 49)
    writer.put(writer.code(double), bitCount: 64)
    word = try writer.code(height, in: Self.heightRange, field: "height")
    word |= try writer.code(ratio, at: 11, in: Self.ratioRange, field: "ratio")
    writer.put(word, bitCount: 15)
    _ = try writer.code(only, in: Self.onlyRange, field: "only")
    if let maybe {
      try writer.reserve(bitCount: 32)
      writer.put(writer.code(maybe), bitCount: 32)
    }
  }

  public static func == (left: Reals, right: Reals) -> Bool {
    left.half.hasSameBits(as: right.half)
      && left.single.hasSameBits(as: right.single)
      && left.double.hasSameBits(as: right.double)
      && left.height == right.height
      && left.ratio == right.ratio
      && left.only == right.only
      && left.maybe.hasSameBits(as: right.maybe)
  }
}

///     bit  0   maybe?
///     then     plain        varint
///     then     signed       varint(signed)
///     then     maybe        varint
///     then     many.count
///     then     many         [varint, max: 5]
///     then     fixed        [varint(signed) * 2]
public struct Varints: Message, Hashable {
  @export(implementation) public static var tag: Int { 3 }
  @export(implementation) public static var wireIdentity: UInt64 { 0x9596723F4E0F6E2C }
  @export(implementation) public static var bitCountRange: ClosedRange<Int> { 36...804 }
  @export(implementation) public static var maximumDepth: Int { 1 }
  @export(implementation) public static var maximumElementCount: Int { 7 }

  public var plain: UInt64
  public var signed: Int64
  public var maybe: UInt64?
  public var many: [UInt64]
  public var fixed: FixedArray<2, Int64>

  @export(implementation)
  public init(
    plain: UInt64, signed: Int64, maybe: UInt64? = nil, many: [UInt64], fixed: FixedArray<2, Int64>
  ) {
    self.plain = plain
    self.signed = signed
    self.maybe = maybe
    self.many = many
    self.fixed = fixed
  }

  @export(implementation)
  @inline(__always)
  public init(decoding reader: inout BitReader) throws(DecodeError) {
    let run = try reader.run(bitCount: 1)
    let hasMaybe = run.bool(at: 0)
    plain = try reader.readVarint(field: "plain")
    signed = try reader.readSignedVarint(field: "signed")
    if hasMaybe {
      maybe = try reader.readVarint(field: "maybe")
    } else {
      maybe = nil
    }
    let manyCount = try reader.readCount(in: 0...5, field: "many")
    many = try reader.readVarints(count: manyCount, field: "many")
    fixed = FixedArray(repeating: 0)
    for index in 0..<2 {
      do throws(DecodeError) {
        fixed[index] = try reader.readSignedVarint(field: "")
      } catch {
        try error.rethrow(inList: "fixed", element: index)
      }
    }
  }

  /// Decodes like `init(decoding:)`, but hands the elements of `many`, in order, to a closure: the list of the value
  /// is empty, and no room is made for it. What precedes an error has been handed over.
  @export(implementation)
  @inline(__always)
  public init(
    visiting input: RawSpan, many visitMany: (UInt64) -> Void = { _ in }
  ) throws(DecodeError) {
    var reader = BitReader(input)
    let run = try reader.run(bitCount: 1)
    let hasMaybe = run.bool(at: 0)
    plain = try reader.readVarint(field: "plain")
    signed = try reader.readSignedVarint(field: "signed")
    if hasMaybe {
      maybe = try reader.readVarint(field: "maybe")
    } else {
      maybe = nil
    }
    let manyCount = try reader.readCount(in: 0...5, field: "many")
    many = []
    for index in 0..<manyCount {
      do throws(DecodeError) {
        let element: UInt64
        element = try reader.readVarint(field: "")
        visitMany(element)
      } catch {
        try error.rethrow(inList: "many", element: index)
      }
    }
    fixed = FixedArray(repeating: 0)
    for index2 in 0..<2 {
      do throws(DecodeError) {
        fixed[index2] = try reader.readSignedVarint(field: "")
      } catch {
        try error.rethrow(inList: "fixed", element: index2)
      }
    }
    try reader.finish()
  }

  @export(implementation)
  @inline(__always)
  public func encode(into writer: inout BitWriter) throws(EncodeError) {
    try writer.reserve(bitCount: 1)
    writer.put(writer.code(self.maybe != nil), bitCount: 1)
    try writer.putVarint(plain)
    try writer.putVarint(signed)
    if let maybe {
      try writer.putVarint(maybe)
    }
    try writer.put(count: many.count, in: 0...5, field: "many")
    try writer.put(varints: many, field: "many")
    for index in fixed.indices {
      do throws(EncodeError) {
        try writer.putVarint(fixed[index])
      } catch {
        try error.rethrow(within: "fixed", element: index)
      }
    }
  }
}

/// Enums, flags, aliases and nested records, of this module and of another.
///
///     bit  0             maybePoint?
///     bit  1             maybeColour?
///     bit  2             maybeShape?
///     bits 3 ..< 6       colour         SpecimenShapes.Colour
///     bits 6 ..< 11      material       SpecimenShapes.Material
///     bits 11 ..< 15     sides          SpecimenShapes.Sides
///     bits 15 ..< 24     tints          SpecimenShapes.Tints
///     bits 24 ..< 40     point          SpecimenShapes.Point
///     bits 40 ..< 296    digest         SpecimenShapes.Digest
///     bits 296 ..< 301   label.count
///     then               label          SpecimenShapes.Label
///     then               maybePoint     SpecimenShapes.Point
///     then               maybeColour    SpecimenShapes.Colour
///     then               shape          Shape
///     then               maybeShape     Shape
///     then               pair           Pair
public struct Definitions: Message, Hashable {
  @export(implementation) public static var tag: Int { 4 }
  @export(implementation) public static var wireIdentity: UInt64 { 0xDD3DCCA046D7A965 }
  @export(implementation) public static var bitCountRange: ClosedRange<Int> { 321...695 }
  @export(implementation) public static var maximumDepth: Int { 3 }
  @export(implementation) public static var maximumElementCount: Int { 6 }

  public var colour: SpecimenShapes.Colour
  public var material: SpecimenShapes.Material
  public var sides: SpecimenShapes.Sides
  public var tints: SpecimenShapes.Tints
  public var point: SpecimenShapes.Point
  public var digest: SpecimenShapes.Digest
  public var label: SpecimenShapes.Label
  public var maybePoint: SpecimenShapes.Point?
  public var maybeColour: SpecimenShapes.Colour?
  public var shape: Shape
  public var maybeShape: Shape?
  public var pair: Pair

  @export(implementation)
  public init(
    colour: SpecimenShapes.Colour = .blue, material: SpecimenShapes.Material,
    sides: SpecimenShapes.Sides, tints: SpecimenShapes.Tints, point: SpecimenShapes.Point,
    digest: SpecimenShapes.Digest, label: SpecimenShapes.Label,
    maybePoint: SpecimenShapes.Point? = nil, maybeColour: SpecimenShapes.Colour? = nil,
    shape: Shape, maybeShape: Shape? = nil, pair: Pair
  ) {
    self.colour = colour
    self.material = material
    self.sides = sides
    self.tints = tints
    self.point = point
    self.digest = digest
    self.label = label
    self.maybePoint = maybePoint
    self.maybeColour = maybeColour
    self.shape = shape
    self.maybeShape = maybeShape
    self.pair = pair
  }

  @export(implementation)
  @inline(__always)
  public init(decoding reader: inout BitReader) throws(DecodeError) {
    let run = try reader.run(bitCount: 301)
    let hasMaybePoint = run.bool(at: 0)
    let hasMaybeColour = run.bool(at: 1)
    let hasMaybeShape = run.bool(at: 2)
    colour = try run.read(SpecimenShapes.Colour.self, at: 3, field: "colour")
    material = try run.read(SpecimenShapes.Material.self, at: 6, field: "material")
    sides = try run.read(SpecimenShapes.Sides.self, at: 11, field: "sides")
    tints = try run.read(SpecimenShapes.Tints.self, at: 15, field: "tints")
    point = try run.read(SpecimenShapes.Point.self, at: 24, field: "point")
    digest = run.bytes(at: 40)
    let labelCount = try run.count(at: 296, from: 0, through: 24, field: "label")
    label = try reader.readText(byteCount: labelCount, countBitCount: 5, field: "label")
    if hasMaybePoint {
      let run2 = try reader.run(bitCount: 16)
      maybePoint = try run2.read(SpecimenShapes.Point.self, at: 0, field: "maybePoint")
    } else {
      maybePoint = nil
    }
    if hasMaybeColour {
      let run3 = try reader.run(bitCount: 3)
      maybeColour = try run3.read(SpecimenShapes.Colour.self, at: 0, field: "maybeColour")
    } else {
      maybeColour = nil
    }
    shape = try reader.read(Shape.self, field: "shape")
    if hasMaybeShape {
      maybeShape = try reader.read(Shape.self, field: "maybeShape")
    } else {
      maybeShape = nil
    }
    let run4 = try reader.run(bitCount: 17)
    pair = try run4.read(Pair.self, at: 0, field: "pair")
  }

  @export(implementation)
  @inline(__always)
  public func encode(into writer: inout BitWriter) throws(EncodeError) {
    try writer.reserve(bitCount: 301)
    var word = writer.code(self.maybePoint != nil)
    word |= writer.code(self.maybeColour != nil, at: 1)
    word |= writer.code(self.maybeShape != nil, at: 2)
    word |= try writer.code(colour, at: 3, field: "colour")
    word |= try writer.code(material, at: 6, field: "material")
    word |= try writer.code(sides, at: 11, field: "sides")
    word |= try writer.code(tints, at: 15, field: "tints")
    writer.put(word, bitCount: 24)
    try writer.put(point, field: "point")
    writer.put(digest)
    writer.put(
      try writer.code(count: label.utf8.count, from: 0, through: 24, field: "label"), bitCount: 5
    )
    try writer.put(label)
    if let maybePoint {
      try writer.reserve(bitCount: 16)
      try writer.put(maybePoint, field: "maybePoint")
    }
    if let maybeColour {
      try writer.reserve(bitCount: 3)
      writer.put(try writer.code(maybeColour, field: "maybeColour"), bitCount: 3)
    }
    try writer.put(shape, field: "shape")
    if let maybeShape {
      try writer.put(maybeShape, field: "maybeShape")
    }
    try writer.reserve(bitCount: 17)
    try writer.put(pair, field: "pair")
  }

  public static func == (left: Definitions, right: Definitions) -> Bool {
    left.colour == right.colour
      && left.material == right.material
      && left.sides == right.sides
      && left.tints == right.tints
      && left.point == right.point
      && left.digest == right.digest
      && left.label.hasSameBits(as: right.label)
      && left.maybePoint == right.maybePoint
      && left.maybeColour == right.maybeColour
      && left.shape == right.shape
      && left.maybeShape == right.maybeShape
      && left.pair == right.pair
  }
}

/// Cases of several sizes, one of them of none.
public enum Shape: BitCodable, Hashable {
  case nothing
  /// In the plane.
  case point(SpecimenShapes.Point)
  case name(String)
  case corners([SpecimenShapes.Point])
  case count(UInt64)
  case weights(FixedArray<2, Float>)

  @export(implementation) public static var bitCountRange: ClosedRange<Int> { 3...83 }

  @export(implementation)
  public init(decoding reader: inout BitReader) throws(DecodeError) {
    let run = try reader.run(bitCount: 3)
    switch run.bits(at: 0, count: 3) {
    case 0:
      self = .nothing
    case 1:
      let contents = try reader.run(bitCount: 16)
      self = .point(try contents.read(SpecimenShapes.Point.self, at: 0, field: "point"))
    case 2:
      var value: String
      value = try reader.readText(in: 0...8, field: "name")
      self = .name(value)
    case 3:
      var value: [SpecimenShapes.Point]
      let count = try reader.readCount(in: 0...3, field: "corners")
      value = try reader.readElements(count: count, field: "corners")
      self = .corners(value)
    case 4:
      var value: UInt64
      value = try reader.readVarint(field: "count")
      self = .count(value)
    case 5:
      let contents = try reader.run(bitCount: 64)
      var value: FixedArray<2, Float>
      value = FixedArray(repeating: 0)
      value[0] = try contents.float(at: 0, field: "weights[0]")
      value[1] = try contents.float(at: 32, field: "weights[1]")
      self = .weights(value)
    case let tag: try run.fail(.unknownTag(found: tag))
    }
  }

  @export(implementation)
  public func encode(into writer: inout BitWriter) throws(EncodeError) {
    switch self {
    case .nothing:
      try writer.reserve(bitCount: 3)
      writer.put(UInt64(0), bitCount: 3)
    case .point(let value):
      try writer.reserve(bitCount: 19)
      writer.put(UInt64(1), bitCount: 3)
      try writer.put(value, field: "point")
    case .name(let value):
      try writer.reserve(bitCount: 3)
      writer.put(UInt64(2), bitCount: 3)
      try writer.put(value, in: 0...8, field: "name")
    case .corners(let value):
      try writer.reserve(bitCount: 3)
      writer.put(UInt64(3), bitCount: 3)
      try writer.put(count: value.count, in: 0...3, field: "corners")
      try writer.put(elements: value, field: "corners")
    case .count(let value):
      try writer.reserve(bitCount: 3)
      writer.put(UInt64(4), bitCount: 3)
      try writer.putVarint(value)
    case .weights(let value):
      try writer.reserve(bitCount: 67)
      var word = UInt64(5)
      word |= writer.code(value[0], at: 3)
      writer.put(word, bitCount: 35)
      writer.put(writer.code(value[1]), bitCount: 32)
    }
  }

  @inline(never)
  public static func == (left: Shape, right: Shape) -> Bool {
    switch (left, right) {
    case (.nothing, .nothing): true
    case (.point(let left), .point(let right)): left == right
    case (.name(let left), .name(let right)): left.hasSameBits(as: right)
    case (.corners(let left), .corners(let right)): left == right
    case (.count(let left), .count(let right)): left == right
    case (.weights(let left), .weights(let right)): left.hasSameBits(as: right)
    default: false
    }
  }
}

/// Both cases are of one size.
public enum Pair: ConstantSizeUnion, Hashable {
  case left(UInt16)
  case right(Sixteen)

  @export(implementation) public static var bitCount: Int { 17 }
  @export(implementation) public static var tagBitCount: Int { 1 }

  @export(implementation)
  public init(decoding run: BitRun) throws(DecodeError) {
    let run = run.first(17)
    switch run.bits(at: 0, count: 1) {
    case 0:
      self = .left(run.integer(at: 1, count: 16))
    case 1:
      self = .right(try run.read(Sixteen.self, at: 1, field: "right"))
    case let tag: try run.fail(.unknownTag(found: tag))
    }
  }

  @export(implementation)
  public func encode(into writer: inout BitWriter) throws(EncodeError) {
    switch self {
    case .left(let value):
      try writer.reserve(bitCount: 17)
      var word = UInt64(0)
      word |= writer.code(value, at: 1)
      writer.put(word, bitCount: 17)
    case .right(let value):
      try writer.reserve(bitCount: 17)
      writer.put(UInt64(1), bitCount: 1)
      try writer.put(value, field: "right")
    }
  }

  @inline(never)
  public static func == (left: Pair, right: Pair) -> Bool {
    switch (left, right) {
    case (.left(let left), .left(let right)): left == right
    case (.right(let left), .right(let right)): left == right
    default: false
    }
  }
}

///     bits 0 ..< 8    high   u8
///     bits 8 ..< 16   low    int(0...255)
public struct Sixteen: ConstantSizeCodable, Hashable {
  @export(implementation) public static var bitCount: Int { 16 }

  public var high: UInt8
  public var low: UInt8

  @export(implementation)
  public init(high: UInt8, low: UInt8) {
    self.high = high
    self.low = low
  }

  @export(implementation)
  @inline(__always)
  public init(decoding run: BitRun) throws(DecodeError) {
    let run = run.first(16)
    high = run.integer(at: 0, count: 8)
    low = try run.integer(at: 8, from: 0, through: 255, field: "low")
  }

  @export(implementation)
  @inline(__always)
  public func encode(into writer: inout BitWriter) throws(EncodeError) {
    try writer.reserve(bitCount: 16)
    var word = writer.code(high)
    word |= try writer.code(low, at: 8, from: 0, through: 255, field: "low")
    writer.put(word, bitCount: 16)
  }
}

public enum Single: ConstantSizeUnion, Hashable {
  case only(UInt8)

  @export(implementation) public static var bitCount: Int { 8 }
  @export(implementation) public static var tagBitCount: Int { 0 }

  @export(implementation)
  public init(decoding run: BitRun) throws(DecodeError) {
    let run = run.first(8)
    self = .only(run.integer(at: 0, count: 8))
  }

  @export(implementation)
  public func encode(into writer: inout BitWriter) throws(EncodeError) {
    switch self {
    case .only(let value):
      try writer.reserve(bitCount: 8)
      writer.put(writer.code(value), bitCount: 8)
    }
  }

  @inline(never)
  public static func == (left: Single, right: Single) -> Bool {
    switch (left, right) {
    case (.only(let left), .only(let right)): left == right
    }
  }
}

/// Names that are words of Swift, or of the generated code.
///
///     bit  0          reader?
///     bit  1          value?
///     bits 2 ..< 6    in            u4
///     bits 6 ..< 14   run           u8
///     then            reader        u8
///     then            writer        u8
///     then            word.count
///     then            word          [u8, max: 3]
///     then            error.count
///     then            error         text[max: 3]
///     then            class         Single
///     then            index.count
///     then            index         [int(0...2), max: 3]
///     then            wordCount     u3
///     then            value         [[u3, max: 2] * 2]
public struct Words: BitCodable, Hashable {
  @export(implementation) public static var bitCountRange: ClosedRange<Int> { 39...117 }

  public var `in`: UInt8
  public var run: UInt8
  public var reader: UInt8?
  public var writer: UInt8
  public var word: [UInt8]
  public var error: String
  public var `class`: Single
  public var index: [UInt8]
  public var wordCount: UInt8
  public var value: FixedArray<2, [UInt8]>?

  @export(implementation)
  public init(
    `in`: UInt8, run: UInt8, reader: UInt8? = nil, writer: UInt8, word: [UInt8], error: String,
    `class`: Single, index: [UInt8], wordCount: UInt8, value: FixedArray<2, [UInt8]>? = nil
  ) {
    self.`in` = `in`
    self.run = run
    self.reader = reader
    self.writer = writer
    self.word = word
    self.error = error
    self.`class` = `class`
    self.index = index
    self.wordCount = wordCount
    self.value = value
  }

  @export(implementation)
  public init(decoding reader: inout BitReader) throws(DecodeError) {
    let run2 = try reader.run(bitCount: 14)
    let hasReader = run2.bool(at: 0)
    let hasValue = run2.bool(at: 1)
    `in` = run2.integer(at: 2, count: 4)
    self.run = run2.integer(at: 6, count: 8)
    if hasReader {
      let run3 = try reader.run(bitCount: 8)
      self.reader = run3.integer(at: 0, count: 8)
    } else {
      self.reader = nil
    }
    let run4 = try reader.run(bitCount: 10)
    self.writer = run4.integer(at: 0, count: 8)
    let wordCount2 = try run4.count(at: 8, from: 0, through: 3, field: "word")
    word = try reader.readIntegers(count: wordCount2, bitCount: 8)
    self.error = try reader.readText(in: 0...3, field: "error")
    let run5 = try reader.run(bitCount: 10)
    `class` = try run5.read(Single.self, at: 0, field: "class")
    let indexCount = try run5.count(at: 8, from: 0, through: 3, field: "index")
    index = try reader.readIntegers(count: indexCount, in: 0...2, field: "index")
    let run6 = try reader.run(bitCount: 3)
    wordCount = run6.integer(at: 0, count: 3)
    if hasValue {
      var value2: FixedArray<2, [UInt8]> = FixedArray(repeating: [])
      for index2 in 0..<2 {
        do throws(DecodeError) {
          let count = try reader.readCount(in: 0...2, field: "")
          value2[index2] = try reader.readIntegers(count: count, bitCount: 3)
        } catch {
          try error.rethrow(inList: "value", element: index2)
        }
      }
      value = value2
    } else {
      value = nil
    }
  }

  /// Decodes like `init(decoding:)`, but hands the elements of lists, in order, to closures: the lists of the value are
  /// empty, and no room is made for them. What precedes an error has been handed over.
  @export(implementation)
  public init(
    visiting reader: inout BitReader, word visitWord: (UInt8) -> Void = { _ in },
    index visitIndex: (UInt8) -> Void = { _ in }
  ) throws(DecodeError) {
    let run2 = try reader.run(bitCount: 14)
    let hasReader = run2.bool(at: 0)
    let hasValue = run2.bool(at: 1)
    `in` = run2.integer(at: 2, count: 4)
    self.run = run2.integer(at: 6, count: 8)
    if hasReader {
      let run3 = try reader.run(bitCount: 8)
      self.reader = run3.integer(at: 0, count: 8)
    } else {
      self.reader = nil
    }
    let run4 = try reader.run(bitCount: 10)
    self.writer = run4.integer(at: 0, count: 8)
    let wordCount2 = try run4.count(at: 8, from: 0, through: 3, field: "word")
    word = []
    let elements = try reader.run(bitCount: wordCount2 * 8)
    for index2 in 0..<wordCount2 {
      visitWord(elements.integer(at: index2 * 8, count: 8))
    }
    self.error = try reader.readText(in: 0...3, field: "error")
    let run5 = try reader.run(bitCount: 10)
    `class` = try run5.read(Single.self, at: 0, field: "class")
    let indexCount = try run5.count(at: 8, from: 0, through: 3, field: "index")
    index = []
    let elements2 = try reader.run(bitCount: indexCount * 2)
    for index3 in 0..<indexCount {
      do throws(DecodeError) {
        visitIndex(try elements2.integer(at: index3 * 2, from: 0, through: 2, field: ""))
      } catch {
        try error.rethrow(inList: "index", element: index3)
      }
    }
    let run6 = try reader.run(bitCount: 3)
    wordCount = run6.integer(at: 0, count: 3)
    if hasValue {
      var value2: FixedArray<2, [UInt8]> = FixedArray(repeating: [])
      for index4 in 0..<2 {
        do throws(DecodeError) {
          let count = try reader.readCount(in: 0...2, field: "")
          value2[index4] = try reader.readIntegers(count: count, bitCount: 3)
        } catch {
          try error.rethrow(inList: "value", element: index4)
        }
      }
      value = value2
    } else {
      value = nil
    }
  }

  @export(implementation)
  public func encode(into writer: inout BitWriter) throws(EncodeError) {
    try writer.reserve(bitCount: 14)
    var word2 = writer.code(self.reader != nil)
    word2 |= writer.code(self.value != nil, at: 1)
    word2 |= try writer.code(`in`, at: 2, bitCount: 4, field: "in")
    word2 |= writer.code(self.run, at: 6)
    writer.put(word2, bitCount: 14)
    if let value2 = self.reader {
      try writer.reserve(bitCount: 8)
      writer.put(writer.code(value2), bitCount: 8)
    }
    try writer.reserve(bitCount: 10)
    word2 = writer.code(self.writer)
    word2 |= try writer.code(count: word.count, at: 8, from: 0, through: 3, field: "word")
    writer.put(word2, bitCount: 10)
    try writer.put(integers: word, bitCount: 8, field: "word")
    try writer.put(self.error, in: 0...3, field: "error")
    try writer.reserve(bitCount: 10)
    try writer.put(`class`, field: "class")
    writer.put(
      try writer.code(count: index.count, from: 0, through: 3, field: "index"), bitCount: 2
    )
    try writer.put(integers: index, in: 0...2, field: "index")
    try writer.reserve(bitCount: 3)
    writer.put(try writer.code(wordCount, bitCount: 3, field: "wordCount"), bitCount: 3)
    if let value {
      for index2 in value.indices {
        do throws(EncodeError) {
          try writer.put(count: value[index2].count, in: 0...2, field: "")
          try writer.put(integers: value[index2], bitCount: 3, field: "")
        } catch {
          try error.rethrow(within: "value", element: index2)
        }
      }
    }
  }

  public static func == (left: Words, right: Words) -> Bool {
    left.`in` == right.`in`
      && left.run == right.run
      && left.reader == right.reader
      && left.writer == right.writer
      && left.word == right.word
      && left.error.hasSameBits(as: right.error)
      && left.`class` == right.`class`
      && left.index == right.index
      && left.wordCount == right.wordCount
      && left.value == right.value
  }
}

public struct Nothing: Message, ConstantSizeCodable, Hashable {
  @export(implementation) public static var tag: Int { 5 }
  @export(implementation) public static var wireIdentity: UInt64 { 0x5C858E81B500FC42 }
  @export(implementation) public static var bitCount: Int { 0 }
  @export(implementation) public static var maximumDepth: Int { 1 }
  @export(implementation) public static var maximumElementCount: Int { 0 }

  @export(implementation)
  public init() {}

  @export(implementation)
  @inline(__always)
  public init(decoding run: BitRun) throws(DecodeError) {
  }

  @export(implementation)
  @inline(__always)
  public func encode(into writer: inout BitWriter) throws(EncodeError) {
  }
}
