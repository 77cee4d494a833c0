public import WeftSchema

/// One thing that any implementation of a schema must do: accept these bytes as that value, make those bytes from it, or reject them.
public struct ConformanceCase: Sendable, Hashable {
  /// `Module.Message/accept/field=high`: stable as long as the message is.
  public var id: String
  public var definition: DefinitionID
  public var bytes: [UInt8]
  public var expectation: Expectation

  public enum Expectation: Sendable, Hashable {
    /// The value as JSON (`docs/language.md`, "JSON").
    case accept(json: String)
    /// Why our own codec rejects the bytes.
    case reject(reason: String)
  }

  public init(id: String, definition: DefinitionID, bytes: [UInt8], expectation: Expectation) {
    self.id = id
    self.definition = definition
    self.bytes = bytes
    self.expectation = expectation
  }
}
