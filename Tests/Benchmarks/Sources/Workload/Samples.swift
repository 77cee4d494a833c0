public import BenchmarkMessages
public import InlineMessages
import Weft
public import Witness

/// 64 seeded values of each message. Three messages have a witness in C, which makes their values.
public struct Samples {
  public var ships: [ShipSpawn]
  public var telemetry: [Telemetry]
  public var findNodes: [FindNode]
  public var founds: [Found]
  public var inlineFounds: [FoundInline]
  public var greetings: [Greeting]
  public var chats: [Chat]
  public var offers: [Offer]
  public var witnessShips: [WitnessShip]
  public var witnessTelemetry: [WitnessTelemetry]
  public var witnessFounds: [WitnessFound]

  public init() {
    var state: UInt64 = 0x5EED_2026
    func made<Value>(_ empty: Value, _ make: (inout Value, inout UInt64) -> Void) -> [Value] {
      (0..<sampleCount).map { _ in
        var value = empty
        make(&value, &state)
        return value
      }
    }
    witnessShips = made(WitnessShip()) { witnessMakeShipSpawn(&$0, &$1) }
    witnessTelemetry = made(WitnessTelemetry()) { witnessMakeTelemetry(&$0, &$1) }
    witnessFounds = made(WitnessFound()) { witnessMakeFound(&$0, &$1) }
    ships = witnessShips.map(ShipSpawn.init)
    telemetry = witnessTelemetry.map(Telemetry.init)
    founds = witnessFounds.map { Found(nodes: $0.contacts) }
    inlineFounds = witnessFounds.map { FoundInline(nodes: InlineList($0.contacts) ?? []) }
    var dice = Dice(state: state)
    findNodes = (0..<sampleCount).map { _ in FindNode(dice: &dice) }
    greetings = (0..<sampleCount).map { _ in Greeting(dice: &dice) }
    chats = (0..<sampleCount).map { _ in Chat(dice: &dice) }
    offers = (0..<sampleCount).map { _ in Offer(dice: &dice) }
  }
}

extension ShipSpawn {
  init(_ ship: WitnessShip) {
    self.init(
      kind: [.scout, .fighter, .bomber, .carrier, .miner, .station][Int(ship.kind)],
      positionX: ship.position.0, positionY: ship.position.1, positionZ: ship.position.2,
      rotationX: ship.rotation.0, rotationY: ship.rotation.1, rotationZ: ship.rotation.2, rotationW: ship.rotation.3,
      velocityX: ship.velocity.0, velocityY: ship.velocity.1, velocityZ: ship.velocity.2,
      flags: ship.hasFlags != 0 ? ship.flags : nil, team: [.neutral, .red, .blue][Int(ship.team)],
      health: UInt16(ship.health), thrust: ship.thrust)
  }
}

extension Telemetry {
  init(_ telemetry: WitnessTelemetry) {
    self.init(
      sequence: telemetry.sequence, time: telemetry.time, latitude: telemetry.latitude, longitude: telemetry.longitude,
      altitude: telemetry.altitude, speed: telemetry.speed, heading: telemetry.heading, pitch: telemetry.pitch,
      roll: telemetry.roll, battery: telemetry.battery, temperature: telemetry.temperature, signal: telemetry.signal,
      mode: [.idle, .manual, .hold, .mission, .landing][Int(telemetry.mode)], armed: telemetry.armed != 0,
      moving: telemetry.moving != 0, satellites: telemetry.satellites)
  }
}

extension WitnessFound {
  var contacts: [Contact] {
    withUnsafeBytes(of: nodes) { raw in
      raw.bindMemory(to: WitnessContact.self).prefix(Int(count)).map(Contact.init)
    }
  }
}

extension Contact {
  init(_ contact: WitnessContact) {
    self.init(
      address: withUnsafeBytes(of: contact.address) { raw in FixedBytes { raw[$0] } },
      link: [.webSocket, .webRTC, .relay][Int(contact.link)], rtt: contact.rtt, port: contact.port,
      reachable: contact.reachable != 0)
  }
}
