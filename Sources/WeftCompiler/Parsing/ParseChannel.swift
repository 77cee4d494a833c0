/// What two peers say to each other over a link.
extension Parser {
  /// `channel Talk = 1 over stream on tcp.port(7777) { Hello, Other.Place } zstd(level: 3)`, behind the keyword.
  mutating func parseChannel(_ documentation: [String], from start: Span) throws(Failure) -> Syntax.Channel {
    let name = try expectName("the name of a channel")
    var channel = Syntax.Channel(
      documentation: documentation, name: name, number: Syntax.Integer(nil, at: name.span.end),
      transport: Syntax.Name("", at: name.span.end), transportArguments: [], bindings: [], messages: [], compression: nil,
      span: start.through(name.span))
    do throws(Failure) {
      try recoveringHead { parser throws(Failure) in
        try parser.expect(.equal, "and a number behind '\(name.text)'")
        channel.number = try parser.expectInteger("the number of '\(name.text)' as an integer")
        guard parser.isWord("over") else {
          parser.reportExpected(.expectedToken, "'over' and 'datagram', 'ordered' or 'stream'")
          throw Failure()
        }
        parser.advance()
        channel.transport = try parser.expectName("'datagram', 'ordered' or 'stream' behind 'over'")
        channel.transportArguments = try parser.parseLabelledArguments()
        if parser.isWord("on") {
          parser.advance()
          repeat { channel.bindings.append(try parser.parseBinding()) } while parser.take(.comma) != nil
        }
      }
      let opening = try expect(.leftBrace, "before the messages of '\(name.text)'")
      try parseMembers(.channelMessage, opening) { parser throws(Failure) in
        channel.messages.append(try parser.parseChannelMessage())
      }
      channel.compression = try parseCompression()
      channel.span = start.through(previousSpan)
    } catch { skipToDeclaration() }
    return channel
  }

  /// `Hello`, `Other.Place`
  private mutating func parseChannelMessage() throws(Failure) -> Syntax.ChannelMessage {
    reportStrayDocumentation(before: position + 1)
    let name = try expectMember("a message")
    guard take(.dot) != nil else { return Syntax.ChannelMessage(module: nil, name: name) }
    return Syntax.ChannelMessage(module: name, name: try expectName("the name of a message behind '\(name.text).'"))
  }

  /// `zstd(level: 3, history: 4KiB)`, or nothing.
  private mutating func parseCompression() throws(Failure) -> Syntax.Compression? {
    guard isWord("zstd") || (token.kind == .name && isNext(.leftParenthesis, ahead: 1)) else { return nil }
    let name = takeName()
    let arguments = try parseLabelledArguments()
    return Syntax.Compression(name: name, arguments: arguments, span: name.span.through(previousSpan))
  }
}
