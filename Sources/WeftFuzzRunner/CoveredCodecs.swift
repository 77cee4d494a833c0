import Weft
import WeftDynamic
import WeftFuzz

/// The codecs themselves, and which fields and cases of their messages the inputs had.
final class CoveredCodecs: DrivenHarness {
  private let codecs: CodecHarness
  private let codec: DynamicCodec
  private(set) var coverage: FieldCoverage
  var countsFields = true

  init(_ codecs: CodecHarness, catalogs: [MessageCatalog], codec: DynamicCodec) {
    self.codecs = codecs
    self.codec = codec
    let types = catalogs.flatMap { catalog in catalog.types.map { "\(catalog.name).\($0.definitionName)" } }
    coverage = FieldCoverage(codec, types.compactMap { codec.definition(named: $0) })
  }

  var seeds: [[UInt8]] { codecs.seeds }

  /// Messages that somebody else recorded: each as any definition that it decodes as.
  func seeds(recorded: [[UInt8]]) -> [[UInt8]] { recorded.flatMap { codecs.inputs(holding: $0) } }

  func finding(in input: [UInt8]) -> String? {
    if countsFields, let message = codecs.message(in: input), let definition = codec.definition(named: message.name) {
      coverage.add(definition, message.bytes)
    }
    return codecs.finding(in: input)
  }

  func mutate(_ input: [UInt8], other: [UInt8]?, maximumByteCount: Int, seed: UInt64) -> [UInt8]? {
    codecs.mutate(input, other: other, maximumByteCount: maximumByteCount, seed: seed)
  }
}
