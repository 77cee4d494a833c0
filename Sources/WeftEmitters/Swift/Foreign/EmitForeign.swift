import WeftSchema

extension SwiftContext {
  /// A foreign definition.
  func emitForeign(_ id: DefinitionID, _ record: Record, into writer: inout SwiftWriter) {}
}
