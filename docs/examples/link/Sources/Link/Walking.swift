import WalkTalk
import WeftLink

/// Two ends of a link over datagrams, of which every fifth is lost.
func walk() throws {
  let walker = ChannelEnd<Motion>(session: 3)
  let watcher = ChannelEnd<Motion>(session: 4)
  // Until each has heard the other.
  while !walker.isEstablished {
    try carry(from: walker, to: watcher, at: 0)
    try carry(from: watcher, to: walker, at: 0)
  }
  var lost = 0
  var sizes: [Int] = []
  var last: Place?
  for tick in 0..<200 {
    let now = LinkInstant(tick) * 100_000
    let east = Double(tick * 20 + tick % 3) / 16
    try walker.send(.place(Place(walker: 7, at: UInt32(tick), east: east, north: -east / 4)), at: now)
    while let datagram = try walker.poll(at: now, flushes: true) {
      sizes.append(datagram.count)
      if tick % 5 == 4 { lost += 1 } else { try watcher.receive(datagram, at: now) }
    }
    while case .place(let place)? = watcher.next() { last = place }
    // What the watcher has to say are acknowledgements.
    while let datagram = try watcher.poll(at: now + 20_000) { try walker.receive(datagram, at: now) }
  }
  if let last { print("walker \(last.walker) is at \(last.east), \(last.north)") }
  print("\(lost) of \(sizes.count) datagrams lost; the first place took \(sizes[0]) bytes, the last \(sizes[199])")
}
