import Learning
import Numerics

extension FollowedParameters {
  /// The parts of a vector of parameters on the tape.
  init(_ network: Network, _ all: Traced, _ tape: Tape) throws(ArrayError) {
    var W: [Traced] = []
    var b: [Traced] = []
    var gamma: [Traced?] = []
    var beta: [Traced?] = []
    for layer in network.plan {
      let part = { (start: Int, shape: Shape) throws(ArrayError) -> Traced in
        try tape.gather(all, Array(start..<start + shape.count), shape: shape)
      }
      W.append(try part(layer.weights, .matrix(layer.outputs, layer.inputs)))
      b.append(try part(layer.biases, .vector(layer.outputs)))
      gamma.append(layer.isNormalized ? try part(layer.scales, .vector(layer.outputs)) : nil)
      beta.append(layer.isNormalized ? try part(layer.shifts, .vector(layer.outputs)) : nil)
    }
    (self.all, self.W, self.b, self.gamma, self.beta) = (all, W, b, gamma, beta)
  }
}

extension NetworkValue {
  /// z and a of all layers; batch normalisation by the running statistics, as in inference.
  func followedForward(_ x: Traced, _ tape: Tape) throws(ArrayError) -> (z: [Traced], a: [Traced]) {
    let parameters: FollowedParameters
    if let followed {
      parameters = followed
    } else {
      let all = tape.variable(.vector(Vector(network.parameters)))
      parameters = try FollowedParameters(network, all, tape)
    }
    var z: [Traced] = []
    var a = [x]
    for (index, layer) in network.plan.enumerated() {
      var sum = try tape.combine(
        .add, tape.multiply(parameters.W[index], a[index]), parameters.b[index])
      if let running = network.running[index], let gamma = parameters.gamma[index],
        let beta = parameters.beta[index]
      {
        let scale = running.variance.map { 1 / ($0 + BatchNormalization.epsilon).squareRoot() }
        let mean = tape.variable(.vector(Vector(running.mean)))
        let centred = try tape.combine(.subtract, sum, mean)
        let normal = try tape.combine(.multiply, centred, tape.variable(.vector(Vector(scale))))
        sum = try tape.combine(.add, tape.combine(.multiply, gamma, normal), beta)
      }
      z.append(sum)
      a.append(try layer.activation.followed(tape, sum))
    }
    return (z, a)
  }

  /// ½ λ Σ w² over all weights.
  func followedPenalty(_ penalty: Double, _ tape: Tape) throws(ArrayError) -> Traced {
    var sum = tape.constant(0)
    for index in network.plan.indices {
      let W = followed?.W[index] ?? tape.variable(.matrix(network.layer(index).W))
      sum = try tape.combine(.add, sum, tape.sum(tape.apply(.square, W)))
    }
    return try tape.combine(.multiply, sum, tape.constant(0.5 * penalty))
  }
}

extension Activation {
  /// σ(z) on a tape, with the same derivatives at kinks as in backpropagation.
  func followed(_ tape: Tape, _ z: Traced) throws(ArrayError) -> Traced {
    switch self {
    case .sigmoid: return tape.apply(.sigmoid, z)
    case .tanh: return tape.apply(.tanh, z)
    case .relu: return tape.apply(.positivePart, z)
    case .softplus: return tape.apply(.softplus, z)
    case .sign: return tape.apply(.sign, z)
    case .identity: return z
    case .softmax: return try tape.softmax(z)
    case .step: return tape.apply(.step, z)
    case .leakyReLU(let slope):
      let line = try tape.combine(.multiply, tape.constant(slope), z)
      let rest = try tape.combine(
        .multiply, tape.constant(1 - slope), tape.apply(.positivePart, z))
      return try tape.combine(.add, line, rest)
    // z Φ(z) = z (1 + erf(z/√2))/2.
    case .gelu:
      let scaled = try tape.combine(.multiply, z, tape.constant(0.5.squareRoot()))
      let double = try tape.combine(.add, tape.constant(1), tape.apply(.erf, scaled))
      let half = try tape.combine(.multiply, z, tape.constant(0.5))
      return try tape.combine(.multiply, half, double)
    }
  }
}

extension Cost {
  /// The sum of the costs of all columns, on a tape; from z where activation and cost go together.
  func followed(_ tape: Tape, _ activation: Activation, z: Traced, a: Traced, y: Traced)
    throws(ArrayError) -> Traced
  {
    switch self {
    case .squaredError:
      let squares = tape.apply(.square, try tape.combine(.subtract, a, y))
      return try tape.combine(.multiply, tape.constant(0.5), tape.sum(squares))
    case .logistic:
      if activation == .sigmoid {
        let product = try tape.combine(.multiply, y, z)
        return tape.sum(try tape.combine(.subtract, tape.apply(.softplus, z), product))
      }
      let one = tape.constant(1)
      let right = try tape.combine(.subtract, one, a)
      let rest = try Cost.entropy(
        tape, tape.combine(.subtract, one, y), right)
      return tape.apply(.negate, try tape.combine(.add, Cost.entropy(tape, y, a), rest))
    case .crossEntropy, .kullbackLeibler:
      var sum: Traced
      if activation == .softmax {
        let mass = tape.sum(y, to: .matrix(1, y.shape.columns))
        let total = tape.sum(try tape.combine(.multiply, mass, tape.logSumExp(z)))
        sum = try tape.combine(.subtract, total, tape.dot(y, z))
      } else {
        sum = tape.apply(.negate, try Cost.entropy(tape, y, a))
      }
      if self == .kullbackLeibler {
        sum = try tape.combine(.add, sum, Cost.entropy(tape, y, y))
      }
      return sum
    }
  }

  /// Σ y log a, where 0 log 0 counts as 0.
  private static func entropy(_ tape: Tape, _ y: Traced, _ a: Traced) throws(ArrayError) -> Traced {
    let weights = tape.elements(y)
    let places = weights.indices.filter { weights[$0] != 0 }
    guard !places.isEmpty else { return tape.constant(0) }
    let shape = Shape.vector(places.count)
    return try tape.dot(
      tape.gather(y, places, shape: shape),
      tape.apply(.log, tape.gather(a, places, shape: shape)))
  }
}
