import WeftDynamic
import WeftSchema

/// What the bits of a capture went to, as text.
struct StatisticsReport {
  let schema: Schema
  let statistics: Statistics

  /// Fewer messages than this give no advice.
  static let adviceCount = 100

  var lines: [String] {
    var lines: [String] = []
    for (form, tally) in statistics.messages.sorted(by: {
      ($0.value.bitCount, $1.key.definition) > ($1.value.bitCount, $0.key.definition)
    }) {
      let definition = schema.definitions[form.definition]
      lines += messageLines("\(definition.module).\(definition.name)", tally, isDelta: form.isDelta) + advice(definition, tally)
    }
    if lines.isEmpty, statistics.links.isEmpty { return ["no native message: name its port with -d udp.port==7777,Name"] }
    return lines + linkLines
  }

  // MARK: Messages

  private func messageLines(_ name: String, _ tally: Statistics.MessageTally, isDelta: Bool) -> [String] {
    let mean = Double(tally.bitCount) / Double(tally.count)
    let title = isDelta ? "\(name), against a baseline" : name
    var lines = [
      "\(title): \(tally.count) \(tally.count == 1 ? "message" : "messages"), \(tally.bitCount) bits, \(Self.text(mean)) a message"
    ]
    if tally.fullBitCount > 0, tally.fullBitCount != tally.bitCount {
      lines[0] += ", \(Self.text(Double(tally.fullBitCount) / Double(tally.count))) in full"
    }
    lines.append("      bits   share   bits/value   entropy   values  distinct  field")
    var rest = tally.bitCount - tally.compressedBitCount
    var bound = 0.0
    var rawBitCount = 0
    for path in tally.order {
      guard let field = tally.fields[path] else { continue }
      rest -= field.bitCount
      bound += field.entropyBitCount
      if field.isRaw { rawBitCount += field.bitCount }
      lines.append(row(path, field, of: tally.bitCount))
    }
    // Presence bits, counts and tags are as they are: the bound knows no better.
    lines.append(
      "\(Self.right("\(rest)", 10))  \(Self.share(rest, of: tally.bitCount))" + String(repeating: " ", count: 44)
        + (isDelta ? "changed bits, choices, baselines, tags" : "presence bits, counts, tags"))
    if tally.compressedBitCount > 0 {
      lines.append(
        "\(Self.right("\(tally.compressedBitCount)", 10))  \(Self.share(tally.compressedBitCount, of: tally.bitCount))"
          + String(repeating: " ", count: 44) + "through zstd")
    }
    guard tally.count >= Self.adviceCount else {
      return lines + ["  fewer than \(Self.adviceCount) messages: no bound, no advice"]
    }
    // What zstd made of a message cannot be told by fields.
    if tally.compressedBitCount > 0 { return lines }
    bound += Double(rest)
    let above = bound > 0 ? (Double(tally.bitCount) / bound - 1) * 100 : 0
    let count = Double(tally.count)
    lines.append(
      "  bound, context {\(isDelta ? "field, difference from what was expected" : "field")}: \(Self.text(bound / count)) bits a message, \(Self.text(Double(rawBitCount) / count)) of them raw; "
        + "what was sent is \(Self.text(above)) % above")
    return lines
  }

  private func row(_ path: String, _ field: FieldTally, of total: Int) -> String {
    let each = Double(field.bitCount) / Double(field.valueCount)
    let entropy = field.isRaw ? "raw" : Self.text(field.entropyBitCount / Double(field.valueCount))
    let distinct = field.isCapped ? ">\(FieldTally.distinctLimit)" : "\(field.distinctCount)"
    let columns = [
      Self.right("\(field.bitCount)", 10), Self.share(field.bitCount, of: total), Self.right(Self.text(each), 11),
      Self.right(entropy, 8),
      Self.right("\(field.valueCount)", 7), Self.right(distinct, 8),
    ]
    return columns.joined(separator: "  ") + "  " + path
  }

  // MARK: Advice

  /// Ranges that are wider than what was seen.
  private func advice(_ definition: Definition, _ tally: Statistics.MessageTally) -> [String] {
    tally.order.compactMap { path in
      guard let field = tally.fields[path], field.valueCount >= Self.adviceCount, let least = field.least, let most = field.most,
        let needed = field.neededBitCount
      else { return nil }
      let declared = field.fullBitCount ?? field.bitCount / field.valueCount
      if least == most, declared > 0 {
        return "  advice: \(path) is always \(most): a default below `--- added`, or no field"
      }
      guard needed + 2 <= declared, least >= 0 else { return nil }
      return "  advice: \(path) never exceeds \(most): \(needed) \(needed == 1 ? "bit" : "bits") would do, it takes \(declared)"
    }
  }

  // MARK: Links

  private var linkLines: [String] {
    var lines = ["links:"]
    for (name, tally) in statistics.links.sorted(by: { ($0.value.bitCount, $1.key) > ($1.value.bitCount, $0.key) }).prefix(20) {
      lines.append("\(Self.right("\(tally.bitCount)", 10))  bits in \(tally.messageCount) messages  \(name)")
      if let savings = tally.savings { lines += savingsLines(savings, tally) }
    }
    let others = statistics.links.count - 20
    if others > 0 { lines.append("            and \(others) more") }
    if statistics.otherLinks.messageCount > 0 {
      lines.append(
        "\(Self.right("\(statistics.otherLinks.bitCount)", 10))  bits in \(statistics.otherLinks.messageCount) messages  of further links"
      )
    }
    return lines
  }

  /// What a link of a channel spent, and what it would have without tables, deltas and zstd.
  private func savingsLines(_ savings: Statistics.Savings, _ tally: Statistics.LinkTally) -> [String] {
    let blank = String(repeating: " ", count: 12)
    let saved = [("deltas", savings.delta), ("tables", savings.tables), ("zstd", savings.zstd)].filter { $0.1 != 0 }
    var lines: [String] = []
    if savings.fullBitCount > 0 {
      let share = Double(tally.bitCount) * 100 / Double(savings.fullBitCount)
      let parts = saved.map { "\($0.0) saved \($0.1)" }.joined(separator: ", ")
      lines.append(
        "\(blank)\(savings.channel): \(savings.fullBitCount) in full, \(Self.text(share))% of that sent"
          + (parts.isEmpty ? "" : "; \(parts)"))
    }
    let rest = savings.frameBitCount - tally.bitCount
    lines.append(
      "\(blank)\(savings.frameCount) \(savings.frameCount == 1 ? "frame" : "frames"), \(rest) bits of headers, handshakes and padding"
        + (savings.unknownCount > 0 ? "; \(savings.unknownCount) messages could not be read" : ""))
    return lines
  }

  // MARK: Text

  private static func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }

  private static func share(_ part: Int, of total: Int) -> String {
    right(text(total == 0 ? 0 : Double(part) * 100 / Double(total)) + "%", 7)
  }

  /// With one digit behind the point.
  private static func text(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
  }
}
