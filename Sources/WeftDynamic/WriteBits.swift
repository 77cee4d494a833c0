/// Writes of up to 64 bits anywhere in bytes that are already there.
extension [UInt8] {
  /// Makes room for the bits before `bitOffset`, as zeros.
  mutating func grow(toBitOffset bitOffset: Int) {
    let missing = (bitOffset + 7) / 8 - count
    if missing > 0 { append(contentsOf: repeatElement(0, count: missing)) }
  }

  /// Replaces the `bitCount` bits at `bitOffset` by the lowest bits of `value`.
  mutating func put(_ value: UInt64, at bitOffset: Int, bitCount: Int, mostSignificantFirst: Bool) {
    var done = 0
    while done < bitCount {
      let bit = bitOffset + done
      let inByte = bit & 7
      let part = Swift.min(8 - inByte, bitCount - done)
      let mask = UInt8(truncatingIfNeeded: ones(part))
      let shift = mostSignificantFirst ? 8 - inByte - part : inByte
      let taken = mostSignificantFirst ? value >> UInt64(bitCount - done - part) : value >> UInt64(done)
      let bits = UInt8(truncatingIfNeeded: taken) & mask
      self[bit >> 3] = self[bit >> 3] & ~(mask << UInt8(shift)) | bits << UInt8(shift)
      done += part
    }
  }
}
