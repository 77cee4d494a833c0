/// A file as an emitter made it.
public struct EmittedFile: Sendable, Hashable {
  /// Its name, relative to the folder that the emitted files go to.
  public var path: String
  public var text: String

  public init(path: String, text: String) {
    self.path = path
    self.text = text
  }
}
