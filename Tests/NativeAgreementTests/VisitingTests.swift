import NativeForms
import Testing
import Weft
import WeftDynamic

/// Visiting ≡ decoding: on random values, their truncations and their single-bit changes, `init(visiting:)` hands over what the
/// lists of `init(decoding:)` hold, in order, leaves the rest of the value the same, and fails with the same error.
@Suite struct VisitingTests {
  @Test func listsOfEveryKind() throws {
    try agree("Lists") { (bytes) throws(DecodeError) -> Lists in
      var a: [UInt8] = []
      var b: [[UInt8]] = []
      var c: [Contact] = []
      var d: [Note] = []
      var e: [Endpoint] = []
      var value = try unsafe Lists(
        visiting: bytes.span.bytes, a: { a.append($0) }, b: { b.append($0) }, c: { c.append($0) }, d: { d.append($0) },
        e: { e.append($0) })
      #expect(value.a.isEmpty && value.b.isEmpty && value.c.isEmpty && value.d.isEmpty && value.e.isEmpty)
      (value.a, value.b, value.c, value.d, value.e) = (a, b, c, d, e)
      return value
    }
  }

  @Test func listsOfEnums() throws {
    try agree("Codes") { (bytes) throws(DecodeError) -> Codes in
      var sparse: [Sparse] = []
      var value = try unsafe Codes(visiting: bytes.span.bytes) { sparse.append($0) }
      #expect(value.g.isEmpty)
      value.g = sparse
      return value
    }
  }

  @Test func listsOfExtensibleRecords() throws {
    try agree("Holder") { (bytes) throws(DecodeError) -> Holder in
      var inner: [Inner] = []
      var value = try unsafe Holder(visiting: bytes.span.bytes) { inner.append($0) }
      #expect(value.b.isEmpty)
      value.b = inner
      return value
    }
  }

  @Test func keyedListsAndListsOfLists() throws {
    try agree("Nested") { (bytes) throws(DecodeError) -> Nested in
      var plain: [Pose] = []
      var cubes: [Cube] = []
      var few: [Cube] = []
      var lists: [[Cube]] = []
      var value = try unsafe Nested(
        visiting: bytes.span.bytes, plain: { plain.append($0) }, cubes: { cubes.append($0) }, few: { few.append($0) },
        lists: { lists.append($0) })
      #expect(value.plain.isEmpty && value.cubes.isEmpty && value.few.isEmpty && value.lists.isEmpty)
      (value.plain, value.cubes, value.few, value.lists) = (plain, cubes, few, lists)
      return value
    }
  }

  /// A list that no closure is given for is checked all the same.
  @Test func whatNobodyTakesIsChecked() throws {
    try agree("Lists") { (bytes) throws(DecodeError) -> Lists in
      _ = try unsafe Lists(visiting: bytes.span.bytes)
      return try Lists(decoding: bytes)
    }
  }

  /// `visited` puts back what it was handed, so that its value is the decoded one.
  private func agree<Value: BitCodable & Hashable>(
    _ name: String, visited: ([UInt8]) throws(DecodeError) -> Value
  ) throws {
    let codec = AgreementTests.everythingCodec
    let definition = try #require(codec.definition(named: "NativeForms.\(name)"))
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = RandomValue(codec, seed: seed)
    for _ in 0..<AgreementTests.valueCount * 4 {
      let next = random.next(definition)
      let bytes = try #require(next).bytes
      var inputs = [bytes, bytes + [0]] + bytes.indices.map { Array(bytes[..<$0]) }
      for bit in 0..<bytes.count * 8 {
        var flipped = bytes
        flipped[bit / 8] ^= 1 << UInt8(bit % 8)
        inputs.append(flipped)
      }
      for input in inputs {
        let expected = Result { () throws(DecodeError) in try Value(decoding: input) }
        let found = Result { () throws(DecodeError) in try visited(input) }
        if found != expected { Issue.record("\(name), seed \(seed), \(input): \(found), decoded \(expected)") }
      }
    }
  }
}
