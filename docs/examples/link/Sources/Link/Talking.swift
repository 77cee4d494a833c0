import WalkTalk
import Weft
import WeftLink
import WeftStream

/// Two ends of a stream. A real program has one of them, and a socket.
func talk() throws {
  let thread = try ZstdContexts()
  let ada = try ChannelEnd<Talk>(session: 1, contexts: thread)
  let grace = try ChannelEnd<Talk>(session: 2, contexts: thread)
  try carry(from: ada, to: grace, at: 0)
  try carry(from: grace, to: ada, at: 0)
  print("both compress: \(ada.isCompressing && grace.isCompressing)")

  let token = FixedBytes<16> { UInt8($0) }
  try ada.send(.join(Join(name: "ada", token: token)), at: 0)
  try ada.send(.say(Say(author: "ada", text: "on my way to the old mill, 12 minutes")), at: 0)
  let byteCount = try carry(from: ada, to: grace, at: 10_000)
  while let message = grace.next() {
    switch message {
    case .join(let join): print("\(join.name) joins")
    case .say(let say): print("\(say.author): \(say.text)")
    }
  }
  print("\(byteCount) bytes")
}

/// Gives what one end has to say to the other; how many bytes it was.
@discardableResult
func carry<Message>(from sender: ChannelEnd<Message>, to receiver: ChannelEnd<Message>, at now: LinkInstant) throws -> Int {
  var byteCount = 0
  while let bytes = try sender.poll(at: now) {
    byteCount += bytes.count
    try receiver.receive(bytes, at: now)
  }
  return byteCount
}
