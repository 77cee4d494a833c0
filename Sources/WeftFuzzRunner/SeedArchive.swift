/// Files in a ZIP archive, each as it is (PKWARE's APPNOTE 6.3.10, 4.3.6 and 4.4.5, method 0): what OSS-Fuzz takes inputs to begin with from.
enum SeedArchive {
  static func bytes(of files: [(name: String, bytes: [UInt8])]) -> [UInt8] {
    var archive: [UInt8] = []
    var directory: [UInt8] = []
    for file in files {
      let name = Array(file.name.utf8)
      // Version 1.0, no flags, stored, 1 January 1980, the checksum, both sizes, the lengths of the name and of what follows it.
      let description =
        number(10, 2) + number(0, 2) + number(0, 2) + number(0, 2) + number(0x21, 2) + number(checksum(of: file.bytes), 4)
        + number(UInt32(file.bytes.count), 4) + number(UInt32(file.bytes.count), 4) + number(UInt32(name.count), 2) + number(0, 2)
      let offset = UInt32(archive.count)
      archive += number(0x0403_4B50, 4) + description + name + file.bytes
      // Made by version 1.0; no comment, one disk, no attributes.
      directory += number(0x0201_4B50, 4) + number(10, 2) + description + number(0, 2) + number(0, 4) + number(0, 4)
      directory += number(offset, 4) + name
    }
    let count = UInt32(files.count)
    return archive + directory + number(0x0605_4B50, 4) + number(0, 2) + number(0, 2) + number(count, 2) + number(count, 2)
      + number(UInt32(directory.count), 4) + number(UInt32(archive.count), 4) + number(0, 2)
  }

  /// Little-endian.
  private static func number(_ value: UInt32, _ byteCount: Int) -> [UInt8] {
    (0..<byteCount).map { UInt8(truncatingIfNeeded: value >> UInt32(8 * $0)) }
  }

  /// CRC-32 of ISO 3309.
  static func checksum(of bytes: [UInt8]) -> UInt32 {
    var remainder = UInt32.max
    for byte in bytes {
      remainder ^= UInt32(byte)
      for _ in 0..<8 { remainder = remainder & 1 == 1 ? remainder >> 1 ^ 0xEDB8_8320 : remainder >> 1 }
    }
    return ~remainder
  }
}
