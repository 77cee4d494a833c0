import WeftSchema

/// The picture of a record's bits, for its documentation comment.
///
///     bit   0          note?
///     bits  1 ..< 33   tick    u32
///     then             note    text[max: 32]
extension RecordEmitter {
  func bitMap(separated: Bool) -> [String] {
    let rows = bitMapRows()
    guard !rows.isEmpty else { return [] }
    let width = rows.reduce(0) { max($0, $1.position.utf8.count) }
    let nameWidth = rows.reduce(0) { max($0, $1.name.utf8.count) }
    let lines = rows.map { row in
      var line = ""
      line.reserveCapacity(width + nameWidth + 10 + row.type.utf8.count)
      line += "    "
      Self.append(row.position, paddedTo: width + 3, to: &line)
      if row.type.isEmpty {
        line += row.name
      } else {
        Self.append(row.name, paddedTo: nameWidth + 3, to: &line)
        line += row.type
      }
      return line
    }
    return (separated ? [""] : []) + lines
  }

  private struct Row {
    var position: String
    var name: String
    var type: String
  }

  private func bitMapRows() -> [Row] {
    var rows: [Row] = []
    // The run's first bit, from the start of the record, as long as all values agree on it.
    var start: Int? = 0
    var runBits = 0
    for step in record.steps {
      switch step {
      case .run(let bitCount): (start, runBits) = (rows.isEmpty ? 0 : start.map { $0 + runBits }, bitCount)
      case .extensionBit(let offset): rows.append(Row(position: position(start, offset, 1), name: "extension?", type: ""))
      case .presence(let field, let offset):
        rows.append(Row(position: position(start, offset, 1), name: "\(record.fields[field].name)?", type: ""))
      case .fixed(let field, let offset):
        let width = context.constantWidth(of: record.fields[field].type) ?? 0
        if width > 0 {
          rows.append(Row(position: position(start, offset, width), name: record.fields[field].name, type: type(ofField: field)))
        }
      case .count(let field, let offset, let bitCount):
        rows.append(Row(position: position(start, offset, bitCount), name: "\(record.fields[field].name).count", type: ""))
      case .elements(let field), .varying(let field), .optional(let field):
        rows.append(Row(position: "then", name: record.fields[field].name, type: type(ofField: field)))
        start = nil
      case .extensionBlock:
        let bytes = record.extensibility?.maximumByteCount ?? 0
        rows.append(Row(position: "then", name: "extension", type: "up to \(bytes) bytes"))
      }
    }
    return rows
  }

  private func position(_ start: Int?, _ offset: Int, _ width: Int) -> String {
    guard let start else { return "then" }
    let first = start + offset
    return width == 1 ? "bit  \(first)" : "bits \(first) ..< \(first + width)"
  }

  private func type(ofField index: Int) -> String {
    if record.fields[index].form == .whole { return context.schema.text(of: record.fields[index].type, in: id) }
    let field = record.fields[index]
    var bare = Field(name: field.name, type: field.type)
    bare.form = field.form
    return context.schema.text(of: bare, in: id)
  }

  /// All of it is ASCII: one byte is one character.
  private static func append(_ text: String, paddedTo width: Int, to line: inout String) {
    line += text
    line += String(repeating: " ", count: max(0, width - text.utf8.count))
  }
}
