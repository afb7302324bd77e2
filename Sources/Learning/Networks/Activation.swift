public import Numerics

/// An activation function σ, applied to each entry, or to each column for `softmax`.
///
/// 004 Definition 4.1, 002 §4.3.
public enum Activation: Sendable, Equatable {
  /// 1 for z > 0, else 0; σ′ = 0, also at 0 where no derivative exists. It cannot be trained by
  /// gradients.
  case step
  /// −1, 0 or 1; σ′ = 0, also at 0.
  case sign
  /// 1/(1 + e⁻ᶻ); σ′ = σ(1 − σ).
  case sigmoid
  /// tanh z; σ′ = 1 − σ².
  case tanh
  /// max(0, z); σ′(0) = 0 as in the notes.
  case relu
  /// z for z > 0, else slope·z; σ′(0) = slope.
  case leakyReLU(slope: Double)
  /// log(1 + eᶻ); σ′ = 1/(1 + e⁻ᶻ).
  case softplus
  /// z Φ(z) with the normal distribution function Φ; σ′ = Φ(z) + z φ(z). It is *not* the
  /// approximation by tanh, which differs by up to 5·10⁻⁴.
  case gelu
  /// z.
  case identity
  /// e^{zᵢ}/Σⱼ e^{zⱼ}, a vector activation; ∂σᵢ/∂zⱼ = σᵢ(δᵢⱼ − σⱼ).
  case softmax

  /// Whether an output depends on all entries of z.
  public var isVectorValued: Bool { self == .softmax }

  /// σ(z) of one number; for softmax that of a vector with one entry, which is 1.
  public func callAsFunction(_ z: Double) -> Double {
    switch self {
    case .step: z > 0 ? 1 : (z.isNaN ? z : 0)
    case .sign: z > 0 ? 1 : (z < 0 ? -1 : z)
    case .sigmoid: Elementary.logistic(z)
    case .tanh: Elementary.tanh(z)
    case .relu: z > 0 ? z : (z.isNaN ? z : 0)
    case .leakyReLU(let slope): z > 0 ? z : slope * z
    case .softplus: max(z, 0) + Elementary.log(onePlus: Elementary.exp(-z.magnitude))
    case .gelu: z * Elementary.normalCumulative(z)
    case .identity: z
    case .softmax: 1
    }
  }

  /// σ′(z) with the conventions at kinks stated above.
  public func derivative(_ z: Double) -> Double { derivative(z: z, a: self(z)) }

  /// σ′ where σ(z) = a is known already.
  @inline(__always)
  func derivative(z: Double, a: Double) -> Double {
    switch self {
    case .step, .sign, .softmax: 0
    case .sigmoid: a * (1 - a)
    case .tanh: 1 - a * a
    case .relu: z > 0 ? 1 : 0
    case .leakyReLU(let slope): z > 0 ? 1 : slope
    case .softplus: Elementary.logistic(z)
    case .gelu: Elementary.normalCumulative(z) + z * Activation.normalDensity(z)
    case .identity: 1
    }
  }

  /// σ(z) of a vector.
  public func callAsFunction(_ z: Vector) -> Vector {
    self == .softmax ? Activation.normalizedPowers(z) : Vector(z.elements.map { self($0) })
  }

  /// ∂σᵢ/∂zⱼ; diagonal unless the activation is vector-valued.
  public func jacobian(_ z: Vector) -> Matrix {
    if self != .softmax { return .diagonal(Vector(z.elements.map { derivative($0) })) }
    let y = Activation.normalizedPowers(z)
    return Matrix(rows: z.count, columns: z.count) { y[$0] * (($0 == $1 ? 1 : 0) - y[$1]) }
  }

  /// e^{zᵢ}/Σⱼ e^{zⱼ}, shifted by the largest entry so that nothing overflows; it is unchanged by
  /// any such shift.
  static func normalizedPowers(_ z: Vector) -> Vector {
    let peak = z.elements.reduce(-Double.infinity) { $1 > $0 ? $1 : $0 }
    let powers = z.elements.map { Elementary.exp($0 - peak) }
    let total = powers.reduce(0, +)
    return Vector(powers.map { $0 / total })
  }

  /// log Σⱼ e^{zⱼ} without overflow.
  public static func logSumExp(_ z: Vector) -> Double {
    let peak = z.elements.reduce(-Double.infinity) { $1 > $0 ? $1 : $0 }
    if !peak.isFinite { return peak }
    return peak + Elementary.log(z.elements.reduce(0) { $0 + Elementary.exp($1 - peak) })
  }

  static func normalDensity(_ z: Double) -> Double {
    0.398_942_280_401_432_7 * Elementary.exp(-0.5 * z * z)
  }
}
