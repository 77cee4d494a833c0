/// The counters that the compiler put at every edge of the code under test (`-sanitize-coverage=inline-8bit-counters`).
///
/// An input is worth keeping that makes some counter reach a count that it never had: 1, 2, 3, 4…7, 8…15, 16…31, 32…127 or more.
@safe
public enum FuzzCounters {
  /// Registered before `main` by each instrumented module, and never changed afterwards.
  nonisolated(unsafe) private static var regions: [UnsafeMutableBufferPointer<UInt8>] = unsafe []
  /// By counter: the ranges of counts that were seen, a bit each.
  nonisolated(unsafe) private static var seen: [UInt8] = []

  /// For `__sanitizer_cov_8bit_counters_init`, which the program defines.
  public static func register(_ start: UnsafeMutablePointer<UInt8>?, _ end: UnsafeMutablePointer<UInt8>?) {
    guard let start = unsafe start, let end = unsafe end, unsafe end > start else { return }
    unsafe regions.append(UnsafeMutableBufferPointer(start: start, count: end - start))
  }

  static var count: Int { unsafe regions.reduce(0) { $0 + $1.count } }
  /// Edges that some input reached.
  static var reachedCount: Int { unsafe seen.count { $0 != 0 } }

  /// Takes the counts of the last input, and begins anew.
  ///
  /// - Returns: whether there was anything new.
  static func takeNews() -> Bool {
    if unsafe seen.isEmpty { unsafe seen = [UInt8](repeating: 0, count: count) }
    var hasNews = false
    var place = 0
    for number in unsafe regions.indices {
      let region = unsafe regions[number]
      for index in region.indices {
        let value = unsafe region[index]
        if value != 0 {
          let bit = range(of: value)
          if unsafe seen[place] & bit == 0 {
            unsafe seen[place] |= bit
            hasNews = true
          }
          unsafe region[index] = 0
        }
        place += 1
      }
    }
    return hasNews
  }

  private static func range(of value: UInt8) -> UInt8 {
    switch value {
    case 1: 1
    case 2: 2
    case 3: 4
    case 4...7: 8
    case 8...15: 16
    case 16...31: 32
    case 32...127: 64
    default: 128
    }
  }
}
