import Weft
import WeftDynamic
public import WeftSchema

/// Reads a capture through the definitions in `protocol/capture`, and whatever other definitions it is given, and writes
/// what is in it.
///
/// It opens no file and has no clock: bytes come from one closure and text goes to another. Memory does not grow with the
/// capture: the reader holds one block of the file, and a packet's layers are decoded into trees that the next one reuses.
///
///     bytes ─▶ CaptureReader ─▶ packet ─▶ Peeler ─▶ layers ─▶ Columns ─▶ Filter ─▶ renderer ─▶ text
public final class Inspector {
  private let known: InspectedSchema
  private let options: InspectOptions
  private let columns: Columns
  private let context: ColumnContext
  private let filter: Filter?
  private let renderer: Renderer
  private let decodeAs: [DecodeAs]
  /// The channels that are followed, and where: by table and key, the place among them.
  private let channels: [LinkChannel]
  private let bindings: [[Int64: Int]]
  /// Where nothing but columns is shown.
  private let projection: Projection?

  private enum Renderer {
    case summary(SummaryRenderer)
    case detail(DetailRenderer)
    case json(JSONRenderer, isArray: Bool)
    case fields(FieldsRenderer)
    case statistics(StatisticsRenderer)
    case messages(MessagesRenderer)
  }

  /// - Parameter schema: with the module `CaptureFormats`.
  public convenience init(schema: Schema, options: InspectOptions = InspectOptions()) throws(InspectUsageError) {
    guard let known = InspectedSchema(DynamicCodec(schema)) else {
      throw InspectUsageError("the schema does not hold the module CaptureFormats")
    }
    try self.init(known, options)
  }

  /// Another inspection by the same definitions, which are not prepared again.
  public convenience init(sharing other: Inspector, options: InspectOptions) throws(InspectUsageError) {
    try self.init(other.known, options)
  }

  private init(_ known: InspectedSchema, _ options: InspectOptions) throws(InspectUsageError) {
    let codec = known.codec
    let schema = codec.schema
    let names = known.names
    var columns = Columns(names, schema)
    let shown = try Self.addColumns(options, names, &columns)
    filter = try Self.parseFilter(options, names, schema, &columns)
    let linksAs: [LinkAs]
    (decodeAs, linksAs) = try Self.parseDecodeAs(options, codec, names)
    (channels, bindings) = Self.followedChannels(codec, decodeAs, linksAs)
    context = ColumnContext(
      codec: codec, columns: columns.columns, holders: columns.columns.map { $0.holders(names, schema) },
      slots: names.slots, forms: known.forms, caseSlots: names.caseSlots,
      partSlots: names.partSlots, protocolNames: known.protocolNames)
    renderer =
      switch options.format {
      case .text where options.isDetailed:
        .detail(DetailRenderer(codec, context, Ink(isOn: options.usesColor)))
      case .text: .summary(SummaryRenderer(codec, context, Ink(isOn: options.usesColor)))
      case .json: .json(JSONRenderer(codec, context), isArray: true)
      case .ndjson: .json(JSONRenderer(codec, context), isArray: false)
      case .fields: .fields(FieldsRenderer(codec, context, columns: shown))
      case .statistics: .statistics(StatisticsRenderer(codec, context))
      case .messages: .messages(MessagesRenderer(codec))
      }
    projection =
      options.format == .fields
      ? codec.projection(keeping: columns.isRead, additional: decodeAs.map { ($0.table, $0.definition) }) : nil
    self.known = known
    self.options = options
    self.columns = columns
  }

  private static func addColumns(
    _ options: InspectOptions, _ names: NamedValues, _ columns: inout Columns
  ) throws(InspectUsageError) -> [Int] {
    if options.format == .fields, options.fields.isEmpty { throw InspectUsageError("-T fields needs at least one -e FIELD") }
    if options.format != .fields, !options.fields.isEmpty { throw InspectUsageError("-e FIELD goes with -T fields") }
    var shown: [Int] = []
    for name in options.fields {
      guard let column = columns.column(named: name) else {
        let message = "no field or layer is called '\(name)'"
        throw InspectUsageError(names.nearest(to: name).map { "\(message); did you mean '\($0)'?" } ?? message)
      }
      shown.append(columns.add(column))
    }
    return shown
  }

  private static func parseDecodeAs(
    _ options: InspectOptions, _ codec: DynamicCodec, _ names: NamedValues
  ) throws(InspectUsageError) -> ([DecodeAs], [LinkAs]) {
    var definitions: [DecodeAs] = []
    var channels: [LinkAs] = []
    for text in options.decodeAs {
      if let definition = try DecodeAs(text, codec, names) {
        definitions.append(definition)
        continue
      }
      let (table, key, name) = try DecodeAs.parse(text, codec)
      guard codec.schema.channels(named: name).count == 1 else {
        let message = "no definition, no layer and no channel is called '\(name)'"
        throw InspectUsageError(
          names.nearestLayer(to: name).map { "\(message); did you mean '\($0)'?" } ?? "\(message); --schema DIR adds yours")
      }
      channels.append(LinkAs(table: table, key: key, channel: name))
    }
    return (definitions, channels)
  }

  private static func followedChannels(
    _ codec: DynamicCodec, _ decodeAs: [DecodeAs], _ linksAs: [LinkAs]
  ) -> ([LinkChannel], [[Int64: Int]]) {
    var overrides: [[Int64: Int]] = codec.tables.map { _ in [:] }
    var channels: [LinkChannel] = []
    func place(_ module: String, _ channel: Channel) -> Int {
      if let known = channels.firstIndex(where: { $0.name == "\(module).\(channel.name)" }) { return known }
      channels.append(LinkChannel(channel, of: module, codec))
      return channels.count - 1
    }
    for module in codec.schema.modules {
      for channel in module.channels {
        for binding in channel.bindings {
          guard let table = codec.tables.firstIndex(of: binding.table), let key = binding.key.flatMap(Int64.init(exactly:)),
            overrides[table][key] == nil
          else { continue }
          overrides[table][key] = place(module.name, channel)
        }
      }
    }
    // What -d says goes before what the schema says.
    for other in decodeAs { overrides[other.table][other.key] = nil }
    for link in linksAs {
      guard let (module, channel) = codec.schema.channels(named: link.channel).first else { continue }
      overrides[link.table][link.key] = place(module, channel)
    }
    return (channels, overrides)
  }

  /// A new state for each capture.
  private func links() -> Links? {
    if channels.isEmpty { return nil }
    let codec = known.codec
    let embedded = channels.compactMap { $0.channel.compression?.dictionary }.filter { !$0.isEmpty }
    let tracker = LinkTracker(channels, codec, LinkResources(dictionaries: options.dictionaries + embedded))
    return Links(tracker: tracker, forms: LinkFrameForms(codec), ends: LinkEnds(codec), overrides: bindings)
  }

  private static func parseFilter(
    _ options: InspectOptions, _ names: NamedValues, _ schema: Schema, _ columns: inout Columns
  ) throws(InspectUsageError) -> Filter? {
    guard let text = options.filter else { return nil }
    do {
      var parser = try FilterParser(text, names, schema, columns)
      let filter = try parser.filter()
      columns = parser.columns
      return filter
    } catch {
      throw InspectUsageError(error.rendered(text))
    }
  }

  // MARK: Inspecting

  /// Text that is kept back for a larger write.
  private static let writeByteCount = 1 << 16

  /// Reads a capture to its end.
  ///
  /// - Parameters:
  ///   - read: fills the start of a buffer and returns how many bytes, as soon as there are some; 0 at the end.
  ///   - write: takes text that is ready, at the latest before each call of `read`, so that packets from a pipe show as they
  ///     come.
  public func inspect(
    reading read: (inout MutableRawSpan) throws -> Int, writing write: (RawSpan) throws -> Void
  ) rethrows -> InspectOutcome {
    var outcome = InspectOutcome()
    var reader = CaptureReader(known.codec, known.definitions)
    var peeler = Peeler(
      known.codec, known.plan, decodeAs: decodeAs, links: links(), marksComputedValues: showsMarks, projection: projection)
    var frame = Frame()
    var found = columns.columns.map { _ in [Columns.Occurrence]() }
    var text = TextBuffer()
    begin(&text)
    reading: while outcome.packetCount < options.packetLimit ?? Int.max {
      switch reader.next() {
      case .end: break reading
      case .problem(let problem): outcome.note(problem)
      case .needsInput:
        try flush(&text, write)
        try reader.fill(read)
      case .packet(let packet):
        frame.advance(to: packet)
        outcome.packetCount += 1
        if let problem = packet.problem { outcome.note(problem) }
        let bytes = unsafe reader.window.span.bytes.extracting(packet.range)
        peeler.peel(bytes, linkType: packet.linkType, isCut: packet.isCut)
        if peeler.layers.isMalformed { outcome.malformedCount += 1 }
        let isFirst = outcome.shownCount == 0
        let isShown =
          peeler.extended.isEmpty
          ? show(frame, peeler.layers, &found, bytes, isFirst: isFirst, &text)
          : show(frame, peeler.layers, &found, unsafe peeler.extended.span.bytes, isFirst: isFirst, &text)
        if isShown { outcome.shownCount += 1 }
        if text.count >= Self.writeByteCount { try flush(&text, write) }
      }
    }
    end(&text)
    try flush(&text, write)
    return outcome
  }

  /// Of the forms of output, those that say what is wrong with a value.
  private var showsMarks: Bool {
    switch renderer {
    case .detail, .json: true
    case .summary, .fields, .statistics, .messages: false
    }
  }

  private func begin(_ text: inout TextBuffer) {
    if case .json(_, isArray: true) = renderer { text.append("[") }
  }

  private func end(_ text: inout TextBuffer) {
    switch renderer {
    case .json(_, isArray: true): text.append("\n]\n")
    case .statistics(let renderer):
      for line in renderer.lines {
        text.append(text: line)
        text.append("\n")
      }
    case .summary, .detail, .json, .fields, .messages: break
    }
  }

  private func flush(_ text: inout TextBuffer, _ write: (RawSpan) throws -> Void) rethrows {
    if text.isEmpty { return }
    try text.withBytes { (bytes) throws in try write(bytes) }
    text.removeAll()
  }

  /// Whether the filter let it through.
  private func show(
    _ frame: borrowing Frame, _ layers: borrowing Layers, _ found: inout [[Columns.Occurrence]], _ packet: RawSpan,
    isFirst: Bool, _ text: inout TextBuffer
  ) -> Bool {
    if !found.isEmpty { columns.collect(layers, into: &found) }
    if let filter, !filter.admits(frame, layers, found, context, packet) { return false }
    switch renderer {
    case .summary(let renderer): renderer.append(frame, layers, packet, to: &text)
    case .detail(let renderer): renderer.append(frame, layers, packet, to: &text)
    case .fields(let renderer): renderer.append(frame, layers, found, packet, to: &text)
    case .statistics(let renderer): renderer.add(layers, packet)
    case .messages(let renderer): renderer.append(layers, packet, to: &text)
    case .json(let renderer, let isArray):
      if isArray { text.append(isFirst ? "\n" : ",\n") }
      renderer.append(frame, layers, packet, to: &text)
      if !isArray { text.append("\n") }
    }
    return true
  }
}
