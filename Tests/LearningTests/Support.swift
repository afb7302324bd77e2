import Learning
import Numerics

/// Reproducible numbers for tests, independent of the project's own streams.
struct Source: RandomSource {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

  mutating func uniform() -> Double {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    let mixed = (state ^ (state >> 29)) &* 0xBF58_476D_1CE4_E5B9
    return Double((mixed ^ (mixed >> 32)) >> 11) * 0x1p-53
  }

  mutating func normal() -> Double {
    var sum = 0.0
    for _ in 0..<12 { sum += uniform() }
    return sum - 6
  }

  mutating func integer(below bound: Int) -> Int { Int(uniform() * Double(bound)) }

  mutating func matrix(_ rows: Int, _ columns: Int) -> Matrix {
    var elements: [Double] = []
    for _ in 0..<rows * columns { elements.append(2 * uniform() - 1) }
    return Matrix(rows: rows, columns: columns, elements: elements)
  }
}

let everyActivation: [Activation] = [
  .step, .sign, .sigmoid, .tanh, .relu, .leakyReLU(slope: 0.1), .softplus, .gelu, .identity,
  .softmax,
]

/// The ten points of the notes, as columns, and their targets.
func tenPoints() throws -> (x: Matrix, y: Matrix) {
  let x = try Matrix(rows: [
    [0.1, 0.3, 0.1, 0.6, 0.4, 0.6, 0.5, 0.9, 0.4, 0.7],
    [0.1, 0.4, 0.5, 0.9, 0.2, 0.3, 0.6, 0.2, 0.4, 0.6],
  ])
  return (x, Matrix(rows: 2, columns: 10) { ($1 < 5) == ($0 == 0) ? 1 : 0 })
}

/// The network of a tape: the forward pass of batches written out in traced operations.
func traced(
  _ tape: Tape, _ network: Network, _ p: Traced, _ x: Matrix
) throws(ArrayError) -> (z: Traced, a: Traced) {
  var a = tape.variable(.matrix(x))
  var z = a
  func part(_ start: Int, _ shape: Shape) throws(ArrayError) -> Traced {
    try tape.gather(p, Array(start..<start + shape.count), shape: shape)
  }
  for layer in network.plan {
    let W = try part(layer.weights, .matrix(layer.outputs, layer.inputs))
    let column = Shape.vector(layer.outputs)
    z = try tape.combine(.add, tape.multiply(W, a), part(layer.biases, column))
    if layer.isNormalized {
      let m = tape.constant(Double(x.columns))
      let mean = try tape.combine(.divide, tape.sum(z, to: column), m)
      let centered = try tape.combine(.subtract, z, mean)
      let variance = try tape.combine(
        .divide, tape.sum(tape.apply(.square, centered), to: column), m)
      let epsilon = tape.constant(BatchNormalization.epsilon)
      let root = tape.apply(.sqrt, try tape.combine(.add, variance, epsilon))
      let hat = try tape.combine(.divide, centered, root)
      let scaled = try tape.combine(.multiply, hat, part(layer.scales, column))
      z = try tape.combine(.add, scaled, part(layer.shifts, column))
    }
    a = try activate(tape, layer.activation, z)
  }
  return (z, a)
}

private func activate(_ tape: Tape, _ activation: Activation, _ z: Traced) throws(ArrayError)
  -> Traced
{
  switch activation {
  case .step: return tape.apply(.step, z)
  case .sign: return tape.apply(.sign, z)
  case .sigmoid: return tape.apply(.sigmoid, z)
  case .tanh: return tape.apply(.tanh, z)
  case .relu: return tape.apply(.positivePart, z)
  case .leakyReLU(let slope):
    let negative = tape.apply(.positivePart, tape.apply(.negate, z))
    let part = try tape.combine(.multiply, negative, tape.constant(slope))
    return try tape.combine(.subtract, tape.apply(.positivePart, z), part)
  case .softplus: return tape.apply(.softplus, z)
  case .gelu:
    let scaled = try tape.combine(.multiply, z, tape.constant(0.5.squareRoot()))
    let phi = try tape.combine(.add, tape.constant(1), tape.apply(.erf, scaled))
    return try tape.combine(.multiply, tape.combine(.multiply, z, phi), tape.constant(0.5))
  case .identity: return z
  case .softmax: return try tape.softmax(z)
  }
}

/// The mean cost, written out in traced operations.
func tracedCost(_ tape: Tape, _ cost: Cost, _ a: Traced, _ y: Matrix) throws(ArrayError)
  -> Traced
{
  let target = tape.variable(.matrix(y))
  let count = tape.constant(Double(y.columns))
  let sum: Traced
  switch cost {
  case .squaredError:
    let square = tape.apply(.square, try tape.combine(.subtract, a, target))
    sum = try tape.combine(.multiply, tape.sum(square), tape.constant(0.5))
  case .logistic:
    let one = tape.constant(1)
    let left = try tape.combine(.multiply, target, tape.apply(.log, a))
    let right = try tape.combine(
      .multiply, tape.combine(.subtract, one, target),
      tape.apply(.log, tape.combine(.subtract, one, a)))
    sum = tape.apply(.negate, tape.sum(try tape.combine(.add, left, right)))
  case .crossEntropy, .kullbackLeibler:
    let product = try tape.combine(.multiply, target, tape.apply(.log, a))
    var entropy = 0.0
    if cost == .kullbackLeibler {
      for value in y.elements where value > 0 { entropy += value * Elementary.log(value) }
    }
    sum = try tape.combine(
      .subtract, tape.constant(entropy), tape.sum(product))
  }
  return try tape.combine(.divide, sum, count)
}
