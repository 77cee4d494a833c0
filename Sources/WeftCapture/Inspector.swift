public import WeftDynamic
public import WeftSchema

/// Reads a capture through the definitions in `protocol/capture`, and whatever other definitions it is given, and writes
/// what is in it.
///
/// It opens no file and has no clock: bytes come from one closure and text goes to another. Memory does not grow with the
/// capture: the reader holds one block of the file, and a packet's layers are decoded into trees that the next one reuses.
public final class Inspector {
  let codec: DynamicCodec
  let options: InspectOptions

  /// - Parameter schema: with the module `CaptureFormats`.
  public init(schema: Schema, options: InspectOptions = InspectOptions()) throws(InspectUsageError) {
    codec = DynamicCodec(schema)
    self.options = options
  }

  /// Reads a capture to its end.
  ///
  /// - Parameters:
  ///   - read: fills the start of a buffer and returns how many bytes, as soon as there are some; 0 at the end.
  ///   - write: takes text that is ready, at the latest before each call of `read`, so that packets from a pipe show as they
  ///     come.
  public func inspect(
    reading read: (inout MutableRawSpan) throws -> Int, writing write: (RawSpan) throws -> Void
  ) rethrows -> InspectOutcome {
    InspectOutcome()
  }
}
