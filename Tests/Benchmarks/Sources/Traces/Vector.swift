/// Only +, −, ×, ÷ and square roots, which IEEE 754 rounds the same way everywhere: a simulation gives the same bits on
/// every platform.
typealias Vector = SIMD3<Double>

func dot(_ a: Vector, _ b: Vector) -> Double { a.x * b.x + a.y * b.y + a.z * b.z }

func cross(_ a: Vector, _ b: Vector) -> Vector {
  Vector(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x)
}

func length(_ a: Vector) -> Double { dot(a, a).squareRoot() }

/// A unit quaternion.
struct Rotation {
  var w = 1.0
  var v = Vector()

  /// The rotated axes.
  var axes: (x: Vector, y: Vector, z: Vector) {
    let (x, y, z) = (v.x, v.y, v.z)
    return (
      Vector(1 - 2 * (y * y + z * z), 2 * (x * y + w * z), 2 * (x * z - w * y)),
      Vector(2 * (x * y - w * z), 1 - 2 * (x * x + z * z), 2 * (y * z + w * x)),
      Vector(2 * (x * z + w * y), 2 * (y * z - w * x), 1 - 2 * (x * x + y * y))
    )
  }

  mutating func turn(by spin: Vector, seconds: Double) {
    let turnedW = w - 0.5 * seconds * dot(spin, v)
    let turned = v + 0.5 * seconds * (w * spin + cross(spin, v))
    let scale = 1 / (turnedW * turnedW + dot(turned, turned)).squareRoot()
    (w, v) = (turnedW * scale, turned * scale)
  }
}
