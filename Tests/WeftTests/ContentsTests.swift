import Testing

@testable import Weft

@Suite struct VarintTests {
  func read(_ bytes: [UInt8]) throws(DecodeError) -> UInt64 {
    var reader = BitReader(unsafe bytes.span.bytes)
    let value = try reader.readVarint(field: "n")
    try reader.finish()
    return value
  }

  func written(_ value: UInt64) throws -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: 10)
    var span = buffer.mutableSpan
    var writer = unsafe BitWriter(span.mutableBytes)
    try writer.putVarint(value)
    let count = writer.finish()
    return Array(buffer[..<count])
  }

  @Test func everyLengthComesBack() throws {
    for shift in 0..<64 {
      for value: UInt64 in [1 << UInt64(shift), 1 << UInt64(shift) - 1, .max >> UInt64(shift)] {
        #expect(try read(written(value)) == value)
      }
    }
    #expect(try written(0) == [0])
    #expect(try written(300) == [0xAC, 0x02])
    #expect(try written(.max).count == 10)
  }

  @Test func onlyTheShortestFormIsAccepted() {
    func error(_ bytes: [UInt8]) -> DecodeError? {
      do throws(DecodeError) {
        _ = try read(bytes)
        return nil
      } catch {
        return error
      }
    }
    var path = FieldPath()
    path.prepend("n")
    #expect(error([0x80, 0x00]) == DecodeError(.nonMinimalVarint, at: 0, path: path))
    #expect(error(Array(repeating: 0xFF, count: 9) + [0x02]) == DecodeError(.varintOverflow, at: 0, path: path))
    #expect(error(Array(repeating: 0x80, count: 9) + [0x80]) == DecodeError(.varintOverflow, at: 0, path: path))
    #expect(error([0x80]) == DecodeError(.truncated(neededBitCount: 8), at: 8))
  }

  @Test func zigzagKeepsSmallNumbersShort() throws {
    for value in [Int64.min, .max, 0, -1, 1, -64, 63, 64] {
      var buffer = [UInt8](repeating: 0, count: 10)
      var span = buffer.mutableSpan
      var writer = unsafe BitWriter(span.mutableBytes)
      try writer.putVarint(value)
      let count = writer.finish()
      var reader = BitReader(unsafe buffer.span.bytes)
      #expect(try reader.readSignedVarint(field: "n") == value)
      #expect((count == 1) == (-64...63).contains(value))
    }
  }
}

@Suite struct TextTests {
  static func isText(_ bytes: [UInt8]) -> Bool { isUTF8(unsafe bytes.span.bytes) }

  /// All sequences of up to three bytes, against the standard library's validation.
  @Test func theStandardLibraryAgreesOnShortSequences() {
    for first in UInt8.min...UInt8.max {
      #expect(Self.isText([first]) == (String(validating: [first], as: UTF8.self) != nil))
      for second in UInt8.min...UInt8.max {
        let two = [first, second]
        if Self.isText(two) != (String(validating: two, as: UTF8.self) != nil) { Issue.record("\(two)") }
        guard first >= 0xE0 else { continue }
        for last: UInt8 in [0x00, 0x7F, 0x80, 0xBF, 0xC0] {
          for bytes in [two + [last], two + [last, 0x80], two + [0x80, last]] {
            if Self.isText(bytes) != (String(validating: bytes, as: UTF8.self) != nil) { Issue.record("\(bytes)") }
          }
        }
      }
    }
  }

  @Test func longTextIsCheckedToItsEnd() {
    let text = Array("The quick brown fox — jumps over the lazy 🐕".utf8)
    #expect(Self.isText(text))
    for end in text.indices {
      let part = Array(text[..<end])
      #expect(Self.isText(part) == (String(validating: part, as: UTF8.self) != nil))
    }
  }
}

@Suite struct InlineTests {
  @Test func inlineListsHoldUpToTheirCapacity() {
    var list: InlineList<3, Int> = [1, 2]
    #expect(list.count == 2)
    list.append(3)
    list[0] = 7
    var sum = 0
    list.forEach { sum += $0 }
    #expect(sum == 12)
    #expect(list != [7, 2])
    #expect(list == [7, 2, 3])
    #expect(InlineList<3, Int>([1, 2, 3, 4]) == nil)
    #expect(Set([list, [7, 2, 3]]).count == 1)
  }

  @Test func inlineBytesAndText() throws {
    let bytes: InlineBytes<4> = [1, 2, 3]
    #expect([UInt8](bytes) == [1, 2, 3])
    #expect(InlineBytes<2>([1, 2, 3]) == nil)
    let string = "añb"
    let text = try #require(InlineText<8>(string))
    #expect(String(text) == string)
    #expect(InlineText<3>(string) == nil)
    let composed: InlineText<4> = "é"
    #expect(composed != "e\u{301}")
    #expect(InlineText<2>(utf8: [0xC3, 0x28]) == nil)
  }

  @Test func fixedBytesCompareAsNumbers() {
    let low: FixedBytes<3> = [0, 1, 255]
    let high: FixedBytes<3> = [0, 2, 0]
    #expect(low < high)
    #expect(!(high < low))
    #expect(low != high)
    #expect([UInt8](low) == [0, 1, 255])
    #expect(FixedBytes<2>([1]) == nil)
    #expect(Set([low, high, low]).count == 2)
  }
}

@Suite struct FieldPathTests {
  @Test func stepsReadFromTheOutsideInwards() {
    var path = FieldPath()
    #expect(path.description.isEmpty)
    path.prepend("link")
    path.prepend("nodes", element: 3)
    #expect(path.description == "nodes[3].link")
    path.prepend("")
    path.prepend("found")
    #expect(path.description == "found.nodes[3].link")
  }

  @Test func elementsOfElementsHaveNoNameBetween() {
    var path = FieldPath()
    path.prepend("", element: 1)
    path.prepend("grid", element: 3)
    #expect(path.description == "grid[3][1]")
  }

  @Test func whatIsDeeperThanTheCapacityIsElided() {
    var path = FieldPath()
    for step in (["i", "h", "g", "f", "e", "d", "c", "b", "a"] as [FieldName]) { path.prepend(step) }
    #expect(path.description == "….b.c.d.e.f.g.h.i")
    var other = FieldPath()
    for step in (["i", "h", "g", "f", "e", "d", "c", "b"] as [FieldName]) { other.prepend(step) }
    #expect(path != other)
  }

  @Test func errorsAreValues() {
    let error = DecodeError(.invalidText, at: 12)
    let outer = error.within("name")
    #expect(error.path.isEmpty)
    #expect(outer.path.description == "name")
    #expect(outer.description == "name: bit 12: text is not UTF-8")
    #expect(error != outer)
  }
}
