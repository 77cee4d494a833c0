/// 20 seconds of 901 cubes, and the 7 ticks before it, which serve as baselines only.
///
/// A line of codes, as `Cube` lays them out: `tick,id,x,y,z,largest,a,b,c,isPulled`.
func cubesTrace() -> Trace {
  let firstTick = 7, messageCount = 1200
  var world = CubeWorld(seed: 0xC0DE_0001)
  var lines = ["tick,id,x,y,z,largest,a,b,c,isPulled"]
  for tick in 0..<firstTick + messageCount {
    world.tick()
    for (id, cube) in world.cubes.enumerated() {
      let codes = [
        code(cube.position.x + 256, step: 1.0 / 512, max: 262_143), code(cube.position.y + 256, step: 1.0 / 512, max: 262_143),
        code(cube.position.z, step: 1.0 / 512, max: 16_383),
      ]
      lines.append(
        ([tick, id] + codes + smallestThree(cube.rotation) + [cube.isPulled ? 1 : 0]).map(String.init).joined(separator: ","))
    }
  }
  return Trace(name: "cubes", fileName: "cubes.csv", lines: lines, messageCount: messageCount, entropyBits: nil)
}

private func code(_ value: Double, step: Double, max most: Int) -> Int {
  min(max(Int((value / step + 0.5).rounded(.down)), 0), most)
}

/// The index of the largest component (w, x, y, z), then the others, with the sign that makes the largest one positive.
private func smallestThree(_ rotation: Rotation) -> [Int] {
  let components = [rotation.w, rotation.v.x, rotation.v.y, rotation.v.z]
  var largest = 0
  for index in 1...3 where abs(components[index]) > abs(components[largest]) { largest = index }
  let sign = components[largest] < 0 ? -1.0 : 1.0
  // None of the others is larger than √½.
  let others = (0...3).filter { $0 != largest }.map { index in
    code(components[index] * sign * 1.4142135623730951 + 1, step: 2.0 / 511, max: 511)
  }
  return [largest] + others
}
