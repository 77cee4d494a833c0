// What a value hashes to is the same for every type, so that it stands here once and not in the code of each.

extension BitCodable where Self: Hashable {
  /// Hashes what would be sent: equal values have equal encodings (`docs/language.md`, "Equality"). Values that have no
  /// encoding, since a field is out of its range, all hash alike.
  // Embedded Swift has no generic code at run time: there each type gets its own.
  #if hasFeature(Embedded)
    @inlinable
  #else
    @export(interface)
  #endif
  public func hash(into hasher: inout Hasher) {
    do throws(EncodeError) {
      let capacity = min(Self.maximumByteCount, 1024)
      try unsafe withUnsafeTemporaryAllocation(byteCount: capacity, alignment: 8) { buffer throws(EncodeError) in
        unsafe buffer.initializeMemory(as: UInt8.self, repeating: 0)
        let byteCount = try encode(into: unsafe MutableRawSpan(_unsafeBytes: buffer))
        unsafe hasher.combine(bytes: UnsafeRawBufferPointer(rebasing: buffer[..<byteCount]))
      }
    } catch {
      // Most values fit at once; larger ones get memory of their own.
      guard case .bufferTooSmall = error.reason, let bytes = try? encoded() else { return }
      unsafe bytes.withUnsafeBytes { bytes in unsafe hasher.combine(bytes: bytes) }
    }
  }
}

extension CodedValue where Self: Hashable {
  @inlinable
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue.code) }
}
