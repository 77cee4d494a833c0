// As in Measured.swift: a message through a link, from `send` to bytes, and from bytes to `next`.

public import TraceMessages
public import Weft
public import WeftLink

@inline(never)
public func encodeLinkOrdered(_ end: ChannelEnd<Quotes>, _ message: Quotes, into bytes: inout [UInt8]) throws -> Int {
  try transmit(end, message, at: 0, into: &bytes)
}
@inline(never)
public func decodeLinkOrdered(_ end: ChannelEnd<Quotes>, _ bytes: [UInt8]) throws -> Int { try take(end, bytes, at: 0) }

@inline(never)
public func encodeLinkDatagram(
  _ end: ChannelEnd<QuoteDatagrams>, _ message: QuoteDatagrams, at now: LinkInstant, into bytes: inout [UInt8]
) throws -> Int {
  try transmit(end, message, at: now, into: &bytes)
}
@inline(never)
public func decodeLinkDatagram(_ end: ChannelEnd<QuoteDatagrams>, _ bytes: [UInt8], at now: LinkInstant) throws -> Int {
  try take(end, bytes, at: now)
}

@inline(never)
public func encodeLinkTables(_ end: ChannelEnd<Kademlia>, _ message: Kademlia, into bytes: inout [UInt8]) throws -> Int {
  try transmit(end, message, at: 0, into: &bytes)
}
@inline(never)
public func decodeLinkTables(_ end: ChannelEnd<Kademlia>, _ bytes: [UInt8]) throws -> Int { try take(end, bytes, at: 0) }

@inline(never)
public func encodeLinkHistory(
  _ end: ChannelEnd<DispatchHistory>, _ message: DispatchHistory, into bytes: inout [UInt8]
) throws -> Int {
  try transmit(end, message, at: 0, into: &bytes)
}
@inline(never)
public func decodeLinkHistory(_ end: ChannelEnd<DispatchHistory>, _ bytes: [UInt8]) throws -> Int { try take(end, bytes, at: 0) }

@inline(__always)
private func transmit<Message: ChannelMessage>(
  _ end: ChannelEnd<Message>, _ message: Message, at now: LinkInstant, into bytes: inout [UInt8]
) throws(LinkError) -> Int {
  try end.send(message, at: now)
  return try end.poll(at: now, flushes: true, into: &bytes) ? bytes.count : 0
}

@inline(__always)
private func take<Message: ChannelMessage>(
  _ end: ChannelEnd<Message>, _ bytes: [UInt8], at now: LinkInstant
) throws(LinkError) -> Int {
  try end.receive(bytes, at: now)
  var count = 0
  while let message = end.next() { count &+= message.index &+ 1 }
  return count
}
