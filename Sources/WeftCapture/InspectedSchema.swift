import WeftDynamic
import WeftSchema

/// What inspections know of their definitions, prepared once.
final class InspectedSchema {
  let codec: DynamicCodec
  let definitions: CaptureDefinitions
  let names: NamedValues
  let plan: PeelingPlan
  /// By slot.
  let forms: [ValueForm]
  /// By layer's definition.
  let protocolNames: [[UInt8]]

  /// `nil`: the schema does not hold the module `CaptureFormats`.
  init?(_ codec: DynamicCodec) {
    guard let definitions = CaptureDefinitions(codec) else { return nil }
    self.codec = codec
    self.definitions = definitions
    names = NamedValues(codec)
    plan = PeelingPlan(codec)
    forms = names.slots.map { ValueForm($0) }
    protocolNames = names.layerNames.map { Array($0.utf8) }
  }
}
