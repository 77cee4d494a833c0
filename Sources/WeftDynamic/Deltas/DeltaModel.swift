/// How differences of one field tend to be, for as long as one message (`docs/language.md`, "Difference codes").
struct DeltaModel {
  /// Quarters of the k of its codes.
  private var scale: Int
  /// Above 0 the more often nothing differed.
  private var quiet: Int

  init(parameter: Int, isSparse: Bool) {
    scale = parameter * 4
    quiet = isSparse ? 0 : -4
  }

  /// Whether "no difference" is a bit of its own, before a code of z − 1.
  var isSparse: Bool { quiet >= 0 }

  /// The k of the next code.
  var parameter: Int { scale >> 2 }

  /// After a difference; `step` is that of its code, `nil` where one bit said that there is none.
  mutating func learn(_ folded: UInt128, step: Int?) {
    quiet = folded == 0 ? min(quiet + 2, 12) : max(quiet - 1, -12)
    guard let step else { return }
    if step == 0 { scale = max(scale - 2, 0) }
    if step >= 2 { scale = min(scale + min(step, 4), 128) }
  }
}

/// The models of a message: three for each of 64 slots, chosen by the difference before. A model is made when it is first used.
struct DeltaModels {
  private var models = [DeltaModel?](repeating: nil, count: 64 * 3)
  private var previous: UInt128 = 0

  /// For the next difference.
  func model(for code: DifferenceCode) -> DeltaModel {
    models[index(of: code)] ?? DeltaModel(parameter: code.parameter, isSparse: code.isSparse)
  }

  mutating func learn(_ folded: UInt128, step: Int?, for code: DifferenceCode) {
    var model = model(for: code)
    model.learn(folded, step: step)
    models[index(of: code)] = model
    previous = folded
  }

  private func index(of code: DifferenceCode) -> Int {
    code.slot % 64 * 3 + (previous == 0 ? 0 : previous < 4 ? 1 : 2)
  }
}

/// Which models a field's differences are coded with, and how these begin.
struct DifferenceCode {
  var slot: Int
  var parameter: Int
  var isSparse: Bool
  var wraps: Bool
}

/// A stepped code: that many ones and a zero, then the place within the step. Steps 0 and 1 hold 1 << k values each, every later
/// one twice as many as the one before.
struct SteppedCode {
  /// The step that stands for a whole new code instead; its ones have no zero behind them.
  static let escape = 8

  /// 0…8.
  var step: Int
  /// The place within the step, and how many bits it takes.
  var rest: UInt64
  var restBitCount: Int

  init(_ value: UInt128, parameter: Int) {
    let unit = value >> UInt128(parameter)
    step = min(UInt128.bitWidth - unit.leadingZeroBitCount, Self.escape)
    restBitCount = Self.restBitCount(ofStep: step, parameter: parameter)
    rest = UInt64(truncatingIfNeeded: value) & ones(restBitCount)
  }

  static func restBitCount(ofStep step: Int, parameter: Int) -> Int {
    step == escape ? 0 : parameter + max(0, step - 1)
  }

  static func value(step: Int, rest: UInt64, parameter: Int) -> UInt128 {
    let first: UInt128 = step == 0 ? 0 : 1 << UInt128(parameter + step - 1)
    return first + UInt128(rest)
  }
}

/// Of a choice: the smallest k with count << (k + 1) ≥ sum, at most 32.
func riceParameter(sum: UInt64, count: UInt64) -> Int {
  (0..<32).first { UInt128(count) << UInt128($0 + 1) >= UInt128(sum) } ?? 32
}

/// z = 2d − 1 for d > 0, −2d otherwise: small differences become small numbers.
func folded(_ difference: Int128) -> UInt128 {
  difference > 0 ? UInt128(difference) * 2 - 1 : difference.magnitude * 2
}

func unfolded(_ folded: UInt128) -> Int128 {
  folded % 2 == 1 ? Int128(folded / 2 + 1) : -Int128(folded / 2)
}
