/// A player's cube that rolls through 900 small ones, draws those near it along, and now and then leaps and scatters them.
struct CubeWorld {
  private(set) var cubes: [RigidCube] = [RigidCube(at: Vector(-16, -16, 0.75), halfEdge: 0.75)]
  private var dice: Dice
  private var goal = Vector()
  private var goalTicks = 0
  private var burstTicks = 0
  private var contacts: [Contact] = []

  private static let tickSeconds = 1.0 / 60
  private static let speed = 4.0
  private static let pull = 15.0
  private static let pullRadius = 5.0

  init(seed: UInt64) {
    dice = Dice(seed: seed)
    for row in 0..<30 {
      for column in 0..<30 {
        cubes.append(RigidCube(at: Vector((Double(row) - 14.5) * 0.9, (Double(column) - 14.5) * 0.9, 0.2), halfEdge: 0.2))
      }
    }
  }

  mutating func tick() {
    steer()
    pullOthers()
    for _ in 0..<4 { step(seconds: CubeWorld.tickSeconds / 4) }
    for index in cubes.indices.dropFirst() where cubes[index].isAwake { cubes[index].settle() }
  }

  private mutating func steer() {
    if goalTicks == 0 {
      goal = Vector((dice.fraction() - 0.5) * 26, (dice.fraction() - 0.5) * 26, 0)
      goalTicks = 60 + dice.integer(below: 180)
      burstTicks = dice.isHit(1, of: 2) ? 12 : 0
      cubes[0].velocity.z += 4.5
    }
    goalTicks -= 1
    var way = goal - cubes[0].position
    way.z = 0
    let distance = length(way)
    if distance < 1 { goalTicks = 0 }
    var force = (way * (CubeWorld.speed / max(distance, 0.5)) - cubes[0].velocity) * 3
    force.z = 0
    cubes[0].wake()
    cubes[0].velocity += force * CubeWorld.tickSeconds
    cubes[0].spin += cross(Vector(0, 0, 1), force) * (2 * CubeWorld.tickSeconds)
  }

  private mutating func pullOthers() {
    let strength = burstTicks > 0 ? -3 * CubeWorld.pull : CubeWorld.pull
    burstTicks = max(0, burstTicks - 1)
    for index in cubes.indices.dropFirst() {
      let way = cubes[0].position - cubes[index].position
      let distance = length(way)
      cubes[index].isPulled = distance < CubeWorld.pullRadius
      guard cubes[index].isPulled else { continue }
      if distance < 0.8 * CubeWorld.pullRadius { cubes[index].wake() }
      guard cubes[index].isAwake else { continue }
      let nearness = CubeWorld.tickSeconds * (1 - distance / CubeWorld.pullRadius)
      cubes[index].velocity += way * (strength * nearness / max(distance, 0.3))
      if strength < 0 { cubes[index].velocity.z += 15 * nearness }
    }
  }

  private mutating func step(seconds: Double) {
    for index in cubes.indices where cubes[index].isAwake {
      cubes[index].velocity.z -= 9.8 * seconds
      cubes[index].axes = cubes[index].rotation.axes
    }
    collide()
    for _ in 0..<4 {
      for index in contacts.indices { contacts[index].resolve(in: &cubes, seconds: seconds) }
    }
    for index in cubes.indices where cubes[index].isAwake { cubes[index].move(seconds: seconds) }
  }

  private mutating func collide() {
    contacts.removeAll(keepingCapacity: true)
    for index in cubes.indices where cubes[index].isAwake {
      collideWithGround(index)
      for other in cubes.indices where other != index && (other > index || !cubes[other].isAwake) {
        collide(index, with: other)
      }
    }
  }

  private mutating func collideWithGround(_ index: Int) {
    guard cubes[index].position.z < cubes[index].reach + 0.01 else { return }
    for corner in 0..<8 {
      let point = cubes[index].corner(corner)
      guard point.z < 0 else { continue }
      contacts.append(Contact(first: index, second: nil, point: point, normal: Vector(0, 0, 1), depth: -point.z))
    }
  }

  private mutating func collide(_ first: Int, with second: Int) {
    let way = cubes[second].position - cubes[first].position
    let reach = cubes[first].reach + cubes[second].reach
    guard abs(way.x) <= reach, abs(way.y) <= reach, dot(way, way) <= reach * reach else { return }
    let count = contacts.count
    addCorners(of: first, in: second)
    addCorners(of: second, in: first)
    if contacts.count == count {
      // Edge against edge: as if both were balls.
      let distance = length(way), near = cubes[first].halfEdge + cubes[second].halfEdge
      guard distance < near, distance > 0.001 else { return }
      contacts.append(
        Contact(
          first: first, second: second, point: cubes[first].position + way * (cubes[first].halfEdge / near),
          normal: way * (-1 / distance), depth: (near - distance) * 0.5))
    }
    if !cubes[second].isAwake, dot(cubes[first].velocity, cubes[first].velocity) > 0.02 { cubes[second].wake() }
  }

  private mutating func addCorners(of first: Int, in second: Int) {
    let box = cubes[second]
    for corner in 0..<8 {
      let point = cubes[first].corner(corner)
      let way = point - box.position
      let place = Vector(dot(way, box.axes.x), dot(way, box.axes.y), dot(way, box.axes.z))
      let depths = Vector(box.halfEdge - abs(place.x), box.halfEdge - abs(place.y), box.halfEdge - abs(place.z))
      guard depths.x > 0, depths.y > 0, depths.z > 0 else { continue }
      // Out by the nearest face.
      var (normal, depth) = (box.axes.x * (place.x < 0 ? -1 : 1), depths.x)
      if depths.y < depth { (normal, depth) = (box.axes.y * (place.y < 0 ? -1 : 1), depths.y) }
      if depths.z < depth { (normal, depth) = (box.axes.z * (place.z < 0 ? -1 : 1), depths.z) }
      contacts.append(Contact(first: first, second: second, point: point, normal: normal, depth: depth))
    }
  }
}
