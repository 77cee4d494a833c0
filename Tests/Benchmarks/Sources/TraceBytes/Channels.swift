import TraceMessages
import Weft
import WeftLink
import WeftStream

/// A channel that carries a trace's messages; those of one trace differ in their compression only.
protocol TraceChannel: ChannelMessage {
  init?(_ line: TraceLine)
}

/// What does not come back as it was sent.
struct Unequal: Error {
  var sent: String
  var received: String
}

/// Sends the messages over one way of a link, each in a frame of its own: the frames.
func carried<Message: ChannelMessage>(_ messages: [Message], keyCount: Int = 256) throws -> [[UInt8]] {
  let limits = LinkLimits(keyCount: keyCount, frameByteCount: 1 << 18)
  let contexts = try ZstdContexts()
  let left = try ChannelEnd<Message>(session: 1, limits: limits, contexts: contexts)
  let right = try ChannelEnd<Message>(session: 2, limits: limits, contexts: contexts)
  var isBusy = true
  while isBusy {
    isBusy = false
    while let bytes = try left.poll(at: 0, flushes: true) {
      try right.receive(bytes, at: 0)
      isBusy = true
    }
    while let bytes = try right.poll(at: 0, flushes: true) {
      try left.receive(bytes, at: 0)
      isBusy = true
    }
  }
  return try messages.map { message in
    try left.send(message, at: 0)
    var frame: [UInt8] = []
    while let bytes = try left.poll(at: 0, flushes: true) {
      try right.receive(bytes, at: 0)
      frame += bytes
    }
    let received = right.next()
    guard received == message else { throw Unequal(sent: "\(message)", received: "\(String(describing: received))") }
    return frame
  }
}

/// Messages with their tag, and nothing that an earlier one said.
func packed<Message: TraceChannel>(_ messages: [Message]) throws -> [[UInt8]] {
  try messages.map { message in
    var bytes = [UInt8](repeating: 0, count: 1 << 12)
    var span = bytes.mutableSpan
    var writer = BitWriter(unsafe span.mutableBytes)
    try writer.reserve(bitCount: Message.channel.tagBitCount)
    writer.put(UInt64(message.index), bitCount: Message.channel.tagBitCount)
    // Without tables the link form is the full form.
    var state = DeltaState()
    try message.encode(into: &writer, state: &state)
    let byteCount = writer.finish()
    bytes.removeLast(bytes.count - byteCount)
    return bytes
  }
}

func messages<Message: TraceChannel>(of lines: [TraceLine]) throws -> [Message] {
  try lines.map { line in
    guard let message = Message(line) else { throw UnreadableTrace(line: line.message) }
    return message
  }
}

/// The lines of each link.
func links(of lines: [TraceLine]) -> [[TraceLine]] {
  var links: [[TraceLine]] = []
  for line in lines {
    if let last = links.last?.last, last.link == line.link { links[links.count - 1].append(line) } else { links.append([line]) }
  }
  return links
}
