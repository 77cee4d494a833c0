/// A part of a definition file, in bytes from the file's start.
public struct Span: Sendable, Hashable {
  // 12 bytes rather than 24: a tree holds several spans for each token.
  private var fileNumber: Int32
  private var lowerOffset: UInt32
  private var upperOffset: UInt32

  /// - Parameters:
  ///   - file: index into the list of files that were compiled together.
  ///   - lower: offset of the first byte.
  ///   - upper: offset behind the last byte; equal to `lower` for a place between two bytes.
  public init(file: Int, lower: Int, upper: Int) {
    fileNumber = Int32(clamping: file)
    lowerOffset = UInt32(clamping: lower)
    upperOffset = UInt32(clamping: Swift.max(lower, upper))
  }

  /// Index into the list of files that were compiled together.
  public var file: Int { Int(fileNumber) }
  public var lower: Int { Int(lowerOffset) }
  public var upper: Int { Int(upperOffset) }
  public var byteCount: Int { upper - lower }

  /// The place before the first byte.
  public var start: Span { Span(file: file, lower: lower, upper: lower) }
  /// The place behind the last byte.
  public var end: Span { Span(file: file, lower: upper, upper: upper) }

  /// From the start of this one through the end of `last`, which stands in the same file.
  public func through(_ last: Span) -> Span { Span(file: file, lower: lower, upper: Swift.max(upper, last.upper)) }
}
