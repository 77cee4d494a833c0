import Weft
import WeftDynamic
import WeftSchema

/// Peels packets: each layer's payload goes to the definition bound to the payload's key, and so on inwards.
///
/// Candidates for a payload, in this order: what `-d` says or else what is bound to the keys of its carriers, where every
/// constant matches; what is bound to any key of the table, if it decodes strictly and to its end; the only one bound to a
/// key, although a constant differs. What has no candidate is data.
struct Peeler: ~Copyable {
  let codec: DynamicCodec
  private let plan: PeelingPlan
  /// `-d`: by table, then key.
  private var overrides: [[Int64: DefinitionID]]
  private let hasOverrides: Bool
  private var arguments = Arguments()
  private var linkType: Int64 = 0
  private var isCut = false
  var layers = Layers()
  /// Where channels are named.
  let links: Links?
  private var reassembly = Reassembly()
  /// The payload of a datagram whose last fragment the packet is.
  private var reassembled: (payload: Payload, key: Reassembly.Key)?
  /// The packet and behind it what it made whole, to which all ranges of layers refer; empty where it made nothing whole.
  var extended: [UInt8] = []

  /// Whether wrong checksums and lengths are marked: what shows no marks needs none.
  let marksComputedValues: Bool
  /// Where not all fields are shown.
  private let projection: Projection?

  /// - Parameter fields: by index into `DynamicCodec.fields`, those whose values are read; `nil`: all. Without marks only.
  init(
    _ codec: DynamicCodec, decodeAs overrides: [DecodeAs], links: Links? = nil, marksComputedValues: Bool = true,
    reading fields: [Bool]? = nil
  ) {
    let projection = fields.map { fields in
      codec.projection(keeping: fields, additional: overrides.map { ($0.table, $0.definition) })
    }
    self.init(
      codec, PeelingPlan(codec), decodeAs: overrides, links: links, marksComputedValues: marksComputedValues,
      projection: projection)
  }

  /// With what was prepared before.
  init(
    _ codec: DynamicCodec, _ plan: PeelingPlan, decodeAs overrides: [DecodeAs], links: Links?, marksComputedValues: Bool,
    projection: Projection?
  ) {
    self.codec = codec
    self.plan = plan
    self.links = links
    self.marksComputedValues = marksComputedValues
    self.projection = projection
    hasOverrides = !overrides.isEmpty
    self.overrides = codec.tables.map { _ in [:] }
    for entry in overrides { self.overrides[entry.table][entry.key] = entry.definition }
  }

  /// Peels a packet into `layers`, whose ranges count from its first byte.
  mutating func peel(_ packet: RawSpan, linkType: Int64, isCut: Bool) {
    self.isCut = isCut
    self.linkType = linkType
    layers.removeAll()
    if !extended.isEmpty { extended.removeAll(keepingCapacity: true) }
    if plan.linkTable >= 0, packet.byteCount > 0 { peelInwards(Alternatives(parent: -1, carriers: 0..<1), packet) }
  }

  /// Carriers of one field, to be tried in order.
  private struct Alternatives {
    /// Index of the layer that carries; −1: the packet itself, whose link type is the key; −2: `reassembled`.
    var parent: Int
    /// Indices into the carriers of its tree.
    var carriers: Range<Int>
  }

  private struct Payload {
    /// The layer that carries it, and which of its carriers says so; below 0: see `Alternatives.parent`.
    var parent: Int
    var carrier: Int
    var table: Int
    var key: Int64
    /// In the packet, in bytes.
    var range: Range<Int>
  }

  @inline(__always)
  private func payload(_ parent: Int, _ index: Int, _ packet: RawSpan) -> Payload {
    if parent < 0 {
      if parent == -2, let reassembled { return reassembled.payload }
      return Payload(parent: -1, carrier: 0, table: plan.linkTable, key: linkType, range: 0..<packet.byteCount)
    }
    let carrier = layers[parent].tree.carriers[index]
    let start = layers[parent].range.lowerBound
    return Payload(
      parent: parent, carrier: index, table: carrier.table, key: carrier.key,
      range: start + carrier.byteRange.lowerBound..<start + carrier.byteRange.upperBound)
  }

  /// Takes a payload as a layer, or as data, and then what that layer carries.
  private mutating func peelInwards(_ alternatives: Alternatives, _ packet: RawSpan) {
    let first = payload(alternatives.parent, alternatives.carriers.lowerBound, packet)
    if first.range.isEmpty {
      // An empty frame of a link, or a segment that only acknowledges.
      if links != nil, let channel = channel(alternatives, packet) { _ = follow(channel, first.range, packet) }
      return
    }
    let isQuoted = first.table == plan.quoteTable
    let wasCut = isCut
    if isQuoted {
      layers.noteQuotation()
      isCut = true
    }
    peel(alternatives, first, packet)
    isCut = wasCut
  }

  private mutating func peel(_ alternatives: Alternatives, _ first: Payload, _ packet: RawSpan) {
    if links != nil, let channel = channel(alternatives, packet), follow(channel, first.range, packet) { return }
    guard layers.count < Layers.limit, take(alternatives, first, packet) else {
      noteEtherType(first)
      return layers.note(data: first.range, isTrailer: false)
    }
    let parent = layers.count - 1
    let carrierCount = layers[parent].tree.carriers.count
    var index = 0
    while index < carrierCount {
      let first = index
      let node = layers[parent].tree.carriers[first].node
      repeat { index += 1 } while index < carrierCount && layers[parent].tree.carriers[index].node == node
      peelInwards(Alternatives(parent: parent, carriers: first..<index), packet)
    }
    if carrierCount == 0 { noteData(of: parent, packet) }
    noteTrailer(of: parent)
  }

  /// A payload that carries something, but not now: of a fragment, unless it is the last to come.
  private mutating func noteData(of index: Int, _ packet: RawSpan) {
    guard let field = plan.carryingFields[layers[index].definition.index],
      let node = layers[index].tree.node(ofField: field)
    else { return }
    let start = layers[index].range.lowerBound + layers[index].tree.nodes[node].byteOffset
    let count = layers[index].tree.nodes[node].byteCount
    if count == 0 || reassemble(index, start..<start + count, packet) { return }
    layers.note(data: start..<start + count, isTrailer: false)
  }

  /// Peels the datagram that a fragment made whole. What a packet quotes, and what was cut off, makes nothing whole.
  private mutating func reassemble(_ index: Int, _ range: Range<Int>, _ packet: RawSpan) -> Bool {
    guard extended.isEmpty, layers.quotedFrom == nil, layers[index].state == .whole,
      let fragment = plan.fragmentFields?.fragment(index, of: layers, packet),
      let whole = reassembly.add(
        packet.extracting(range), of: fragment.key, at: fragment.offset, isLast: fragment.isLast,
        nextProtocol: fragment.nextProtocol)
    else { return false }
    extended = (0..<packet.byteCount).map { packet[$0] } + whole.bytes
    let payload = Payload(
      parent: -2, carrier: 0, table: plan.protocolTable, key: Int64(truncatingIfNeeded: whole.nextProtocol),
      range: packet.byteCount..<extended.count)
    reassembled = (payload, fragment.key)
    let bytes = extended
    peelInwards(Alternatives(parent: -2, carriers: 0..<1), unsafe bytes.span.bytes)
    reassembled = nil
    return true
  }

  private mutating func noteTrailer(of index: Int) {
    let range = layers[index].range
    let end = range.lowerBound + (layers[index].tree.bitCount + 7) / 8
    if layers[index].state == .whole, end < range.upperBound {
      layers.note(data: end..<range.upperBound, isTrailer: true)
    }
  }

  // MARK: Candidates

  /// The channel whose frames a payload is said to be.
  private func channel(_ alternatives: Alternatives, _ packet: RawSpan) -> Int? {
    guard let links else { return nil }
    for index in alternatives.carriers {
      let payload = payload(alternatives.parent, index, packet)
      if let channel = links.overrides[payload.table][payload.key] { return channel }
    }
    return nil
  }

  /// Decodes a payload as the next layer, if there is a candidate.
  private mutating func take(_ alternatives: Alternatives, _ first: Payload, _ packet: RawSpan) -> Bool {
    var fallback: (definition: DefinitionID, carrier: Int)?
    for index in alternatives.carriers {
      let payload = payload(alternatives.parent, index, packet)
      if hasOverrides, let chosen = overrides[payload.table][payload.key] {
        if decode(chosen, payload, packet) { return keep(payload) }
        fallback = fallback ?? (chosen, index)
      } else {
        let bound = codec.bindings(of: payload.table, key: payload.key)
        for binding in bound {
          let definition = codec.definition(ofBinding: binding)
          if decode(definition, payload, packet) { return keep(payload) }
          if bound.count == 1 { fallback = fallback ?? (definition, index) }
        }
      }
    }
    for binding in codec.bindingsOfAnyKey(of: first.table)
    where decodeAnyKey(codec.definition(ofBinding: binding), first, packet) {
      return keep(first)
    }
    guard let fallback else { return false }
    let chosen = payload(alternatives.parent, fallback.carrier, packet)
    _ = decode(fallback.definition, chosen, packet)
    return keep(chosen)
  }

  private mutating func keep(_ payload: Payload) -> Bool {
    noteEtherType(payload)
    layers.keep()
    return true
  }

  /// Below 1536 it is a length (IEEE 802.3 section 3.2.6).
  private mutating func noteEtherType(_ payload: Payload) {
    if payload.table == plan.etherTable, payload.key >= 1536 { layers.note(.etherType) }
  }

  /// Whether every constant matches.
  private mutating func decode(_ definition: DefinitionID, _ payload: Payload, _ packet: RawSpan) -> Bool {
    // Of our own messages every byte is stated; what is behind others is a trailer.
    let options = DynamicCodec.DecodeOptions(
      isLenient: true, allowsTrailingBytes: !plan.isNative[definition.index], checksComputedValues: marksComputedValues)
    let isComplete = decode(definition, payload, packet, options)
    layers.next.state = isComplete ? .whole : isCutShort ? .cut : .malformed
    if layers.next.tree.nodes.count <= 1 { return false }
    return layers.next.tree.marks.isEmpty
      || !layers.next.tree.marks.contains { mark in
        if case .constantMismatch = mark.reason { true } else { false }
      }
  }

  /// Strictly, as far as the packet was captured.
  private mutating func decodeAnyKey(_ definition: DefinitionID, _ payload: Payload, _ packet: RawSpan) -> Bool {
    if isCut {
      return decode(definition, payload, packet) && layers.next.state == .cut && layers.next.tree.marks.isEmpty
    }
    layers.next.state = .whole
    return decode(definition, payload, packet, .strict)
  }

  private mutating func decode(
    _ definition: DefinitionID, _ payload: Payload, _ packet: RawSpan, _ options: DynamicCodec.DecodeOptions
  ) -> Bool {
    layers.next.definition = definition
    layers.next.range = payload.range
    arguments.removeAll()
    if payload.parent == -2, let reassembled {
      arguments.append(reassembled.key.source)
      arguments.append(reassembled.key.destination)
    } else if payload.parent >= 0, !layers[payload.parent].tree.carriers[payload.carrier].arguments.isEmpty {
      arguments.assign(layers[payload.parent].tree.carriers[payload.carrier], of: layers[payload.parent].tree)
    }
    return codec.decode(
      definition, from: packet.extracting(payload.range), into: &layers.next.tree, options: options, arguments: arguments,
      projection: projection)
  }

  /// Whether the layer just decoded failed only since the packet's end was not captured.
  private var isCutShort: Bool {
    guard isCut, let failure = layers.next.tree.failure else { return false }
    return switch failure.reason {
    case .truncated, .expression: true
    default: false
    }
  }
}
