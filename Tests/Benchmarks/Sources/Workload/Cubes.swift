import TraceMessages
import Weft

/// Delta forms at the size of the cubes trace: 901 cubes, a tenth of which have moved since the baseline.
extension Workload {
  mutating func addCubes() throws {
    let ticks = movingCubes(tickCount: sampleCount + 1)
    let values = Cycle(Array(ticks.dropFirst()))
    let baselines = Cycle(Array(ticks.dropLast()))
    let fullForms = try encodings(Array(ticks.dropFirst()))
    var deltas: [[UInt8]] = []
    for (baseline, value) in zip(ticks, ticks.dropFirst()) {
      let bytes = try value.encoded(against: baseline)
      guard try Cubes(decoding: bytes, against: baseline) == value else { throw Disagreement("a delta does not come back") }
      deltas.append(bytes)
    }
    addMeanByteCount("CubesDelta", of: deltas)
    let deltaForms = Encodings(deltas)
    let (target, predicted) = (place(ticks), place(ticks))

    add(.encode, "Cubes") { try repeated($0) { try encodeCubes(values.at($0).pointee, sharedBuffer.mutableBytes) } }
    add(.decode, "Cubes") {
      try repeated($0) {
        try decodeCubes(fullForms[$0].bytes, into: &target.pointee)
        return target.pointee.cubes.count
      }
    }
    add(.encode, "CubesDelta") {
      try repeated($0) {
        try encodeCubesDelta(values.at($0).pointee, baselines.at($0).pointee, sharedBuffer.mutableBytes)
      }
    }
    add(.decode, "CubesDelta") {
      try repeated($0) {
        try decodeCubesDelta(deltaForms[$0].bytes, baselines.at($0).pointee, into: &target.pointee)
        return target.pointee.cubes.count
      }
    }
    // What a link does before either.
    add(.encode, "CubesPrediction") {
      repeated($0) {
        encodeCubesPrediction(values.at($0).pointee, baselines.at($0).pointee, into: &predicted.pointee)
        return predicted.pointee.cubes.count
      }
    }
  }
}

/// Cubes on a grid; in each tick 90 of them go on, turning, and the others rest.
private func movingCubes(tickCount: Int) -> [Cubes] {
  var dice = Dice(state: 0x5EED_C0BE)
  var cubes = (0..<901).map { id in
    Cube(
      id: UInt16(id), x: Double(id % 30) - 15, y: Double(id / 30) - 15, z: 0.25, largest: 0, a: 256, b: 256, c: 256,
      isPulled: false)
  }
  return (0..<tickCount).map { tick in
    for place in 0..<90 {
      let id = (place * 10 + tick / 20) % 901
      cubes[id].x += Double(dice.integer(-60...60)) / 512
      cubes[id].y += Double(dice.integer(-60...60)) / 512
      cubes[id].z += Double(dice.integer(0...2)) / 512
      if dice.isHead() { cubes[id].a = UInt16(256 + dice.integer(-8...8)) }
      if dice.isHead() { cubes[id].b = UInt16(256 + dice.integer(-8...8)) }
      if dice.isHead() { cubes[id].c = UInt16(256 + dice.integer(-8...8)) }
    }
    return Cubes(cubes: cubes)
  }
}
