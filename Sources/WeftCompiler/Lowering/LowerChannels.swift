import WeftSchema

extension Diagnostic.Rule {
  static let channelNumber: Self = "CHANNEL_NUMBER"
  static let channelTransport: Self = "CHANNEL_TRANSPORT"
  static let channelMessage: Self = "CHANNEL_MESSAGE"
}

extension Lowering {
  /// Pass 9: what two peers say to each other over links.
  mutating func lowerChannels() {
    var numbers: [Int: [Int128: Syntax.Name]] = [:]
    for channel in channels {
      guard let scope = fileScopes[channel.file] else { continue }
      let syntax = channel.syntax
      checkNumber(of: syntax, &numbers[scope.module, default: [:]])
      let transport = lowerTransport(of: syntax, file: channel.file)
      let messages = lowerMessages(of: syntax, file: channel.file)
      let compression = syntax.compression.flatMap { lower($0, file: channel.file) }
      guard let number = syntax.number.value, let transport else { continue }
      let lowered = Channel(
        name: syntax.name.text, documentation: syntax.documentation, file: scope.fileInModule, number: Int(clamping: number),
        transport: transport, messages: messages, compression: compression, bindings: bindings(syntax.bindings))
      checkBindings(of: syntax)
      checkMTU(of: lowered, syntax)
      checkMode(of: lowered, syntax)
      schema.modules[scope.module].channels.append(lowered)
    }
  }

  /// Frames have no mark of their own: any payload could be one.
  private mutating func checkBindings(of syntax: Syntax.Channel) {
    for binding in syntax.bindings where binding.key == nil {
      error(.channelTransport, "a channel is bound to a number, not to '*'", at: binding.span)
    }
  }

  private mutating func checkNumber(of syntax: Syntax.Channel, _ numbers: inout [Int128: Syntax.Name]) {
    guard let number = syntax.number.value else { return }
    if number > Int128(UInt32.max) {
      error(.channelNumber, "a channel's number is at most \(UInt32.max)", at: syntax.number.span)
    } else if let other = numbers[number] {
      error(
        .channelNumber, "channel '\(other.text)' has number \(number) already", at: syntax.number.span,
        notes: [.init("declared here", at: other.span)])
    } else {
      numbers[number] = syntax.name
    }
  }

  private mutating func lowerTransport(of syntax: Syntax.Channel, file: Int) -> Channel.Transport? {
    let name = syntax.transport
    switch name.text {
    case "": return nil
    case "datagram": return lowerMTU(of: syntax, file: file).map { .datagram(mtu: $0) }
    case "ordered", "stream":
      if let extra = syntax.transportArguments.first {
        error(.channelTransport, "only 'datagram' has an mtu", at: extra.label?.span ?? extra.value.span)
      }
      return name.text == "ordered" ? .ordered : .stream
    default:
      let (notes, fixes) = suggest(for: name, among: ["datagram", "ordered", "stream"])
      error(
        .channelTransport, "a channel is over 'datagram', 'ordered' or 'stream', not '\(name.text)'", at: name.span,
        notes: notes, fixes: fixes)
      return nil
    }
  }

  /// Bytes of a datagram: what is left of 1,280 by IPv6 and UDP is 1,232.
  private mutating func lowerMTU(of syntax: Syntax.Channel, file: Int) -> Int? {
    guard let argument = syntax.transportArguments.first else { return 1_200 }
    guard syntax.transportArguments.count == 1, argument.label?.text == "mtu" else {
      error(.channelTransport, "a datagram states 'mtu: n', n in bytes, and nothing else", at: argument.value.span)
      return nil
    }
    guard let value = integer(argument.value, in: file) else { return nil }
    guard (64...65_507).contains(value) else {
      error(.channelTransport, "a datagram has 64...65507 bytes, not \(value)", at: argument.value.span)
      return nil
    }
    return Int(value)
  }

  /// A window or a history runs on from frame to frame, and a datagram may be lost.
  private mutating func checkMode(of channel: Channel, _ syntax: Syntax.Channel) {
    guard case .datagram = channel.transport, let written = syntax.compression else { return }
    let label: String
    switch channel.compression?.mode {
    case .stream: label = "window"
    case .history: label = "history"
    case .message, nil: return
    }
    guard let argument = written.arguments.first(where: { $0.label?.text == label }) else { return }
    error(
      .compression, "'\(label)' needs every frame in order, and datagrams may be lost", at: argument.label?.span ?? written.span,
      notes: [.init("'ordered' and 'stream' have both modes, 'datagram' a 'dictionary'")])
  }

  private mutating func lowerMessages(of syntax: Syntax.Channel, file: Int) -> [DefinitionID] {
    var first: [DefinitionID: Syntax.Name] = [:]
    var messages: [DefinitionID] = []
    for item in syntax.messages {
      guard let id = lowerMessage(item, file: file) else { continue }
      if let other = first[id] {
        error(
          .channelMessage, "'\(item.name.text)' is on this channel already", at: item.span,
          notes: [.init("first stated here", at: other.span)])
        continue
      }
      first[id] = item.name
      messages.append(id)
    }
    if syntax.messages.isEmpty, !isBroken[file] {
      error(.channelMessage, "a channel has at least one message", at: syntax.name.span)
    }
    return messages
  }

  private mutating func lowerMessage(_ item: Syntax.ChannelMessage, file: Int) -> DefinitionID? {
    guard let symbol = lookUp(item.name, in: item.module, from: file) else { return nil }
    let note = Diagnostic.Note("declared here", at: symbol.name.span)
    guard case .definition(let named) = symbol.kind else {
      error(
        .channelMessage, "a channel has messages, '\(item.name.text)' is a \(symbol.kind.noun)", at: item.span, notes: [note])
      return nil
    }
    if case .named(let id, _) = schema.resolvingAliases(.named(named)), case .record(let record) = schema[id].body,
      case .message = record.kind
    {
      return id
    }
    error(
      .channelMessage, "a channel has messages, '\(item.name.text)' is \(schema.noun(of: .named(named)))", at: item.span,
      notes: [note])
    return nil
  }

  /// A message that is no snapshot has to fit; of a snapshot, the smallest value. Before it stand the datagram's header with an
  /// acknowledgement, a bit under zstd, the tag, and a bit for the baseline (`docs/streams.md`, "Frames"); it is in its link form.
  private mutating func checkMTU(of channel: Channel, _ syntax: Syntax.Channel) {
    guard case .datagram(let mtu) = channel.transport else { return }
    var link = LinkSizes(schema)
    for id in channel.messages {
      guard case .record(let record) = schema[id].body else { continue }
      let size = schema[id].bitCountRange + link.surplus(of: id)
      let head = 68 + (channel.compression == nil ? 0 : 1) + channel.tagBitCount + (schema[id].hasDelta ? 1 : 0)
      let bits = head + (record.isSnapshot ? size.min : size.max ?? size.min)
      guard bits <= Limits.bitCount, bits > 8 * mtu else { continue }
      let takes = record.isSnapshot ? "takes at least" : "takes up to"
      error(
        .mtu, "'\(schema[id].name)' \(takes) \((bits + 7) / 8) bytes behind the head of its datagram, the mtu is \(mtu)",
        at: syntax.messages.first { $0.name.text == schema[id].name }?.span ?? syntax.name.span)
    }
  }
}
