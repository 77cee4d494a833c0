import WeftDynamic
import WeftSchema

/// The definitions that containers are read with, and where in their trees the reader finds what it acts on.
struct CaptureDefinitions {
  var pcapHeader: RecordIndex
  var pcapPacket: RecordIndex
  var block: RecordIndex
  var section: RecordIndex
  var interface: RecordIndex
  var interfaceOption: RecordIndex
  var enhancedPacket: RecordIndex
  var simplePacket: RecordIndex
  var obsoletePacket: RecordIndex
  private var blockKinds: [BlockKind]
  private var interfaceOptionKinds: [InterfaceOptionKind]

  /// The cases of `PcapngBlock.body`, by name.
  enum BlockKind: String { case section, interface, enhancedPacket, obsoletePacket, simplePacket, other }

  /// The cases of `PcapngInterfaceOption.value` that the reader acts on.
  enum InterfaceOptionKind: String { case timestampResolution, timestampOffset, other }

  /// A record and where its fields stand in `DynamicCodec.fields`; −1 for those that it has not.
  struct RecordIndex {
    var definition: DefinitionID
    private var fieldNames: [String: Int32]
    // Those that every packet asks for.
    var data: Int32
    var interface: Int32
    var seconds: Int32
    var fraction: Int32
    var timestampHigh: Int32
    var timestampLow: Int32
    var originalLength: Int32
    var totalLength: Int32
    var body: Int32
    var byteOrderMagic: Int32

    init(_ definition: DefinitionID, _ record: Record, firstField: Int) {
      self.definition = definition
      let names = record.fields.enumerated().map { ($1.name, Int32(firstField + $0)) }
      let fieldNames = Dictionary(names) { first, _ in first }
      self.fieldNames = fieldNames
      data = fieldNames["data"] ?? -1
      interface = fieldNames["interface"] ?? -1
      seconds = fieldNames["seconds"] ?? -1
      fraction = fieldNames["fraction"] ?? -1
      timestampHigh = fieldNames["timestampHigh"] ?? -1
      timestampLow = fieldNames["timestampLow"] ?? -1
      originalLength = fieldNames["originalLength"] ?? -1
      totalLength = fieldNames["totalLength"] ?? -1
      body = fieldNames["body"] ?? -1
      byteOrderMagic = fieldNames["byteOrderMagic"] ?? -1
    }

    func field(_ name: String) -> Int32 { fieldNames[name] ?? -1 }
  }

  /// `nil` if the schema lacks one of them: it does not hold `CaptureFormats`.
  init?(_ codec: DynamicCodec) {
    func record(_ name: String) -> RecordIndex? {
      guard let definition = codec.definition(named: "CaptureFormats.\(name)"),
        case .record(let record) = codec.schema[definition].body
      else { return nil }
      return RecordIndex(definition, record, firstField: codec.firstField(of: definition))
    }
    guard let pcapHeader = record("PcapHeader"), let pcapPacket = record("PcapPacket"),
      let block = record("PcapngBlock"), let section = record("PcapngSection"),
      let interface = record("PcapngInterface"), let interfaceOption = record("PcapngInterfaceOption"),
      let enhancedPacket = record("PcapngEnhancedPacket"), let simplePacket = record("PcapngSimplePacket"),
      let obsoletePacket = record("PcapngObsoletePacket")
    else { return nil }
    self.pcapHeader = pcapHeader
    self.pcapPacket = pcapPacket
    self.block = block
    self.section = section
    self.interface = interface
    self.interfaceOption = interfaceOption
    self.enhancedPacket = enhancedPacket
    self.simplePacket = simplePacket
    self.obsoletePacket = obsoletePacket
    blockKinds = codec.schema.caseNames(of: block.definition, field: "body").map { BlockKind(rawValue: $0) ?? .other }
    interfaceOptionKinds = codec.schema.caseNames(of: interfaceOption.definition, field: "value").map {
      InterfaceOptionKind(rawValue: $0) ?? .other
    }
  }

  /// The default case is one behind the others.
  func blockKind(ofCase index: Int) -> BlockKind { index < blockKinds.count ? blockKinds[index] : .other }

  func interfaceOptionKind(ofCase index: Int) -> InterfaceOptionKind {
    index < interfaceOptionKinds.count ? interfaceOptionKinds[index] : .other
  }
}

extension Schema {
  fileprivate func caseNames(of definition: DefinitionID, field name: String) -> [String] {
    guard case .record(let record) = self[definition].body,
      case .match(let match)? = record.fields.first(where: { $0.name == name })?.type
    else { return [] }
    return match.cases.map(\.name)
  }
}

extension ValueTree {
  /// The first node of a field, in wire order.
  func node(ofField field: Int32) -> Int? { nodes.firstIndex { $0.field == field } }

  /// The first value of a field of integers; 0 where there is none.
  func integer(ofField field: Int32) -> UInt64 {
    for node in nodes where node.field == field { return node.payload }
    return 0
  }
}
