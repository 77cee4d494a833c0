public import WeftDynamic
public import WeftSchema

/// What implementations of a schema are held to: cases derived from the schema itself, and its vectors.
///
/// Accepted: both ends of each range, each case, absent and present, empty and full, an extension's tail. Rejected: one code beyond each range, unknown
/// codes, tags and flags, what is no UTF-8, a second encoding of the same value, keys out of order; and of the base value and of each case of a union each
/// padding bit, each truncation, and a byte too many. What is expected of each is what our own codec does.
public struct Conformance: Sendable {
  public let codec: DynamicCodec

  public init(_ codec: DynamicCodec) { self.codec = codec }

  /// All cases of the messages of a schema, without repetition, in a stable order.
  public func cases() -> [ConformanceCase] {
    codec.schema.definitions.indices.flatMap { index -> [ConformanceCase] in
      guard case .record(let record) = codec.schema.definitions[index].body, case .message = record.kind else { return [] }
      return cases(of: DefinitionID(index))
    }
  }

  public func cases(of definition: DefinitionID) -> [ConformanceCase] {
    let name = "\(codec.schema[definition].module).\(codec.schema[definition].name)"
    var cases: [ConformanceCase] = []
    var seen: Set<[UInt8]> = []
    func add(_ id: String, _ bytes: [UInt8]) {
      guard seen.insert(bytes).inserted else { return }
      cases.append(self.case(id: id, definition, bytes))
    }
    for vector in vectors(of: definition) { add("\(name)/vector/\(vector.label)", vector.bytes) }
    let samples = SampleValues(schema: codec.schema).samples(of: definition)
    for sample in samples {
      guard let bytes = try? codec.encoded(definition, sample.value) else { continue }
      add("\(name)/accept/\(sample.name.isEmpty ? "base" : sample.name)", bytes)
    }
    var places: Set<String> = []
    for (number, sample) in samples.enumerated() where number == 0 || sample.isShape {
      guard let bytes = try? codec.encoded(definition, sample.value) else { continue }
      for spoiled in spoiled(definition, bytes) {
        // What is spoiled within the value is where the base value has it, too; ends are each value's own.
        let id = spoiled.isOfEnd && number > 0 ? "\(sample.name)/\(spoiled.name)" : spoiled.name
        guard places.insert(id).inserted, (try? codec.decoded(definition, from: spoiled.bytes)) == nil else { continue }
        add("\(name)/reject/\(id)", spoiled.bytes)
      }
    }
    return cases
  }

  private func vectors(of definition: DefinitionID) -> [Vector] {
    codec.schema.modules.flatMap(\.vectors).filter { $0.definition == definition }
  }

  private func `case`(id: String, _ definition: DefinitionID, _ bytes: [UInt8]) -> ConformanceCase {
    do {
      let value = try codec.decoded(definition, from: bytes)
      return ConformanceCase(id: id, definition: definition, bytes: bytes, expectation: .accept(json: value.json))
    } catch {
      return ConformanceCase(id: id, definition: definition, bytes: bytes, expectation: .reject(reason: "\(error)"))
    }
  }
}
