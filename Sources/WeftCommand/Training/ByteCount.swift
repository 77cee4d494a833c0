import ArgumentParser

/// `16384`, `16KiB`, `1MiB`.
struct ByteCount: ExpressibleByArgument {
  var count: Int

  init(_ count: Int) { self.count = count }

  init?(argument: String) {
    for (unit, scale) in [("KiB", 1 << 10), ("MiB", 1 << 20), ("", 1)] where argument.hasSuffix(unit) {
      guard let number = Int(argument.dropLast(unit.count)), number >= 0, number <= Int.max / scale else { return nil }
      count = number * scale
      return
    }
    return nil
  }

  var defaultValueDescription: String { count % 1024 == 0 && count > 0 ? "\(count / 1024)KiB" : "\(count)" }
}
