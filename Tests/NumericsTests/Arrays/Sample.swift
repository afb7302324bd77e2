import Numerics

/// Reproducible numbers for tests, independent of the module's own random streams.
struct Sample {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

  /// A number in −1 ..< 1.
  mutating func next() -> Double {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    let mixed = (state ^ (state >> 29)) &* 0xBF58_476D_1CE4_E5B9
    return Double(mixed >> 11) * 0x1p-52 - 1
  }

  mutating func vector(_ count: Int) -> Vector { Vector((0..<count).map { _ in next() }) }

  mutating func matrix(_ rows: Int, _ columns: Int) -> Matrix {
    Matrix(rows: rows, columns: columns, elements: vector(rows * columns).elements)
  }
}

/// 1/(i + j + 1), counted from 0: notoriously ill-conditioned.
func hilbert(_ size: Int) -> Matrix {
  Matrix(rows: size, columns: size) { 1 / Double($0 + $1 + 1) }
}

func distance(_ a: Matrix, _ b: Matrix) -> Double { (a - b).frobeniusNorm }
