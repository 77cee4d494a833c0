import WeftAnnotation
import WeftSchema

/// A layout for people.
struct LayoutText {
  var colour: Colour

  /// Every definition of every module, with its size.
  func overview(of schema: Schema) -> [String] {
    var lines: [String] = []
    for module in schema.modules {
      if !lines.isEmpty { lines.append("") }
      lines.append(colour(.bold, module.name))
      let rows = module.definitions.map { id in
        [text(of: schema[id].bitCountRange), byteText(of: schema[id].bitCountRange), schema.title(of: id)]
      }
      lines += columns([["bits", "bytes", ""]] + rows, alignedRight: [true, true, false]).enumerated().map {
        $0.offset == 0 ? colour(.dim, "  \($0.element)") : "  \($0.element)"
      }
      lines += module.channels.map { "  \(schema.text(of: $0, in: module))" }
    }
    return lines
  }

  /// One definition: a title line, then a line a row.
  func lines(of id: DefinitionID, in schema: Schema) -> [String] {
    let range = schema[id].bitCountRange
    let unit = range.inBytes.max == 1 ? "byte" : "bytes"
    let size = range == BitCountRange(0) ? "0 bits" : "\(text(of: range)) bits, \(byteText(of: range)) \(unit)"
    var lines = [colour(.bold, schema.title(of: id)) + "  " + size]
    let rows = schema.layoutRows(of: id)
    if rows.isEmpty { return lines }
    let cells = rows.map { row in
      [row.bitOffset.map { "\($0)" } ?? "…", text(of: row.bits), row.name, row.type, row.delta ?? ""]
    }
    let header = ["bit", "bits", "", "", rows.contains { $0.delta != nil } ? "delta" : ""]
    let alignedRight = [true, true, false, false, false]
    for (number, line) in columns([header] + cells, alignedRight: alignedRight).enumerated() {
      let isField = number > 0 && [.field, .case].contains(rows[number - 1].role)
      lines.append(isField ? "  \(line)" : colour(.dim, "  \(line)"))
    }
    return lines
  }

  /// `8`, `1…9`, `8…`.
  func text(of range: BitCountRange) -> String {
    guard let max = range.max else { return "\(range.min)…" }
    return range.min == max ? "\(max)" : "\(range.min)…\(max)"
  }

  private func byteText(of range: BitCountRange) -> String { text(of: range.inBytes) }
}

/// Cells padded to columns, two blanks between them.
func columns(_ rows: [[String]], alignedRight: [Bool]) -> [String] {
  let widths = alignedRight.indices.map { column in rows.reduce(0) { max($0, $1[column].count) } }
  return rows.map { row in
    var line = ""
    for (column, cell) in row.enumerated() {
      let blanks = String(repeating: " ", count: widths[column] - cell.count)
      line += (column == 0 ? "" : "  ") + (alignedRight[column] ? blanks + cell : cell + blanks)
    }
    while line.last == " " { line.removeLast() }
    return line
  }
}

extension Schema {
  /// `message FindNode = 3`, `struct Contact`, `open enum Reason: u6`.
  func title(of id: DefinitionID) -> String {
    let name = self[id].name
    switch self[id].body {
    case .record(let record):
      let key = record.keyField.map { " keyed by \(record.fields[$0].name)" } ?? ""
      switch record.kind {
      case .structure: return "struct \(name)\(key)"
      case .message(let tag): return "\(kindWord(of: id)) \(name) = \(tag)\(key)"
      case .foreign: return "foreign \(name)"
      }
    case .enumeration(let enumeration): return "\(enumeration.isOpen ? "open " : "")enum \(name): u\(enumeration.bitCount)"
    case .flags(let flags): return "\(flags.isOpen ? "open " : "")flags \(name): u\(flags.bitCount)"
    case .union: return "union \(name)"
    case .alias(let alias): return "type \(name) = \(text(of: alias.type, in: id))"
    }
  }

  /// The word that declares it.
  func kindWord(of id: DefinitionID) -> String {
    switch self[id].body {
    case .record(let record):
      switch record.kind {
      case .structure: "struct"
      case .message: record.isSnapshot ? "snapshot" : "message"
      case .foreign: "foreign"
      }
    case .enumeration: "enum"
    case .flags: "flags"
    case .union: "union"
    case .alias: "type"
    }
  }
}
