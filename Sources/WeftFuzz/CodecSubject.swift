import Weft
import WeftDynamic
import WeftSchema

/// One definition in one form, as `CodecHarness` drives it.
struct CodecSubject {
  /// `Module.Name`.
  let name: String
  let definition: DefinitionID
  /// Told from a baseline, which stands in the input, too.
  let isDelta: Bool
  let hasParameters: Bool
  let oracle: any CodecOracle

  /// How an input names it.
  var number: UInt32 { HarnessInput.number(of: isDelta ? name + " against" : name) }

  /// Every form of every definition of a catalog.
  static func all(
    of catalog: MessageCatalog, _ codec: DynamicCodec, arguments: @escaping (DefinitionID, UInt8) -> Arguments
  ) -> [CodecSubject] {
    func subjects(_ bare: String, _ make: (DefinitionID) -> [(isDelta: Bool, oracle: any CodecOracle)]) -> [CodecSubject] {
      let name = "\(catalog.name).\(bare)"
      guard let definition = codec.definition(named: name) else { return [] }
      var hasParameters = false
      if case .record(let record) = codec.schema[definition].body { hasParameters = record.foreign?.parameters.isEmpty == false }
      return make(definition).map {
        CodecSubject(
          name: name, definition: definition, isDelta: $0.isDelta, hasParameters: hasParameters, oracle: $0.oracle)
      }
    }
    let native = catalog.types.flatMap { type in
      subjects(type.definitionName) { definition in
        let full = (isDelta: false, oracle: full(type, codec, definition))
        guard codec.schema[definition].hasDelta, case .record = codec.schema[definition].body,
          let type = type as? any DeltaCodable.Type
        else { return [full] }
        return [full, (isDelta: true, oracle: delta(type, codec, definition))]
      }
    }
    let foreign = catalog.foreignTypes.flatMap { type in
      subjects(type.definitionName) { definition in
        [(isDelta: false, oracle: Self.foreign(type, codec, definition) { arguments(definition, $0) })]
      }
    }
    return native + foreign
  }

  private static func full<Value: BitCodable>(
    _ type: Value.Type, _ codec: DynamicCodec, _ definition: DefinitionID
  ) -> any CodecOracle {
    if let message = type as? any (ConstantSizeCodable & Message).Type { return constant(message, codec, definition) }
    return FullFormOracle(codec, definition, arguments: { _ in Arguments() }, generated: { _ in NativeCodec<Value>() })
  }

  private static func constant<Value: ConstantSizeCodable & Message>(
    _ type: Value.Type, _ codec: DynamicCodec, _ definition: DefinitionID
  ) -> any CodecOracle {
    FullFormOracle(codec, definition, arguments: { _ in Arguments() }, generated: { _ in ConstantMessageCodec<Value>() })
  }

  private static func foreign<Value: ForeignDefinition>(
    _ type: Value.Type, _ codec: DynamicCodec, _ definition: DefinitionID, arguments: @escaping (UInt8) -> Arguments
  ) -> any CodecOracle {
    FullFormOracle(codec, definition, arguments: arguments, generated: { ForeignCodec<Value>(arguments: $0) })
  }

  private static func delta<Value: DeltaCodable>(
    _ type: Value.Type, _ codec: DynamicCodec, _ definition: DefinitionID
  ) -> any CodecOracle {
    DeltaFormOracle<Value>(codec, definition)
  }
}
