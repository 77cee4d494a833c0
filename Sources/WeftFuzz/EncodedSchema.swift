public import WeftDynamic
public import WeftSchema

extension DynamicCodec {
  /// A codec of the schema that `weftc` wrote into a catalog or a list of definitions.
  ///
  /// - Parameter digits: `Schema.encoded()` as hexadecimal digits.
  public convenience init(encodedSchema digits: String) throws(SchemaCodingError) {
    let digits = Array(digits.utf8)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(digits.count / 2)
    func value(_ digit: UInt8) -> UInt8 { digit < 0x3A ? digit &- 0x30 : (digit | 0x20) &- 0x57 }
    for place in stride(from: 0, to: digits.count - 1, by: 2) {
      bytes.append(value(digits[place]) << 4 | value(digits[place + 1]))
    }
    self.init(try Schema(decoding: bytes))
  }
}
