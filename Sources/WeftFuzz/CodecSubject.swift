import Weft
import WeftDynamic
import WeftSchema

/// One definition in one form, as `CodecHarness` drives it.
struct CodecSubject {
  /// `Module.Name`.
  let name: String
  let definition: DefinitionID
  let form: CodecForm
  let hasParameters: Bool
  let oracle: any CodecOracle

  /// How an input names it.
  var number: UInt32 { HarnessInput.number(of: name + form.rawValue) }

  /// Every form of every definition of a catalog.
  static func all(
    of catalog: MessageCatalog, _ codec: DynamicCodec, arguments: @escaping (DefinitionID, UInt8) -> Arguments
  ) -> [CodecSubject] {
    func subjects(_ bare: String, _ make: (DefinitionID) -> [(form: CodecForm, oracle: any CodecOracle)]) -> [CodecSubject] {
      let name = "\(catalog.name).\(bare)"
      guard let definition = codec.definition(named: name) else { return [] }
      var hasParameters = false
      if case .record(let record) = codec.schema[definition].body { hasParameters = record.foreign?.parameters.isEmpty == false }
      return make(definition).map {
        CodecSubject(name: name, definition: definition, form: $0.form, hasParameters: hasParameters, oracle: $0.oracle)
      }
    }
    let native = catalog.types.flatMap { type in
      subjects(type.definitionName) { definition in
        var forms = [(form: CodecForm.full, oracle: full(type, codec, definition))]
        guard case .record = codec.schema[definition].body else { return forms }
        let delta = codec.schema[definition].hasDelta ? type as? any DeltaCodable.Type : nil
        if let delta { forms.append((.delta, Self.delta(delta, codec, definition))) }
        guard codec.schema[definition].isInterning, let link = type as? any LinkCodable.Type else { return forms }
        forms.append((.link, Self.link(link, codec, definition)))
        if let delta { forms.append((.linkDelta, linkDelta(delta, codec, definition))) }
        return forms
      }
    }
    let foreign = catalog.foreignTypes.flatMap { type in
      subjects(type.definitionName) { definition in
        [(.full, Self.foreign(type, codec, definition) { arguments(definition, $0) })]
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

  private static func link<Value: LinkCodable>(
    _ type: Value.Type, _ codec: DynamicCodec, _ definition: DefinitionID
  ) -> any CodecOracle {
    LinkFormOracle<Value>(codec, definition)
  }

  private static func linkDelta<Value: DeltaCodable>(
    _ type: Value.Type, _ codec: DynamicCodec, _ definition: DefinitionID
  ) -> any CodecOracle {
    LinkDeltaOracle<Value>(codec, definition)
  }
}
