/// A corner of cube `first` in cube `second`, or in the ground.
struct Contact {
  var first: Int
  var second: Int?
  var point: Vector
  /// From the second to the first.
  var normal: Vector
  var depth: Double
  /// The impulses so far in this step, along the normal and across it.
  var pressed = 0.0
  var gripped = Vector()
}

extension Contact {
  private func slip(in cubes: [RigidCube]) -> Vector {
    let velocity = cubes[first].velocity(at: point)
    guard let second else { return velocity }
    return velocity - cubes[second].velocity(at: point)
  }

  private func response(to direction: Vector, in cubes: [RigidCube]) -> Double {
    let response = cubes[first].response(to: direction, at: point)
    guard let second else { return response }
    return response + cubes[second].response(to: direction, at: point)
  }

  private func push(_ impulse: Vector, in cubes: inout [RigidCube]) {
    cubes[first].push(impulse, at: point)
    if let second { cubes[second].push(-impulse, at: point) }
  }

  /// One round of sequential impulses: out of each other, then against the slip, with a friction of 0.5.
  mutating func resolve(in cubes: inout [RigidCube], seconds: Double) {
    let firmness = response(to: normal, in: cubes)
    guard firmness > 0 else { return }
    let parting = min(max(0, depth - 0.004) * 0.1 / seconds, 1.5)
    let before = pressed
    pressed = max(0, before + (parting - dot(slip(in: cubes), normal)) / firmness)
    push(normal * (pressed - before), in: &cubes)

    var slip = slip(in: cubes)
    slip -= normal * dot(slip, normal)
    let speed = length(slip)
    guard speed > 1e-9 else { return }
    let direction = slip * (1 / speed)
    var grip = gripped - direction * (speed / response(to: direction, in: cubes))
    let size = length(grip), most = 0.5 * pressed
    if size > most { grip = grip * (most / size) }
    push(grip - gripped, in: &cubes)
    gripped = grip
  }
}
