import WalkMessages

/// A round of ten seconds along a lake, as the packets that one walker sends.
func walk(as walker: UInt16) -> [Packet] {
  let hello = Packet(walker: walker, body: .hello(Hello(name: "Ada", colour: .green)))
  let positions = (0..<10).map { second in
    let isStanding = second == 4
    let position = Position(
      latitude: 47.36667 + Double(second) * 0.00001,
      longitude: 8.55 + Double(second) * 0.00002,
      heading: isStanding ? nil : 54,
      speed: isStanding ? 0 : 4.5)
    return Packet(walker: walker, body: .position(position))
  }
  return [hello] + positions + [Packet(walker: walker, body: .leaving)]
}
