import WeftSchema

/// A filter, ready to be asked.
indirect enum Filter {
  case and(Filter, Filter)
  case or(Filter, Filter)
  case not(Filter)
  /// Whether the column has a value in the packet.
  case present(column: Int)
  case test(FilterTest)
}

/// A column's values against what stands in the filter.
struct FilterTest {
  var column: Int
  /// `tcp.flags & 2`: what is compared is this much of it.
  var mask: UInt64?
  var relation: Relation
  /// By slot of the column: the value as that slot's type reads it. A frame's field has slot −1.
  var literals: [Int: [FilterLiteral]]

  enum Relation: Hashable {
    case comparison(FilterComparison)
    case contains
    /// One of several.
    case isIn
    /// Not zero.
    case isSet
  }
}

/// Reads a filter; precedence from loose to tight: `or`, `and`, `not`.
struct FilterParser {
  private let tokens: [FilterToken]
  private var index = 0
  private var depth = 0
  private let names: NamedValues
  private let schema: Schema
  var columns: Columns

  static let depthLimit = 200

  init(_ filter: String, _ names: NamedValues, _ schema: Schema, _ columns: Columns) throws(FilterError) {
    tokens = try FilterLexer.tokens(of: filter)
    self.names = names
    self.schema = schema
    self.columns = columns
  }

  mutating func filter() throws(FilterError) -> Filter {
    let filter = try disjunction()
    guard token.kind == .end else { throw expected("'and', 'or' or the end") }
    return filter
  }

  private var token: FilterToken { tokens[index] }

  private mutating func take(_ kind: FilterToken.Kind) -> Bool {
    if token.kind != kind { return false }
    index += 1
    return true
  }

  private func expected(_ what: String) -> FilterError {
    let found = token.kind == .end ? "the filter ends here" : "this is none"
    return FilterError(message: "expected \(what); \(found)", range: token.range)
  }

  // MARK: Logic

  private mutating func disjunction() throws(FilterError) -> Filter {
    var left = try conjunction()
    while take(.or) { left = .or(left, try conjunction()) }
    return left
  }

  private mutating func conjunction() throws(FilterError) -> Filter {
    var left = try negation()
    while take(.and) { left = .and(left, try negation()) }
    return left
  }

  private mutating func negation() throws(FilterError) -> Filter {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.depthLimit else {
      throw FilterError(message: "the filter nests deeper than \(Self.depthLimit)", range: token.range)
    }
    if take(.not) { return .not(try negation()) }
    if take(.open) {
      let inner = try disjunction()
      guard take(.close) else { throw expected("')'") }
      return inner
    }
    return try test()
  }

  // MARK: Tests

  private mutating func test() throws(FilterError) -> Filter {
    let nameToken = token
    guard case .word(let name) = nameToken.kind else { throw expected("the name of a field or a layer") }
    index += 1
    guard let column = columns.column(named: name) else {
      throw FilterError(message: unknownName(name), range: nameToken.range)
    }
    let number = columns.add(column)
    var test = FilterTest(column: number, relation: .isSet, literals: [:])
    if take(.mask) {
      let maskToken = token
      guard case .word(let text) = maskToken.kind, let mask = FilterLiteral.integer(text), mask >= 0, mask <= UInt64.max
      else { throw expected("a number behind '&'") }
      index += 1
      test.mask = UInt64(mask)
    }
    let relationToken = token
    switch relationToken.kind {
    case .comparison(let comparison): test.relation = .comparison(comparison)
    case .contains: test.relation = .contains
    case .in: test.relation = .isIn
    default: return test.mask == nil ? .present(column: number) : .test(test)
    }
    index += 1
    if case .layer = column {
      throw FilterError(message: "'\(name)' is a layer and has no value", range: nameToken.range)
    }
    if test.relation == .isIn {
      guard take(.openSet) else { throw expected("'{'") }
      repeat { try addValue(to: &test, of: column, named: name) } while take(.comma)
      guard take(.closeSet) else { throw expected("',' or '}'") }
    } else {
      try addValue(to: &test, of: column, named: name)
    }
    return .test(test)
  }

  private mutating func addValue(to test: inout FilterTest, of column: Columns.Column, named name: String) throws(FilterError) {
    let value = token
    let text: String
    var isQuoted = false
    switch value.kind {
    case .word(let word): text = word
    case .string(let string):
      text = string
      isQuoted = true
    default: throw expected("a value")
    }
    index += 1
    if !isQuoted, columns.column(named: text) != nil, text.contains(".") {
      throw FilterError(message: "a field is compared with a value, not with the field '\(text)'", range: value.range)
    }
    switch column {
    case .layer: break
    case .frame(let field):
      guard let literal = FilterLiteral(text, isQuoted: isQuoted, of: field) else {
        throw FilterError(message: "'\(text)' is no value of \(name), \(field.valueDescription)", range: value.range)
      }
      test.literals[-1, default: []].append(literal)
    case .values(let slots):
      var description = ""
      for slot in slots {
        let shape = FilterLiteral.Shape(names.slots[slot], schema)
        if let literal = FilterLiteral(text, isQuoted: isQuoted, of: shape, isPart: test.relation == .contains) {
          test.literals[slot, default: []].append(literal)
        } else {
          description = test.relation == .contains ? "which is searched for bytes or text" : shape.description
        }
      }
      if test.literals.isEmpty {
        throw FilterError(message: "'\(text)' is no value of \(name), \(description)", range: value.range)
      }
    }
  }

  private func unknownName(_ name: String) -> String {
    let message = "no field or layer is called '\(name)'"
    return names.nearest(to: name).map { "\(message); did you mean '\($0)'?" } ?? message
  }
}
