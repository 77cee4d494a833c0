// Made by weftc from Tests/Specimens/Values/extensible.weft. Changes belong there.

public import SpecimenShapes
public import Weft

/// What grows: two generations were added to it.
///
///     bit  0         extension?
///     bit  1         note?
///     bits 2 ..< 7   id           u5
///     then           note         text[max: 6]
///     then           extension    up to 40 bytes
public struct Growing: Message, Hashable {
  @export(implementation) public static var tag: Int { 20 }
  @export(implementation) public static var wireIdentity: UInt64 { 0x78CF257C8D6F37C5 }
  @export(implementation) public static var bitCountRange: ClosedRange<Int> { 7...384 }
  @export(implementation) public static var maximumDepth: Int { 2 }
  @export(implementation) public static var maximumElementCount: Int { 2 }

  public var id: UInt8
  public var note: String?
  public var level: UInt8
  public var name: String
  public var place: SpecimenShapes.Point?
  public var weights: [Float]?
  public var colour: SpecimenShapes.Colour
  /// What newer peers added behind the fields that are known here: kept, and written back.
  public var extensionTail: [UInt8]

  @export(implementation)
  public init(
    id: UInt8, note: String? = nil, level: UInt8 = 3, name: String = "new",
    place: SpecimenShapes.Point? = nil, weights: [Float]? = nil,
    colour: SpecimenShapes.Colour = .green, extensionTail: [UInt8] = []
  ) {
    self.id = id
    self.note = note
    self.level = level
    self.name = name
    self.place = place
    self.weights = weights
    self.colour = colour
    self.extensionTail = extensionTail
  }

  @export(implementation)
  @inline(__always)
  public init(decoding reader: inout BitReader) throws(DecodeError) {
    let run = try reader.run(bitCount: 7)
    let hasExtension = run.bool(at: 0)
    let hasNote = run.bool(at: 1)
    id = run.integer(at: 2, count: 5)
    if hasNote {
      note = try reader.readText(in: 0...6, field: "note")
    } else {
      note = nil
    }
    level = 3
    name = "new"
    place = nil
    weights = nil
    colour = .green
    self.extensionTail = []
    if hasExtension {
      var block = try reader.openExtension(maximumByteCount: 40)
      if reader.hasGeneration(in: &block) {
        let run2 = try reader.run(bitCount: 7)
        let hasPlace = run2.bool(at: 0)
        level = try run2.integer(at: 1, from: 0, through: 7, field: "level")
        let nameCount = try run2.count(at: 4, from: 0, through: 5, field: "name")
        name = try reader.readText(byteCount: nameCount, countBitCount: 3, field: "name")
        if hasPlace {
          let run3 = try reader.run(bitCount: 16)
          place = try run3.read(SpecimenShapes.Point.self, at: 0, field: "place")
        } else {
          place = nil
        }
        let holdsDefaults = self.level == 3 && self.name.hasSameBits(as: "new") && self.place == nil
        try reader.closeGeneration(of: block, holdsOnlyDefaults: holdsDefaults)
      }
      if reader.hasGeneration(in: &block) {
        let run4 = try reader.run(bitCount: 1)
        let hasWeights = run4.bool(at: 0)
        if hasWeights {
          let weightsCount = try reader.readCount(in: 0...2, field: "weights")
          var value: [Float] = []
          let elements = try reader.run(bitCount: weightsCount * 32)
          value.reserveCapacity(weightsCount)
          for index in 0..<weightsCount {
            do throws(DecodeError) {
              value.append(try elements.float(at: index * 32, field: ""))
            } catch {
              try error.rethrow(inList: "weights", element: index)
            }
          }
          weights = value
        } else {
          weights = nil
        }
        let run5 = try reader.run(bitCount: 3)
        colour = try run5.read(SpecimenShapes.Colour.self, at: 0, field: "colour")
        let holdsDefaults2 = self.weights == nil && self.colour == .green
        try reader.closeGeneration(of: block, holdsOnlyDefaults: holdsDefaults2)
      }
      self.extensionTail = try reader.closeExtension(block)
    }
  }

  @export(implementation)
  @inline(__always)
  public func encode(into writer: inout BitWriter) throws(EncodeError) {
    let holdsDefaults = self.level == 3 && self.name.hasSameBits(as: "new") && self.place == nil
    let holdsDefaults2 = self.weights == nil && self.colour == .green
    let hasExtension = !(holdsDefaults && holdsDefaults2 && self.extensionTail.isEmpty)
    try writer.reserve(bitCount: 7)
    var word = writer.code(hasExtension)
    word |= writer.code(self.note != nil, at: 1)
    word |= try writer.code(id, at: 2, bitCount: 5, field: "id")
    writer.put(word, bitCount: 7)
    if let note {
      try writer.put(note, in: 0...6, field: "note")
    }
    if hasExtension {
      let block = try writer.openExtension(maximumByteCount: 40)
      try writer.reserve(bitCount: 7)
      var word2 = writer.code(self.place != nil)
      word2 |= try writer.code(level, at: 1, from: 0, through: 7, field: "level")
      word2 |= try writer.code(count: name.utf8.count, at: 4, from: 0, through: 5, field: "name")
      writer.put(word2, bitCount: 7)
      try writer.put(name)
      if let place {
        try writer.reserve(bitCount: 16)
        try writer.put(place, field: "place")
      }
      try writer.closeGeneration(of: block)
      if !(holdsDefaults2 && self.extensionTail.isEmpty) {
        try writer.reserve(bitCount: 1)
        writer.put(writer.code(self.weights != nil), bitCount: 1)
        if let weights {
          try writer.put(count: weights.count, in: 0...2, field: "weights")
          try writer.reserve(bitCount: weights.count * 32)
          for index in weights.indices {
            writer.put(writer.code(weights[index]), bitCount: 32)
          }
        }
        try writer.reserve(bitCount: 3)
        writer.put(try writer.code(colour, field: "colour"), bitCount: 3)
        try writer.closeGeneration(of: block)
      }
      try writer.closeExtension(block, tail: self.extensionTail)
    }
  }

  public static func == (left: Growing, right: Growing) -> Bool {
    left.id == right.id
      && left.note.hasSameBits(as: right.note)
      && left.level == right.level
      && left.name.hasSameBits(as: right.name)
      && left.place == right.place
      && left.weights.hasSameBits(as: right.weights)
      && left.colour == right.colour
      && left.extensionTail == right.extensionTail
  }
}

/// A first edition: only newer peers know what is added to it.
///
///     bit  0         extension?
///     bits 1 ..< 9   id           u8
///     then           extension    up to 8 bytes
public struct Seed: Message, Hashable {
  @export(implementation) public static var tag: Int { 21 }
  @export(implementation) public static var wireIdentity: UInt64 { 0x09BD642FD276622B }
  @export(implementation) public static var bitCountRange: ClosedRange<Int> { 9...77 }
  @export(implementation) public static var maximumDepth: Int { 1 }
  @export(implementation) public static var maximumElementCount: Int { 0 }

  public var id: UInt8
  /// What newer peers added behind the fields that are known here: kept, and written back.
  public var extensionTail: [UInt8]

  @export(implementation)
  public init(id: UInt8, extensionTail: [UInt8] = []) {
    self.id = id
    self.extensionTail = extensionTail
  }

  @export(implementation)
  @inline(__always)
  public init(decoding reader: inout BitReader) throws(DecodeError) {
    let run = try reader.run(bitCount: 9)
    let hasExtension = run.bool(at: 0)
    id = run.integer(at: 1, count: 8)
    self.extensionTail = []
    if hasExtension {
      let block = try reader.openExtension(maximumByteCount: 8)
      self.extensionTail = try reader.closeExtension(block)
    }
  }

  @export(implementation)
  @inline(__always)
  public func encode(into writer: inout BitWriter) throws(EncodeError) {
    let hasExtension = !(self.extensionTail.isEmpty)
    try writer.reserve(bitCount: 9)
    var word = writer.code(hasExtension)
    word |= writer.code(id, at: 1)
    writer.put(word, bitCount: 9)
    if hasExtension {
      let block = try writer.openExtension(maximumByteCount: 8)
      try writer.closeExtension(block, tail: self.extensionTail)
    }
  }
}

///     then   first    Growing
///     then   second   Seed
///     then   last     bool
public struct Holder: Message, Hashable {
  @export(implementation) public static var tag: Int { 22 }
  @export(implementation) public static var wireIdentity: UInt64 { 0x47F50EF20819B8EE }
  @export(implementation) public static var bitCountRange: ClosedRange<Int> { 17...462 }
  @export(implementation) public static var maximumDepth: Int { 3 }
  @export(implementation) public static var maximumElementCount: Int { 2 }

  public var first: Growing
  public var second: Seed
  public var last: Bool

  @export(implementation)
  public init(first: Growing, second: Seed, last: Bool) {
    self.first = first
    self.second = second
    self.last = last
  }

  @export(implementation)
  @inline(__always)
  public init(decoding reader: inout BitReader) throws(DecodeError) {
    first = try reader.read(Growing.self, field: "first")
    second = try reader.read(Seed.self, field: "second")
    let run = try reader.run(bitCount: 1)
    last = run.bool(at: 0)
  }

  @export(implementation)
  @inline(__always)
  public func encode(into writer: inout BitWriter) throws(EncodeError) {
    try writer.put(first, field: "first")
    try writer.put(second, field: "second")
    try writer.reserve(bitCount: 1)
    writer.put(writer.code(last), bitCount: 1)
  }
}
