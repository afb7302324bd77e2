internal import Numerics

/// A rule that turns gradients g into steps of the parameters p (002 §5.5).
public enum Optimizer: Sendable, Equatable {
  /// p ← p − α g.
  case gradientDescent(rate: Double)
  /// p ← p − η g/‖g‖ (001 §4.2.3). Steps of constant length: it never settles. Nothing moves where
  /// g = 0.
  case normalizedDescent(rate: Double)
  /// v ← ρ v + g, p ← p − α v.
  case momentum(rate: Double, rho: Double)
  /// v ← ρ v + ∇f(p − α ρ v), p ← p − α v, written for the point y = p − α ρ v where the gradient is
  /// taken: v ← ρ v + g, y ← y − α (g + ρ v). The parameters are y.
  case nesterov(rate: Double, rho: Double)
  /// r ← r + g ⊙ g, p ← p − ε g/(δ + √r).
  case adaGrad(rate: Double, delta: Double = 1e-7)
  /// r ← ρ r + (1 − ρ) g ⊙ g, p ← p − ε g/(δ + √r).
  case rmsProp(rate: Double, rho: Double = 0.9, delta: Double = 1e-7)
  /// s ← ρ₁ s + (1 − ρ₁) g, r ← ρ₂ r + (1 − ρ₂) g ⊙ g, ŝ = s/(1 − ρ₁ᵗ), r̂ = r/(1 − ρ₂ᵗ),
  /// p ← p − ε ŝ/(√r̂ + δ).
  ///
  /// (The notes' code squares the gradient in s and puts δ under the root; neither is Adam.)
  case adam(rate: Double = 0.001, rho1: Double = 0.9, rho2: Double = 0.999, delta: Double = 1e-8)

  func check() throws(LearningError) {
    let isDecay = "in 0 ..< 1"
    switch self {
    case .gradientDescent(let rate), .normalizedDescent(let rate):
      try Learning.require(rate > 0, "rate", rate, "positive")
    case .momentum(let rate, let rho), .nesterov(let rate, let rho):
      try Learning.require(rate > 0, "rate", rate, "positive")
      try Learning.require(rho >= 0 && rho < 1, "rho", rho, isDecay)
    case .adaGrad(let rate, let delta):
      try Learning.require(rate > 0, "rate", rate, "positive")
      try Learning.require(delta > 0, "delta", delta, "positive")
    case .rmsProp(let rate, let rho, let delta):
      try Learning.require(rate > 0, "rate", rate, "positive")
      try Learning.require(rho >= 0 && rho < 1, "rho", rho, isDecay)
      try Learning.require(delta > 0, "delta", delta, "positive")
    case .adam(let rate, let rho1, let rho2, let delta):
      try Learning.require(rate > 0, "rate", rate, "positive")
      try Learning.require(rho1 >= 0 && rho1 < 1, "rho1", rho1, isDecay)
      try Learning.require(rho2 >= 0 && rho2 < 1, "rho2", rho2, isDecay)
      try Learning.require(delta > 0, "delta", delta, "positive")
    }
  }
}

/// An optimizer with what it remembers between steps.
public struct OptimizerState: Sendable {
  /// The rule.
  public let optimizer: Optimizer
  /// The number of steps so far, t.
  public private(set) var time: Int = 0
  /// v of momentum, s of Adam.
  public private(set) var first: [Double]
  /// r of AdaGrad, RMSProp and Adam.
  public private(set) var second: [Double]
  private var decay1: Double = 1
  private var decay2: Double = 1

  /// The state before the first step of so many parameters.
  public init(_ optimizer: Optimizer, count: Int) throws(LearningError) {
    try optimizer.check()
    self.init(checked: optimizer, count: count)
  }

  init(checked optimizer: Optimizer, count: Int) {
    self.optimizer = optimizer
    first = Array(repeating: 0, count: count)
    second = first
  }

  /// One step; returns whether all parameters are finite afterwards.
  public mutating func step(_ parameters: inout [Double], _ gradient: [Double])
    throws(LearningError) -> Bool
  {
    guard parameters.count == first.count, gradient.count == first.count else {
      throw .shape(
        what: "the gradient", expected: .vector(first.count), found: .vector(gradient.count))
    }
    return advance(&parameters, gradient)
  }

  /// One step with arrays of the right size.
  @discardableResult
  mutating func advance(_ parameters: inout [Double], _ gradient: [Double]) -> Bool {
    parameters.withUnsafeMutableBufferPointer { p in
      gradient.withUnsafeBufferPointer { g in
        guard let p = p.baseAddress, let g = g.baseAddress else { return true }
        return step(p, g)
      }
    }
  }

  /// One step in place; the sum of p·0 is NaN as soon as one of them is not finite.
  mutating func step(_ p: UnsafeMutablePointer<Double>, _ g: UnsafePointer<Double>) -> Bool {
    time += 1
    let count = first.count
    let optimizer = optimizer
    if case .adam(_, let rho1, let rho2, _) = optimizer {
      decay1 *= rho1
      decay2 *= rho2
    }
    let (decay1, decay2) = (decay1, decay2)
    return first.withUnsafeMutableBufferPointer { first in
      second.withUnsafeMutableBufferPointer { second in
        guard let v = first.baseAddress, let r = second.baseAddress else { return true }
        switch optimizer {
        case .gradientDescent(let rate): return Rules.descend(p, g, count, rate)
        case .normalizedDescent(let rate):
          let norm = Rules.norm(g, count)
          return Rules.descend(p, g, count, norm == 0 ? 0 : rate / norm)
        case .momentum(let rate, let rho): return Rules.momentum(p, g, v, count, rate, rho)
        case .nesterov(let rate, let rho): return Rules.nesterov(p, g, v, count, rate, rho)
        case .adaGrad(let rate, let delta):
          return Rules.scaled(p, g, r, count, rate, 1, 1, delta)
        case .rmsProp(let rate, let rho, let delta):
          return Rules.scaled(p, g, r, count, rate, rho, 1 - rho, delta)
        case .adam(let rate, let rho1, let rho2, let delta):
          return Rules.adam(
            p, g, v, r, count, rate / (1 - decay1), rho1, rho2, 1 / (1 - decay2), delta)
        }
      }
    }
  }
}

/// The loops of the optimizers over flat buffers.
private enum Rules {
  static func norm(_ g: UnsafePointer<Double>, _ count: Int) -> Double {
    Vector(Array(UnsafeBufferPointer(start: g, count: count))).norm
  }

  static func descend(
    _ p: UnsafeMutablePointer<Double>, _ g: UnsafePointer<Double>, _ count: Int, _ rate: Double
  ) -> Bool {
    var probe = 0.0
    for k in 0..<count {
      p[k] -= rate * g[k]
      probe += p[k] * 0
    }
    return probe == 0
  }

  static func momentum(
    _ p: UnsafeMutablePointer<Double>, _ g: UnsafePointer<Double>,
    _ v: UnsafeMutablePointer<Double>, _ count: Int, _ rate: Double, _ rho: Double
  ) -> Bool {
    var probe = 0.0
    for k in 0..<count {
      v[k] = rho * v[k] + g[k]
      p[k] -= rate * v[k]
      probe += p[k] * 0
    }
    return probe == 0
  }

  static func nesterov(
    _ p: UnsafeMutablePointer<Double>, _ g: UnsafePointer<Double>,
    _ v: UnsafeMutablePointer<Double>, _ count: Int, _ rate: Double, _ rho: Double
  ) -> Bool {
    var probe = 0.0
    for k in 0..<count {
      v[k] = rho * v[k] + g[k]
      p[k] -= rate * (g[k] + rho * v[k])
      probe += p[k] * 0
    }
    return probe == 0
  }

  /// r ← ρ r + c g², p ← p − ε g/(δ + √r).
  static func scaled(
    _ p: UnsafeMutablePointer<Double>, _ g: UnsafePointer<Double>,
    _ r: UnsafeMutablePointer<Double>, _ count: Int, _ rate: Double, _ rho: Double, _ c: Double,
    _ delta: Double
  ) -> Bool {
    var probe = 0.0
    for k in 0..<count {
      r[k] = rho * r[k] + c * (g[k] * g[k])
      p[k] -= rate * g[k] / (delta + r[k].squareRoot())
      probe += p[k] * 0
    }
    return probe == 0
  }

  static func adam(
    _ p: UnsafeMutablePointer<Double>, _ g: UnsafePointer<Double>,
    _ s: UnsafeMutablePointer<Double>, _ r: UnsafeMutablePointer<Double>, _ count: Int,
    _ rate: Double, _ rho1: Double, _ rho2: Double, _ correction: Double, _ delta: Double
  ) -> Bool {
    let (rest1, rest2) = (1 - rho1, 1 - rho2)
    var probe = SIMD2<Double>.zero
    var k = 0
    while k + 2 <= count {
      let gradient = load(g + k)
      let first = rho1 * load(s + k) + rest1 * gradient
      let second = rho2 * load(r + k) + rest2 * (gradient * gradient)
      store(first, s + k)
      store(second, r + k)
      let value = load(p + k) - (rate * first) / ((correction * second).squareRoot() + delta)
      store(value, p + k)
      probe += value * 0
      k += 2
    }
    var last = 0.0
    while k < count {
      s[k] = rho1 * s[k] + rest1 * g[k]
      r[k] = rho2 * r[k] + rest2 * (g[k] * g[k])
      p[k] -= (rate * s[k]) / ((correction * r[k]).squareRoot() + delta)
      last += p[k] * 0
      k += 1
    }
    return probe[0] + probe[1] + last == 0
  }

  @inline(__always)
  private static func load(_ pointer: UnsafePointer<Double>) -> SIMD2<Double> {
    UnsafeRawPointer(pointer).loadUnaligned(as: SIMD2<Double>.self)
  }

  @inline(__always)
  private static func store(_ value: SIMD2<Double>, _ pointer: UnsafeMutablePointer<Double>) {
    UnsafeMutableRawPointer(pointer).storeBytes(of: value, as: SIMD2<Double>.self)
  }
}
