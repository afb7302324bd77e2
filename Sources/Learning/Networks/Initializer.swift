internal import Numerics

/// How the weights of a layer of n inputs and m outputs begin (002 §5.2).
public enum Initializer: Sendable, Equatable {
  /// All weights and biases equal. Equal neurons of a layer then stay equal for ever.
  case constant(Double)
  /// Weights and biases from U(−1/√n, 1/√n): variance 1/(3n).
  case uniform
  /// Weights and biases from N(0, deviation²), as in Higham and Higham with 0.5.
  case normal(deviation: Double)
  /// Weights from N(0, 1/n), biases 0: keeps the variance of the signal near the linear part of σ.
  case xavier
  /// Weights from N(0, 2/(n + m)), biases 0 (Glorot and Bengio 2010): a compromise between keeping
  /// the variance forwards and backwards.
  case glorot
  /// Weights from U(−√(6/(n + m)), √(6/(n + m))), biases 0: the same variance.
  case glorotUniform
  /// Weights from N(0, 2/n), biases 0 (He et al. 2015): for ReLU, which halves the second moment.
  case he
}

extension Network {
  /// The same network with new weights and biases; γ = 1 and β = 0 where there is normalisation, and
  /// its statistics forgotten.
  ///
  /// Numbers are drawn layer after layer, the weights row after row, then the biases.
  public func initialized(_ initializer: Initializer, using random: inout some RandomSource)
    throws(LearningError) -> Network
  {
    if case .normal(let deviation) = initializer {
      try require(deviation >= 0, "deviation", deviation, "at least 0")
    }
    if case .constant(let value) = initializer {
      try require(true, "constant", value, "finite")
    }
    var result = self
    for (index, layer) in plan.enumerated() {
      for k in layer.weights..<layer.biases {
        result.parameters[k] = initializer.draw(layer, isBias: false, &random)
      }
      for k in layer.biases..<layer.biases + layer.outputs {
        result.parameters[k] = initializer.draw(layer, isBias: true, &random)
      }
      if layer.isNormalized {
        for k in 0..<layer.outputs {
          result.parameters[layer.scales + k] = 1
          result.parameters[layer.shifts + k] = 0
        }
        result.running[index] = BatchNormalization.Running(size: layer.outputs)
      }
    }
    return result
  }
}

extension Initializer {
  fileprivate func draw(_ layer: Network.Plan, isBias: Bool, _ random: inout some RandomSource)
    -> Double
  {
    let n = Double(layer.inputs)
    let both = Double(layer.inputs + layer.outputs)
    switch self {
    case .constant(let value): return value
    case .uniform: return (2 * random.uniform() - 1) / n.squareRoot()
    case .normal(let deviation): return deviation * random.normal()
    case .xavier: return isBias ? 0 : random.normal() / n.squareRoot()
    case .glorot: return isBias ? 0 : random.normal() * (2 / both).squareRoot()
    case .glorotUniform:
      return isBias ? 0 : (2 * random.uniform() - 1) * (6 / both).squareRoot()
    case .he: return isBias ? 0 : random.normal() * (2 / n).squareRoot()
    }
  }
}
