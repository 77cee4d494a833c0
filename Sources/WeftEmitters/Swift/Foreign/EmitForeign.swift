import WeftSchema

extension SwiftContext {
  /// A foreign definition: a value type with a codec both ways, on `Sources/Weft/Foreign`.
  func emitForeign(_ id: DefinitionID, _ record: Record, into writer: inout SwiftWriter) {
    guard var record = ForeignRecord(id, in: schema) else { return }
    record.countsDepth = foreignDepth > 64
    ForeignEmitter(record: record).emit(into: &writer)
  }
}
