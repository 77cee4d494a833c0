import Weft
import WalkMessages

// position-share listen    prints the packets that come to port 7777
// position-share walk      sends a walk there

let port: UInt16 = 7777

switch CommandLine.arguments.dropFirst().first {
case "listen":
  let datagrams = try Datagrams(boundTo: port)
  while true { print(describe(try datagrams.receive())) }
case "walk":
  let datagrams = try Datagrams()
  for packet in walk(as: 7) { try datagrams.send(try packet.encoded(), to: port) }
default:
  print("usage: PositionShare listen | walk")
}

/// What a datagram says. It came from anybody, so it may be anything.
func describe(_ bytes: [UInt8]) -> String {
  do {
    let packet = try Packet(decoding: bytes)
    switch packet.body {
    case .hello(let hello): return "\(packet.walker) is \(hello.name), in \(hello.colour)"
    case .position(let position): return "\(packet.walker) is at \(position.latitude), \(position.longitude)"
    case .leaving: return "\(packet.walker) leaves"
    }
  } catch {
    return "not a packet: \(error)"
  }
}
