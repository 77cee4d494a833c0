/// What stands in a frame's body (`docs/streams.md`, "Compressed bodies"). One bit tells `stored` from the others; only a
/// compressed body, which is smaller than its contents by more than that, has a second one.
public enum FrameForm: UInt8, Hashable, Sendable {
  /// The contents themselves: zstd found nothing.
  case stored
  /// The contents of one compressed zstd block. Its three header bytes follow from its size.
  case block
  /// Several zstd blocks, each with its header.
  case blocks
}
