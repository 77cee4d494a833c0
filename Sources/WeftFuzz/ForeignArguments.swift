public import Weft
public import WeftDynamic
public import WeftSchema

extension ForeignArguments {
  /// What the dynamic codec is given for a definition's parameters, for generated code.
  public init(_ arguments: Arguments, of definition: DefinitionID, in schema: Schema) {
    var foreign: Foreign?
    if case .record(let record) = schema[definition].body { foreign = record.foreign }
    self.init(
      zip(arguments.values, foreign?.parameters ?? []).map { value, parameter in
        switch value {
        case .bytes(let offset, let count): .bytes(Array(arguments.heap[offset..<offset + count]))
        case .integer(let integer): parameter.type == .bool ? .bool(integer != 0) : .integer(integer)
        }
      })
  }
}
