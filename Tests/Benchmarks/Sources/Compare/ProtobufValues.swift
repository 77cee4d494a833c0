// The same values for swift-protobuf.

import BenchmarkMessages
import Foundation
import ProtobufMessages
import Weft

extension FixedBytes {
  var data: Data { Data((0..<count).map { self[$0] }) }
}

extension PBShipSpawn {
  init(_ value: ShipSpawn) {
    self.init()
    kind = PBShipKind(rawValue: Int(value.kind.rawValue)) ?? .scout
    (positionX, positionY, positionZ) = (value.positionX, value.positionY, value.positionZ)
    (rotationX, rotationY) = (Int32(value.rotationX), Int32(value.rotationY))
    (rotationZ, rotationW) = (Int32(value.rotationZ), Int32(value.rotationW))
    (velocityX, velocityY, velocityZ) = (value.velocityX, value.velocityY, value.velocityZ)
    if let given = value.flags { flags = UInt32(given) }
    team = PBTeam(rawValue: Int(value.team.rawValue)) ?? .neutral
    health = UInt32(value.health)
    thrust = UInt32(value.thrust)
  }
}

extension PBTelemetry {
  init(_ value: Telemetry) {
    self.init()
    sequence = UInt32(value.sequence)
    (time, latitude, longitude) = (value.time, value.latitude, value.longitude)
    altitude = Int32(value.altitude)
    (speed, heading) = (UInt32(value.speed), UInt32(value.heading))
    (pitch, roll) = (Int32(value.pitch), Int32(value.roll))
    battery = UInt32(value.battery)
    (temperature, signal) = (Int32(value.temperature), Int32(value.signal))
    mode = PBMode(rawValue: Int(value.mode.rawValue)) ?? .idle
    (armed, moving) = (value.armed, value.moving)
    satellites = UInt32(value.satellites)
  }
}

extension PBFindNode {
  init(_ value: FindNode) {
    self.init()
    target = value.target.data
    want = UInt32(value.want)
    tags = value.tags.map(UInt32.init)
    if let given = value.token { token = Data(given) }
  }
}

extension PBFound {
  init(_ value: Found) {
    self.init()
    nodes = value.nodes.map { contact in
      var node = PBContact()
      node.address = contact.address.data
      node.link = PBLink(rawValue: Int(contact.link.rawValue)) ?? .webSocket
      node.rtt = UInt32(contact.rtt)
      node.port = UInt32(contact.port)
      node.reachable = contact.reachable
      return node
    }
  }
}

extension PBChat {
  init(_ value: Chat) {
    self.init()
    (room, author, sequence, sent) = (value.room, value.author, value.sequence, value.sent)
    if let given = value.edited { edited = given }
    (body, mentions) = (value.body, value.mentions)
  }
}

extension PBEndpoint {
  init(_ value: Endpoint) {
    self.init()
    switch value {
    case .v4(let end):
      v4.address = end.address.data
      v4.port = UInt32(end.port)
    case .v6(let end):
      v6.address = end.address.data
      v6.port = UInt32(end.port)
    case .relay(let address): relay = address.data
    }
  }
}

extension PBOffer {
  init(_ value: Offer) {
    self.init()
    answering = value.answering
    connection = UInt32(value.connection)
    if let given = value.deadline { deadline = UInt32(given) }
    if let given = value.priority { priority = UInt32(given) }
    if let given = value.fingerprint { fingerprint = given.data }
    if let given = value.reply { reply = PBEndpoint(given) }
    endpoints = value.endpoints.map(PBEndpoint.init)
  }
}
