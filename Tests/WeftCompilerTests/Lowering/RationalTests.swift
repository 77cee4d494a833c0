import Testing

@testable import WeftCompiler

/// Exact arithmetic at its edges, and suggestions, and components of graphs.
@Suite struct RationalTests {
  @Test func lowestTerms() throws {
    #expect(Rational(6, over: -4) == Rational(-3, over: 2))
    #expect(Rational(0, over: 7) == Rational(0))
    #expect(Rational(1, over: 0) == nil)
    #expect(Rational(.min, over: 3) == nil)
  }

  /// (a op b) against plain fractions of small numbers, over all of them.
  @Test func smallCases() throws {
    for a: Int128 in -4...4 {
      for b: Int128 in 1...3 {
        for c: Int128 in -4...4 {
          for d: Int128 in 1...3 {
            let left = try #require(Rational(a, over: b))
            let right = try #require(Rational(c, over: d))
            #expect(left + right == Rational(a * d + c * b, over: b * d))
            #expect(left - right == Rational(a * d - c * b, over: b * d))
            #expect(left * right == Rational(a * c, over: b * d))
            #expect(left / right == Rational(a * d, over: b * c))
            #expect(Rational.order(left, right) == (a * d - c * b).signum().asInt)
          }
        }
      }
    }
  }

  @Test func overflowIsNil() throws {
    let largest = Rational(.max)
    #expect(largest + Rational(1) == nil)
    #expect(largest * Rational(2) == nil)
    #expect(Rational(.min) - Rational(1) == nil)
    #expect(Rational(1) / Rational(.min) == nil)
    let third = try #require(Rational(1, over: 3))
    let tiny = try #require(Rational(1, over: .max))
    #expect(tiny * tiny == nil)
    #expect(tiny + third == nil)
    #expect(largest * tiny == Rational(1))
    #expect(Rational.order(tiny, Rational(.max - 2)) == nil)
  }

  @Test(arguments: [
    (5, 1, "5"), (-1, 4, "-0.25"), (1, 3, "1/3"), (1, 1 << 30, "1/1073741824"), (-7, 2, "-3.5"), (1, 1000, "0.001"),
  ])
  func text(numerator: Int128, denominator: Int128, expected: String) {
    #expect(Rational(numerator, over: denominator)?.description == expected)
  }

  @Test(arguments: [
    ("adress", ["address", "dress"], "address"), ("Link", ["link", "Lint"], "Lint"), ("x", ["y", "foo"], nil),
    ("lenght", ["length", "height"], "length"), ("completelyOther", ["address"], nil), ("", ["a"], nil),
    ("webSoket", ["webSocket"], "webSocket"),
  ])
  func suggests(name: String, known: [String], expected: String?) {
    #expect(suggestion(for: name, among: known) == expected)
    #expect(suggestion(for: name, among: known.reversed()) == expected)
  }

  @Test func components() {
    #expect(stronglyConnectedComponents([[1], [2], [0, 3], [], [4]]) == [[3], [0, 1, 2], [4]])
    #expect(stronglyConnectedComponents([]) == [])
    #expect(stronglyConnectedComponents([[], [0], [1, 0]]) == [[0], [1], [2]])
  }
}

extension Int128 {
  fileprivate var asInt: Int { Int(self) }
}
