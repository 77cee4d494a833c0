public import Weft
public import WeftDynamic
import WeftFuzz
public import WeftSchema

/// Generated ≡ dynamic for one definition: on random values the same bytes and the same values; on every single-bit flip and every
/// truncation of these bytes the same accept or reject, with the same error at the same bit with the same path.
public struct Agreement: Sendable {
  public let codec: DynamicCodec
  public let definition: DefinitionID
  /// `Module.Name`.
  public let name: String
  let type: GeneratedType

  enum GeneratedType: Sendable {
    case native(any BitCodable.Type)
    case foreign(any ForeignDefinition.Type)
  }

  /// All definitions of a catalog that `codec` knows; one that it does not know is a defect of the caller.
  public static func all(of catalog: MessageCatalog, _ codec: DynamicCodec) -> [Agreement] {
    let native = catalog.types.map { ($0.definitionName, GeneratedType.native($0)) }
    let foreign = catalog.foreignTypes.map { ($0.definitionName, GeneratedType.foreign($0)) }
    return (native + foreign).compactMap { definition, type in
      let name = "\(catalog.name).\(definition)"
      return codec.definition(named: name).map { Agreement(codec: codec, definition: $0, name: name, type: type) }
    }
  }

  /// Compares `valueCount` random values.
  ///
  /// - Parameter maximumFlipCount: of a value with more bits, so many flips, at even distances, and as large a share of the truncations.
  public func compare(valueCount: Int, seed: UInt64, maximumFlipCount: Int = .max) -> Tally {
    switch type {
    case .native(let type):
      if let message = type as? any (ConstantSizeCodable & Message).Type {
        compare(message, valueCount, seed, maximumFlipCount)
      } else {
        compare(type, valueCount, seed, maximumFlipCount)
      }
    case .foreign(let type): compare(foreign: type, valueCount, seed, maximumFlipCount)
    }
  }

  private func compare<Value: BitCodable>(
    _ type: Value.Type, _ valueCount: Int, _ seed: UInt64, _ maximumFlipCount: Int
  ) -> Tally {
    compare(valueCount, seed, maximumFlipCount) { _ in NativeCodec<Value>() }
  }

  private func compare<Value: ConstantSizeCodable & Message>(
    _ type: Value.Type, _ valueCount: Int, _ seed: UInt64, _ maximumFlipCount: Int
  ) -> Tally {
    compare(valueCount, seed, maximumFlipCount) { _ in ConstantMessageCodec<Value>() }
  }

  private func compare<Value: ForeignDefinition>(
    foreign type: Value.Type, _ valueCount: Int, _ seed: UInt64, _ maximumFlipCount: Int
  ) -> Tally {
    compare(valueCount, seed, maximumFlipCount) { ForeignCodec<Value>(arguments: $0) }
  }

  private func compare<Generated: GeneratedCodec>(
    _ valueCount: Int, _ seed: UInt64, _ maximumFlipCount: Int, generated: (ForeignArguments) -> Generated
  ) -> Tally {
    var random = RandomValue(codec, seed: seed)
    var comparison = CodecComparison(codec, definition)
    var tally = Tally()
    let isChecked = codec.schema.isCheckedWhenEncoding(definition)
    for number in 0..<valueCount {
      var arguments = random.arguments(for: definition)
      var made = random.next(definition, arguments: arguments)
      // Not every argument leaves a value: a count may be above its bound.
      for _ in 0..<8 where made == nil {
        arguments = random.arguments(for: definition)
        made = random.next(definition, arguments: arguments)
      }
      guard let next = made else {
        tally.note("\(name), seed \(seed), value \(number): no random value, arguments \(arguments)")
        return tally
      }
      let subject = Subject(codec, definition, arguments, next.tree, next.bytes)
      comparison.isReencodedAlike = !subject.hasEmptyArgument
      let codec = generated(subject.foreignArguments)
      tally.valueCount += 1
      let difference =
        subject.difference(codec) ?? subject.differenceInSmallBuffers(codec)
        ?? (isChecked ? subject.differenceOfWildIntegers(codec, number: number) : nil)
        ?? comparison.all(of: subject, codec, maximumFlipCount: maximumFlipCount, &tally)
      if let difference { tally.note("\(name), seed \(seed), value \(number): \(difference)") }
    }
    return tally
  }
}
