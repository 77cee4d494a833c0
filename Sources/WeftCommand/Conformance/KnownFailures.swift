/// Cases that an implementation is known not to pass: one id a line, `#` begins a comment.
struct KnownFailures {
  let ids: Set<String>

  init(path: String?) throws(Failure) {
    guard let path else {
      ids = []
      return
    }
    let text = String(decoding: try ByteSource(path: path).readAll(), as: UTF8.self)
    let lines = text.split(separator: "\n").map { line in line.split(separator: "#", omittingEmptySubsequences: false)[0] }
    ids = Set(lines.map { String($0.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }.filter { !$0.isEmpty })
  }
}
