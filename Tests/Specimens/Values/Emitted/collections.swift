// Made by weftc from Tests/Specimens/Values/collections.weft. Changes belong there.

public import SpecimenShapes
public import Weft

public let byteLimit = 6

///     bits 0 ..< 3   bytes.count
///     then           bytes           bytes[max: 6]
///     then           exactly         bytes[3]
///     then           atLeast.count
///     then           atLeast         text[max: 5, min: 2]
///     then           bits.count
///     then           bits            [bool, max: 9]
///     then           small.count
///     then           small           [int(-2...3), max: 4, min: 1]
///     then           reals.count
///     then           reals           [f16, max: 3]
///     then           points.count
///     then           points          [SpecimenShapes.Point, max: 5]
///     then           digests.count
///     then           digests         [SpecimenShapes.Digest, max: 2]
///     then           names.count
///     then           names           [text[max: 4], max: 3]
///     then           blobs.count
///     then           blobs           [bytes[max: 4], max: 3]
///     then           grid.count
///     then           grid            [[u4, max: 3], max: 3]
///     then           shapes.count
///     then           shapes          [Shape, max: 3]
///     then           colours.count
///     then           colours         [SpecimenShapes.Colour, max: 3]
public struct Lists: Message, Hashable {
  @export(implementation) public static var tag: Int { 10 }
  @export(implementation) public static var wireIdentity: UInt64 { 0xBD596762C0BA0EF2 }
  @export(implementation) public static var bitCountRange: ClosedRange<Int> { 71...1311 }
  @export(implementation) public static var maximumDepth: Int { 3 }
  @export(implementation) public static var maximumElementCount: Int { 56 }

  public var bytes: [UInt8]
  public var exactly: FixedBytes<3>
  public var atLeast: String
  public var bits: [Bool]
  public var small: [Int8]
  public var reals: [Float]
  public var points: [SpecimenShapes.Point]
  public var digests: [SpecimenShapes.Digest]
  public var names: [String]
  public var blobs: [[UInt8]]
  public var grid: [[UInt8]]
  public var shapes: [Shape]
  public var colours: [SpecimenShapes.Colour]

  @export(implementation)
  public init(
    bytes: [UInt8], exactly: FixedBytes<3>, atLeast: String, bits: [Bool], small: [Int8],
    reals: [Float], points: [SpecimenShapes.Point], digests: [SpecimenShapes.Digest],
    names: [String], blobs: [[UInt8]], grid: [[UInt8]], shapes: [Shape],
    colours: [SpecimenShapes.Colour]
  ) {
    self.bytes = bytes
    self.exactly = exactly
    self.atLeast = atLeast
    self.bits = bits
    self.small = small
    self.reals = reals
    self.points = points
    self.digests = digests
    self.names = names
    self.blobs = blobs
    self.grid = grid
    self.shapes = shapes
    self.colours = colours
  }

  @export(implementation)
  @inline(__always)
  public init(decoding reader: inout BitReader) throws(DecodeError) {
    bytes = try reader.readBytes(in: 0...6, field: "bytes")
    let run = try reader.run(bitCount: 26)
    exactly = run.bytes(at: 0)
    let atLeastCount = try run.count(at: 24, from: 2, through: 5, field: "atLeast")
    atLeast = try reader.readText(byteCount: atLeastCount, countBitCount: 2, field: "atLeast")
    let bitsCount = try reader.readCount(in: 0...9, field: "bits")
    bits = []
    let elements = try reader.run(bitCount: bitsCount * 1)
    bits.reserveCapacity(bitsCount)
    for index in 0..<bitsCount {
      bits.append(elements.bool(at: index * 1))
    }
    let smallCount = try reader.readCount(in: 1...4, field: "small")
    small = try reader.readIntegers(count: smallCount, in: -2...3, field: "small")
    let realsCount = try reader.readCount(in: 0...3, field: "reals")
    reals = []
    let elements2 = try reader.run(bitCount: realsCount * 16)
    reals.reserveCapacity(realsCount)
    for index2 in 0..<realsCount {
      do throws(DecodeError) {
        reals.append(try elements2.half(at: index2 * 16, field: ""))
      } catch {
        try error.rethrow(inList: "reals", element: index2)
      }
    }
    let pointsCount = try reader.readCount(in: 0...5, field: "points")
    points = try reader.readElements(count: pointsCount, field: "points")
    let digestsCount = try reader.readCount(in: 0...2, field: "digests")
    digests = try reader.readElements(count: digestsCount, field: "digests")
    let namesCount = try reader.readCount(in: 0...3, field: "names")
    names = []
    for index3 in 0..<namesCount {
      do throws(DecodeError) {
        let element: String
        element = try reader.readText(in: 0...4, field: "")
        names.append(element)
      } catch {
        try error.rethrow(inList: "names", element: index3)
      }
    }
    let blobsCount = try reader.readCount(in: 0...3, field: "blobs")
    blobs = []
    for index4 in 0..<blobsCount {
      do throws(DecodeError) {
        let element2: [UInt8]
        element2 = try reader.readBytes(in: 0...4, field: "")
        blobs.append(element2)
      } catch {
        try error.rethrow(inList: "blobs", element: index4)
      }
    }
    let gridCount = try reader.readCount(in: 0...3, field: "grid")
    grid = []
    for index5 in 0..<gridCount {
      do throws(DecodeError) {
        var element3: [UInt8]
        let count = try reader.readCount(in: 0...3, field: "")
        element3 = try reader.readIntegers(count: count, bitCount: 4)
        grid.append(element3)
      } catch {
        try error.rethrow(inList: "grid", element: index5)
      }
    }
    let shapesCount = try reader.readCount(in: 0...3, field: "shapes")
    shapes = try reader.readVaryingElements(count: shapesCount, field: "shapes")
    let coloursCount = try reader.readCount(in: 0...3, field: "colours")
    colours = try reader.readElements(count: coloursCount, field: "colours")
  }

  /// Decodes like `init(decoding:)`, but hands the elements of lists, in order, to closures: the lists of the value are
  /// empty, and no room is made for them. What precedes an error has been handed over.
  @export(implementation)
  @inline(__always)
  public init(
    visiting input: RawSpan, bits visitBits: (Bool) -> Void = { _ in },
    small visitSmall: (Int8) -> Void = { _ in }, reals visitReals: (Float) -> Void = { _ in },
    points visitPoints: (SpecimenShapes.Point) -> Void = { _ in },
    digests visitDigests: (SpecimenShapes.Digest) -> Void = { _ in },
    names visitNames: (String) -> Void = { _ in }, blobs visitBlobs: ([UInt8]) -> Void = { _ in },
    grid visitGrid: ([UInt8]) -> Void = { _ in }, shapes visitShapes: (Shape) -> Void = { _ in },
    colours visitColours: (SpecimenShapes.Colour) -> Void = { _ in }
  ) throws(DecodeError) {
    var reader = BitReader(input)
    bytes = try reader.readBytes(in: 0...6, field: "bytes")
    let run = try reader.run(bitCount: 26)
    exactly = run.bytes(at: 0)
    let atLeastCount = try run.count(at: 24, from: 2, through: 5, field: "atLeast")
    atLeast = try reader.readText(byteCount: atLeastCount, countBitCount: 2, field: "atLeast")
    let bitsCount = try reader.readCount(in: 0...9, field: "bits")
    bits = []
    let elements = try reader.run(bitCount: bitsCount * 1)
    for index in 0..<bitsCount {
      visitBits(elements.bool(at: index * 1))
    }
    let smallCount = try reader.readCount(in: 1...4, field: "small")
    small = []
    let elements2 = try reader.run(bitCount: smallCount * 3)
    for index2 in 0..<smallCount {
      do throws(DecodeError) {
        visitSmall(try elements2.integer(at: index2 * 3, from: -2, through: 3, field: ""))
      } catch {
        try error.rethrow(inList: "small", element: index2)
      }
    }
    let realsCount = try reader.readCount(in: 0...3, field: "reals")
    reals = []
    let elements3 = try reader.run(bitCount: realsCount * 16)
    for index3 in 0..<realsCount {
      do throws(DecodeError) {
        visitReals(try elements3.half(at: index3 * 16, field: ""))
      } catch {
        try error.rethrow(inList: "reals", element: index3)
      }
    }
    let pointsCount = try reader.readCount(in: 0...5, field: "points")
    points = []
    try reader.visitElements(count: pointsCount, field: "points", visitPoints)
    let digestsCount = try reader.readCount(in: 0...2, field: "digests")
    digests = []
    try reader.visitElements(count: digestsCount, field: "digests", visitDigests)
    let namesCount = try reader.readCount(in: 0...3, field: "names")
    names = []
    for index4 in 0..<namesCount {
      do throws(DecodeError) {
        let element: String
        element = try reader.readText(in: 0...4, field: "")
        visitNames(element)
      } catch {
        try error.rethrow(inList: "names", element: index4)
      }
    }
    let blobsCount = try reader.readCount(in: 0...3, field: "blobs")
    blobs = []
    for index5 in 0..<blobsCount {
      do throws(DecodeError) {
        let element2: [UInt8]
        element2 = try reader.readBytes(in: 0...4, field: "")
        visitBlobs(element2)
      } catch {
        try error.rethrow(inList: "blobs", element: index5)
      }
    }
    let gridCount = try reader.readCount(in: 0...3, field: "grid")
    grid = []
    for index6 in 0..<gridCount {
      do throws(DecodeError) {
        var element3: [UInt8]
        let count = try reader.readCount(in: 0...3, field: "")
        element3 = try reader.readIntegers(count: count, bitCount: 4)
        visitGrid(element3)
      } catch {
        try error.rethrow(inList: "grid", element: index6)
      }
    }
    let shapesCount = try reader.readCount(in: 0...3, field: "shapes")
    shapes = []
    try reader.visitVaryingElements(count: shapesCount, field: "shapes", visitShapes)
    let coloursCount = try reader.readCount(in: 0...3, field: "colours")
    colours = []
    try reader.visitElements(count: coloursCount, field: "colours", visitColours)
    try reader.finish()
  }

  @export(implementation)
  @inline(__always)
  public func encode(into writer: inout BitWriter) throws(EncodeError) {
    try writer.put(bytes, in: 0...6, field: "bytes")
    try writer.reserve(bitCount: 26)
    writer.put(exactly)
    writer.put(
      try writer.code(count: atLeast.utf8.count, from: 2, through: 5, field: "atLeast"), bitCount: 2
    )
    try writer.put(atLeast)
    try writer.put(count: bits.count, in: 0...9, field: "bits")
    try writer.reserve(bitCount: bits.count * 1)
    for index in bits.indices {
      writer.put(writer.code(bits[index]), bitCount: 1)
    }
    try writer.put(count: small.count, in: 1...4, field: "small")
    try writer.put(integers: small, in: -2...3, field: "small")
    try writer.put(count: reals.count, in: 0...3, field: "reals")
    try writer.reserve(bitCount: reals.count * 16)
    for index2 in reals.indices {
      writer.put(writer.code(half: reals[index2]), bitCount: 16)
    }
    try writer.put(count: points.count, in: 0...5, field: "points")
    try writer.put(elements: points, field: "points")
    try writer.put(count: digests.count, in: 0...2, field: "digests")
    try writer.put(elements: digests, field: "digests")
    try writer.put(count: names.count, in: 0...3, field: "names")
    for index3 in names.indices {
      do throws(EncodeError) {
        try writer.put(names[index3], in: 0...4, field: "")
      } catch {
        try error.rethrow(within: "names", element: index3)
      }
    }
    try writer.put(count: blobs.count, in: 0...3, field: "blobs")
    for index4 in blobs.indices {
      do throws(EncodeError) {
        try writer.put(blobs[index4], in: 0...4, field: "")
      } catch {
        try error.rethrow(within: "blobs", element: index4)
      }
    }
    try writer.put(count: grid.count, in: 0...3, field: "grid")
    for index5 in grid.indices {
      do throws(EncodeError) {
        try writer.put(count: grid[index5].count, in: 0...3, field: "")
        try writer.put(integers: grid[index5], bitCount: 4, field: "")
      } catch {
        try error.rethrow(within: "grid", element: index5)
      }
    }
    try writer.put(count: shapes.count, in: 0...3, field: "shapes")
    try writer.put(elements: shapes, field: "shapes")
    try writer.put(count: colours.count, in: 0...3, field: "colours")
    try writer.put(elements: colours, field: "colours")
  }

  public static func == (left: Lists, right: Lists) -> Bool {
    left.bytes == right.bytes
      && left.exactly == right.exactly
      && left.atLeast.hasSameBits(as: right.atLeast)
      && left.bits == right.bits
      && left.small == right.small
      && left.reals.hasSameBits(as: right.reals)
      && left.points == right.points
      && left.digests == right.digests
      && left.names.hasSameBits(as: right.names)
      && left.blobs == right.blobs
      && left.grid == right.grid
      && left.shapes == right.shapes
      && left.colours == right.colours
  }
}

///     bit  0             maybe?
///     bits 1 ..< 13      few       [int(-5...5) * 3]
///     bits 13 ..< 62     many      [int(0...99) * 7]
///     bits 62 ..< 71     flags     [bool * 9]
///     bits 71 ..< 103    points    [SpecimenShapes.Point * 2]
///     bits 103 ..< 231   matrix    [[f32 * 2] * 2]
///     bits 231 ..< 237   colours   [SpecimenShapes.Colour * 2]
///     bits 237 ..< 285   blocks    [bytes[3] * 2]
///     then               names     [text[max: 3] * 2]
///     then               shapes    [Shape * 2]
///     then               maybe     [u9 * 5]
public struct Arrays: Message, Hashable {
  @export(implementation) public static var tag: Int { 11 }
  @export(implementation) public static var wireIdentity: UInt64 { 0xDEC9E130AA215D17 }
  @export(implementation) public static var bitCountRange: ClosedRange<Int> { 295...548 }
  @export(implementation) public static var maximumDepth: Int { 3 }
  @export(implementation) public static var maximumElementCount: Int { 46 }

  public var few: FixedArray<3, Int8>
  public var many: FixedArray<7, UInt8>
  public var flags: FixedArray<9, Bool>
  public var points: FixedArray<2, SpecimenShapes.Point>
  public var matrix: FixedArray<2, FixedArray<2, Float>>
  public var colours: FixedArray<2, SpecimenShapes.Colour>
  public var blocks: FixedArray<2, FixedBytes<3>>
  public var names: FixedArray<2, String>
  public var shapes: FixedArray<2, Shape>
  public var maybe: FixedArray<5, UInt16>?

  @export(implementation)
  public init(
    few: FixedArray<3, Int8>, many: FixedArray<7, UInt8>, flags: FixedArray<9, Bool>,
    points: FixedArray<2, SpecimenShapes.Point>, matrix: FixedArray<2, FixedArray<2, Float>>,
    colours: FixedArray<2, SpecimenShapes.Colour>, blocks: FixedArray<2, FixedBytes<3>>,
    names: FixedArray<2, String>, shapes: FixedArray<2, Shape>, maybe: FixedArray<5, UInt16>? = nil
  ) {
    self.few = few
    self.many = many
    self.flags = flags
    self.points = points
    self.matrix = matrix
    self.colours = colours
    self.blocks = blocks
    self.names = names
    self.shapes = shapes
    self.maybe = maybe
  }

  @export(implementation)
  @inline(__always)
  public init(decoding reader: inout BitReader) throws(DecodeError) {
    let run = try reader.run(bitCount: 285)
    let hasMaybe = run.bool(at: 0)
    few = FixedArray(repeating: 0)
    few[0] = try run.integer(at: 1, from: -5, through: 5, field: "few[0]")
    few[1] = try run.integer(at: 5, from: -5, through: 5, field: "few[1]")
    few[2] = try run.integer(at: 9, from: -5, through: 5, field: "few[2]")
    many = FixedArray(repeating: 0)
    for index in 0..<7 {
      do throws(DecodeError) {
        many[index] = try run.integer(at: 13 + index * 7, from: 0, through: 99, field: "")
      } catch {
        try error.rethrow(inList: "many", element: index)
      }
    }
    flags = FixedArray(repeating: false)
    for index2 in 0..<9 {
      flags[index2] = run.bool(at: 62 + index2 * 1)
    }
    points = try run.readElements(at: 71, field: "points")
    matrix = FixedArray(repeating: FixedArray(repeating: 0))
    for index3 in 0..<2 {
      do throws(DecodeError) {
        matrix[index3] = FixedArray(repeating: 0)
        matrix[index3][0] = try run.float(at: 103 + index3 * 64, field: "[0]")
        matrix[index3][1] = try run.float(at: 135 + index3 * 64, field: "[1]")
      } catch {
        try error.rethrow(inList: "matrix", element: index3)
      }
    }
    colours = try run.readElements(at: 231, field: "colours")
    blocks = try run.readElements(at: 237, field: "blocks")
    names = FixedArray(repeating: "")
    for index4 in 0..<2 {
      do throws(DecodeError) {
        names[index4] = try reader.readText(in: 0...3, field: "")
      } catch {
        try error.rethrow(inList: "names", element: index4)
      }
    }
    shapes = try reader.readVaryingElements(field: "shapes")
    if hasMaybe {
      let run2 = try reader.run(bitCount: 45)
      var value: FixedArray<5, UInt16> = FixedArray(repeating: 0)
      for index5 in 0..<5 {
        value[index5] = run2.integer(at: index5 * 9, count: 9)
      }
      maybe = value
    } else {
      maybe = nil
    }
  }

  @export(implementation)
  @inline(__always)
  public func encode(into writer: inout BitWriter) throws(EncodeError) {
    try writer.reserve(bitCount: 285)
    var word = writer.code(self.maybe != nil)
    word |= try writer.code(few[0], at: 1, from: -5, through: 5, field: "few[0]")
    word |= try writer.code(few[1], at: 5, from: -5, through: 5, field: "few[1]")
    word |= try writer.code(few[2], at: 9, from: -5, through: 5, field: "few[2]")
    writer.put(word, bitCount: 13)
    for index in many.indices {
      do throws(EncodeError) {
        writer.put(try writer.code(many[index], from: 0, through: 99, field: ""), bitCount: 7)
      } catch {
        try error.rethrow(within: "many", element: index)
      }
    }
    for index2 in flags.indices {
      writer.put(writer.code(flags[index2]), bitCount: 1)
    }
    try writer.put(elements: points, field: "points")
    for index3 in matrix.indices {
      var word2 = writer.code(matrix[index3][0])
      word2 |= writer.code(matrix[index3][1], at: 32)
      writer.put(word2, bitCount: 64)
    }
    word = try writer.code(colours[0], field: "colours[0]")
    word |= try writer.code(colours[1], at: 3, field: "colours[1]")
    writer.put(word, bitCount: 6)
    try writer.put(elements: blocks, field: "blocks")
    for index4 in names.indices {
      do throws(EncodeError) {
        try writer.put(names[index4], in: 0...3, field: "")
      } catch {
        try error.rethrow(within: "names", element: index4)
      }
    }
    try writer.put(elements: shapes, field: "shapes")
    if let maybe {
      try writer.reserve(bitCount: 45)
      for index5 in maybe.indices {
        do throws(EncodeError) {
          writer.put(try writer.code(maybe[index5], bitCount: 9, field: ""), bitCount: 9)
        } catch {
          try error.rethrow(within: "maybe", element: index5)
        }
      }
    }
  }

  public static func == (left: Arrays, right: Arrays) -> Bool {
    left.few == right.few
      && left.many == right.many
      && left.flags == right.flags
      && left.points == right.points
      && left.matrix.hasSameBits(as: right.matrix)
      && left.colours == right.colours
      && left.blocks == right.blocks
      && left.names.hasSameBits(as: right.names)
      && left.shapes == right.shapes
      && left.maybe == right.maybe
  }
}

/// Nothing of this needs the heap.
///
///     bit  0         maybe?
///     bits 1 ..< 4   bytes.count
///     then           bytes           bytes[max: 6]
///     then           text.count
///     then           text            text[max: 6]
///     then           numbers.count
///     then           numbers         [u12, max: 4]
///     then           points.count
///     then           points          [SpecimenShapes.Point, max: 3]
///     then           names.count
///     then           names           [text[max: 4], max: 2]
///     then           maybe           bytes[max: 3]
///     then           label.count
///     then           label           SpecimenShapes.Label
public struct Inline: Message, Hashable {
  @export(implementation) public static var tag: Int { 12 }
  @export(implementation) public static var wireIdentity: UInt64 { 0x32301EA2F7576021 }
  @export(implementation) public static var bitCountRange: ClosedRange<Int> { 19...499 }
  @export(implementation) public static var maximumDepth: Int { 2 }
  @export(implementation) public static var maximumElementCount: Int { 9 }

  public var bytes: InlineBytes<6>
  public var text: InlineText<6>
  public var numbers: InlineList<4, UInt16>
  public var points: InlineList<3, SpecimenShapes.Point>
  public var names: InlineList<2, InlineText<4>>
  public var maybe: InlineBytes<3>?
  public var label: InlineText<24>

  @export(implementation)
  public init(
    bytes: InlineBytes<6>, text: InlineText<6>, numbers: InlineList<4, UInt16>,
    points: InlineList<3, SpecimenShapes.Point>, names: InlineList<2, InlineText<4>>,
    maybe: InlineBytes<3>? = nil, label: InlineText<24>
  ) {
    self.bytes = bytes
    self.text = text
    self.numbers = numbers
    self.points = points
    self.names = names
    self.maybe = maybe
    self.label = label
  }

  @export(implementation)
  @inline(__always)
  public init(decoding reader: inout BitReader) throws(DecodeError) {
    let run = try reader.run(bitCount: 4)
    let hasMaybe = run.bool(at: 0)
    let bytesCount = try run.count(at: 1, from: 0, through: 6, field: "bytes")
    bytes = try reader.readBytes(count: bytesCount)
    let textCount = try reader.readCount(in: 0...6, field: "text")
    text = try reader.readText(byteCount: textCount, countBitCount: 3, field: "text")
    let numbersCount = try reader.readCount(in: 0...4, field: "numbers")
    numbers = []
    let elements = try reader.run(bitCount: numbersCount * 12)
    numbers.reserveCapacity(numbersCount)
    for index in 0..<numbersCount {
      numbers.append(elements.integer(at: index * 12, count: 12))
    }
    let pointsCount = try reader.readCount(in: 0...3, field: "points")
    points = try reader.readElements(count: pointsCount, field: "points")
    let namesCount = try reader.readCount(in: 0...2, field: "names")
    names = []
    for index2 in 0..<namesCount {
      do throws(DecodeError) {
        let element: InlineText<4>
        let count = try reader.readCount(in: 0...4, field: "")
        element = try reader.readText(byteCount: count, countBitCount: 3, field: "")
        names.append(element)
      } catch {
        try error.rethrow(inList: "names", element: index2)
      }
    }
    if hasMaybe {
      let maybeCount = try reader.readCount(in: 0...3, field: "maybe")
      maybe = try reader.readBytes(count: maybeCount)
    } else {
      maybe = nil
    }
    let labelCount = try reader.readCount(in: 0...24, field: "label")
    label = try reader.readText(byteCount: labelCount, countBitCount: 5, field: "label")
  }

  @export(implementation)
  @inline(__always)
  public func encode(into writer: inout BitWriter) throws(EncodeError) {
    try writer.reserve(bitCount: 4)
    var word = writer.code(self.maybe != nil)
    word |= try writer.code(count: bytes.count, at: 1, from: 0, through: 6, field: "bytes")
    writer.put(word, bitCount: 4)
    try writer.put(bytes)
    try writer.put(count: text.utf8.count, in: 0...6, field: "text")
    try writer.put(text)
    try writer.put(count: numbers.count, in: 0...4, field: "numbers")
    try writer.reserve(bitCount: numbers.count * 12)
    for index in numbers.indices {
      do throws(EncodeError) {
        writer.put(try writer.code(numbers[index], bitCount: 12, field: ""), bitCount: 12)
      } catch {
        try error.rethrow(within: "numbers", element: index)
      }
    }
    try writer.put(count: points.count, in: 0...3, field: "points")
    try writer.put(elements: points, field: "points")
    try writer.put(count: names.count, in: 0...2, field: "names")
    for index2 in names.indices {
      do throws(EncodeError) {
        try writer.put(count: names[index2].utf8.count, in: 0...4, field: "")
        try writer.put(names[index2])
      } catch {
        try error.rethrow(within: "names", element: index2)
      }
    }
    if let maybe {
      try writer.put(count: maybe.count, in: 0...3, field: "maybe")
      try writer.put(maybe)
    }
    try writer.put(count: label.utf8.count, in: 0...24, field: "label")
    try writer.put(label)
  }
}

///     bit  0    a?
///     bit  1    b?
///     bit  2    c?
///     bit  3    d?
///     bit  4    e?
///     bit  5    f?
///     bit  6    g?
///     bit  7    h?
///     bit  8    i?
///     bit  9    j?
///     bit  10   k?
///     bit  11   l?
///     then      a    u3
///     then      b    bool
///     then      c    f64
///     then      d    bytes[max: 4]
///     then      e    text[max: 4]
///     then      f    [u7, max: 3]
///     then      g    Shape
///     then      h    Pair
///     then      i    bytes[5]
///     then      j    [SpecimenShapes.Point, max: 2]
///     then      k    int(7...7)
///     then      l    Nested
public struct Optionals: Message, Hashable {
  @export(implementation) public static var tag: Int { 13 }
  @export(implementation) public static var wireIdentity: UInt64 { 0x2BD10F87E9BCAD4B }
  @export(implementation) public static var bitCountRange: ClosedRange<Int> { 12...1129 }
  @export(implementation) public static var maximumDepth: Int { 3 }
  @export(implementation) public static var maximumElementCount: Int { 10 }

  public var a: UInt8?
  public var b: Bool?
  public var c: Double?
  public var d: [UInt8]?
  public var e: String?
  public var f: [UInt8]?
  public var g: Shape?
  public var h: Pair?
  public var i: FixedBytes<5>?
  public var j: [SpecimenShapes.Point]?
  public var k: UInt8?
  public var l: Nested?

  @export(implementation)
  public init(
    a: UInt8? = nil, b: Bool? = nil, c: Double? = nil, d: [UInt8]? = nil, e: String? = nil,
    f: [UInt8]? = nil, g: Shape? = nil, h: Pair? = nil, i: FixedBytes<5>? = nil,
    j: [SpecimenShapes.Point]? = nil, k: UInt8? = nil, l: Nested? = nil
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
  }

  @export(implementation)
  @inline(__always)
  public init(decoding reader: inout BitReader) throws(DecodeError) {
    let run = try reader.run(bitCount: 12)
    let hasA = run.bool(at: 0)
    let hasB = run.bool(at: 1)
    let hasC = run.bool(at: 2)
    let hasD = run.bool(at: 3)
    let hasE = run.bool(at: 4)
    let hasF = run.bool(at: 5)
    let hasG = run.bool(at: 6)
    let hasH = run.bool(at: 7)
    let hasI = run.bool(at: 8)
    let hasJ = run.bool(at: 9)
    let hasK = run.bool(at: 10)
    let hasL = run.bool(at: 11)
    if hasA {
      let run2 = try reader.run(bitCount: 3)
      a = run2.integer(at: 0, count: 3)
    } else {
      a = nil
    }
    if hasB {
      let run3 = try reader.run(bitCount: 1)
      b = run3.bool(at: 0)
    } else {
      b = nil
    }
    if hasC {
      let run4 = try reader.run(bitCount: 64)
      c = try run4.double(at: 0, field: "c")
    } else {
      c = nil
    }
    if hasD {
      d = try reader.readBytes(in: 0...4, field: "d")
    } else {
      d = nil
    }
    if hasE {
      e = try reader.readText(in: 0...4, field: "e")
    } else {
      e = nil
    }
    if hasF {
      let fCount = try reader.readCount(in: 0...3, field: "f")
      f = try reader.readIntegers(count: fCount, bitCount: 7)
    } else {
      f = nil
    }
    if hasG {
      g = try reader.read(Shape.self, field: "g")
    } else {
      g = nil
    }
    if hasH {
      let run5 = try reader.run(bitCount: 17)
      h = try run5.read(Pair.self, at: 0, field: "h")
    } else {
      h = nil
    }
    if hasI {
      let run6 = try reader.run(bitCount: 40)
      i = run6.bytes(at: 0)
    } else {
      i = nil
    }
    if hasJ {
      let jCount = try reader.readCount(in: 0...2, field: "j")
      j = try reader.readElements(count: jCount, field: "j")
    } else {
      j = nil
    }
    if hasK {
      k = 7
    } else {
      k = nil
    }
    if hasL {
      l = try reader.read(Nested.self, field: "l")
    } else {
      l = nil
    }
  }

  @export(implementation)
  @inline(__always)
  public func encode(into writer: inout BitWriter) throws(EncodeError) {
    try writer.reserve(bitCount: 12)
    var word = writer.code(self.a != nil)
    word |= writer.code(self.b != nil, at: 1)
    word |= writer.code(self.c != nil, at: 2)
    word |= writer.code(self.d != nil, at: 3)
    word |= writer.code(self.e != nil, at: 4)
    word |= writer.code(self.f != nil, at: 5)
    word |= writer.code(self.g != nil, at: 6)
    word |= writer.code(self.h != nil, at: 7)
    word |= writer.code(self.i != nil, at: 8)
    word |= writer.code(self.j != nil, at: 9)
    word |= writer.code(self.k != nil, at: 10)
    word |= writer.code(self.l != nil, at: 11)
    writer.put(word, bitCount: 12)
    if let a {
      try writer.reserve(bitCount: 3)
      writer.put(try writer.code(a, bitCount: 3, field: "a"), bitCount: 3)
    }
    if let b {
      try writer.reserve(bitCount: 1)
      writer.put(writer.code(b), bitCount: 1)
    }
    if let c {
      try writer.reserve(bitCount: 64)
      writer.put(writer.code(c), bitCount: 64)
    }
    if let d {
      try writer.put(d, in: 0...4, field: "d")
    }
    if let e {
      try writer.put(e, in: 0...4, field: "e")
    }
    if let f {
      try writer.put(count: f.count, in: 0...3, field: "f")
      try writer.put(integers: f, bitCount: 7, field: "f")
    }
    if let g {
      try writer.put(g, field: "g")
    }
    if let h {
      try writer.reserve(bitCount: 17)
      try writer.put(h, field: "h")
    }
    if let i {
      try writer.reserve(bitCount: 40)
      writer.put(i)
    }
    if let j {
      try writer.put(count: j.count, in: 0...2, field: "j")
      try writer.put(elements: j, field: "j")
    }
    if let k {
      _ = try writer.code(k, from: 7, through: 7, field: "k")
    }
    if let l {
      try writer.put(l, field: "l")
    }
  }

  public static func == (left: Optionals, right: Optionals) -> Bool {
    left.a == right.a
      && left.b == right.b
      && left.c.hasSameBits(as: right.c)
      && left.d == right.d
      && left.e.hasSameBits(as: right.e)
      && left.f == right.f
      && left.g == right.g
      && left.h == right.h
      && left.i == right.i
      && left.j == right.j
      && left.k == right.k
      && left.l == right.l
  }
}

///     then   inner        Deeper
///     then   list.count
///     then   list         [Deeper, max: 2]
public struct Nested: BitCodable, Hashable {
  @export(implementation) public static var bitCountRange: ClosedRange<Int> { 6...782 }

  public var inner: Deeper
  public var list: [Deeper]

  @export(implementation)
  public init(inner: Deeper, list: [Deeper]) {
    self.inner = inner
    self.list = list
  }

  @export(implementation)
  public init(decoding reader: inout BitReader) throws(DecodeError) {
    inner = try reader.read(Deeper.self, field: "inner")
    let listCount = try reader.readCount(in: 0...2, field: "list")
    list = try reader.readVaryingElements(count: listCount, field: "list")
  }

  /// Decodes like `init(decoding:)`, but hands the elements of `list`, in order, to a closure: the list of the value
  /// is empty, and no room is made for it. What precedes an error has been handed over.
  @export(implementation)
  public init(
    visiting reader: inout BitReader, list visitList: (Deeper) -> Void = { _ in }
  ) throws(DecodeError) {
    inner = try reader.read(Deeper.self, field: "inner")
    let listCount = try reader.readCount(in: 0...2, field: "list")
    list = []
    try reader.visitVaryingElements(count: listCount, field: "list", visitList)
  }

  @export(implementation)
  public func encode(into writer: inout BitWriter) throws(EncodeError) {
    try writer.put(inner, field: "inner")
    try writer.put(count: list.count, in: 0...2, field: "list")
    try writer.put(elements: list, field: "list")
  }
}

///     bit  0   digest?
///     then     digest    SpecimenShapes.Digest
///     then     kind      SpecimenShapes.Colour
public struct Deeper: BitCodable, Hashable {
  @export(implementation) public static var bitCountRange: ClosedRange<Int> { 4...260 }

  public var digest: SpecimenShapes.Digest?
  public var kind: SpecimenShapes.Colour

  @export(implementation)
  public init(digest: SpecimenShapes.Digest? = nil, kind: SpecimenShapes.Colour) {
    self.digest = digest
    self.kind = kind
  }

  @export(implementation)
  public init(decoding reader: inout BitReader) throws(DecodeError) {
    let run = try reader.run(bitCount: 1)
    let hasDigest = run.bool(at: 0)
    if hasDigest {
      let run2 = try reader.run(bitCount: 256)
      digest = run2.bytes(at: 0)
    } else {
      digest = nil
    }
    let run3 = try reader.run(bitCount: 3)
    kind = try run3.read(SpecimenShapes.Colour.self, at: 0, field: "kind")
  }

  @export(implementation)
  public func encode(into writer: inout BitWriter) throws(EncodeError) {
    try writer.reserve(bitCount: 1)
    writer.put(writer.code(self.digest != nil), bitCount: 1)
    if let digest {
      try writer.reserve(bitCount: 256)
      writer.put(digest)
    }
    try writer.reserve(bitCount: 3)
    writer.put(try writer.code(kind, field: "kind"), bitCount: 3)
  }
}
