/// The last bytes that went one way over a link, oldest first, in one piece as libzstd wants a prefix.
struct LinkHistory {
  private(set) var bytes: [UInt8] = []
  let capacity: Int

  init(byteCount: Int) {
    capacity = byteCount
    bytes.reserveCapacity(byteCount)
  }

  mutating func append(_ contents: RawSpan) {
    let kept = contents.extracting(last: capacity)
    let surplus = bytes.count + kept.byteCount - capacity
    if surplus > 0 { bytes.removeFirst(surplus) }
    unsafe kept.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
  }

  /// The first `byteCount` of them.
  mutating func append(_ contents: [UInt8], byteCount: Int) {
    unsafe contents.withUnsafeBytes { append(unsafe UnsafeRawBufferPointer(rebasing: $0[..<byteCount]).bytes) }
  }

  mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }
}
