/// A cube that moves. Its inertia is the same about every axis.
struct RigidCube {
  var position: Vector
  var velocity = Vector()
  var rotation = Rotation()
  var spin = Vector()
  let halfEdge: Double
  let inverseMass: Double
  let inverseInertia: Double
  /// Of `rotation`; as old as the last collision test.
  var axes: (x: Vector, y: Vector, z: Vector)
  var isAwake = false
  var isPulled = false
  private var quietTicks = 0

  init(at position: Vector, halfEdge: Double) {
    self.position = position
    self.halfEdge = halfEdge
    let mass = 8 * halfEdge * halfEdge * halfEdge
    inverseMass = 1 / mass
    inverseInertia = 6 / (mass * 4 * halfEdge * halfEdge)
    axes = rotation.axes
  }

  /// No point of the cube is farther from its centre.
  var reach: Double { halfEdge * 1.7320508075688772 }

  func corner(_ index: Int) -> Vector {
    let x = index & 1 == 0 ? -halfEdge : halfEdge
    let y = index & 2 == 0 ? -halfEdge : halfEdge
    let z = index & 4 == 0 ? -halfEdge : halfEdge
    return position + x * axes.x + y * axes.y + z * axes.z
  }

  func velocity(at point: Vector) -> Vector { velocity + cross(spin, point - position) }

  mutating func wake() {
    if !isAwake { quietTicks = 0 }
    isAwake = true
  }

  mutating func push(_ impulse: Vector, at point: Vector) {
    guard isAwake else { return }
    velocity += impulse * inverseMass
    spin += cross(point - position, impulse) * inverseInertia
  }

  /// By how much an impulse of 1 along `direction` changes the speed at the point.
  func response(to direction: Vector, at point: Vector) -> Double {
    guard isAwake else { return 0 }
    let arm = cross(point - position, direction)
    return inverseMass + dot(arm, arm) * inverseInertia
  }

  mutating func move(seconds: Double) {
    position += velocity * seconds
    rotation.turn(by: spin, seconds: seconds)
  }

  /// Slows down a little, and comes to rest for good after a quarter of a second almost without motion.
  mutating func settle() {
    velocity *= 0.998
    spin *= 0.99
    guard dot(velocity, velocity) < 0.006, dot(spin, spin) < 0.08 else {
      quietTicks = 0
      return
    }
    quietTicks += 1
    guard quietTicks > 15 else { return }
    (isAwake, velocity, spin) = (false, Vector(), Vector())
  }
}
