/// A definition file as the compiler was given it: its bytes need not be UTF-8, nor a schema.
public struct SourceFile: Sendable, Hashable {
  /// How diagnostics name the file; never opened.
  public var path: String
  public var bytes: [UInt8]

  public init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }

  public init(path: String, text: String) {
    self.init(path: path, bytes: Array(text.utf8))
  }

  /// The largest file that is read, in bytes: 64 MiB. A larger one gets a diagnostic and an empty tree.
  public static let maximumByteCount = 64 << 20
}
