import Formula
import Foundation
import Numerics

/// Plain doubles without error bounds; NaN is the undefined value.
struct Doubles: Arithmetic {
  func constant(_ value: Rational) -> Double {
    Double(value.numerator) / Double(value.denominator)
  }

  var pi: Double { .pi }
  var undefined: Double { .nan }
  var unresolved: Double { .nan }

  func add(_ a: Double, _ b: Double) -> Double { a + b }
  func subtract(_ a: Double, _ b: Double) -> Double { a - b }
  func multiply(_ a: Double, _ b: Double) -> Double { a * b }
  func divide(_ a: Double, _ b: Double) -> Double { b == 0 ? .nan : a / b }
  func negate(_ a: Double) -> Double { -a }
  func power(_ a: Double, _ exponent: Int) -> Double {
    a == 0 && exponent < 0 ? .nan : pow(a, Double(exponent))
  }
  func power(_ a: Double, _ exponent: Rational) -> Double {
    let value = constant(exponent)
    return a < 0 && exponent.denominator % 2 == 1
      ? pow(-a, value) * (exponent.numerator % 2 == 0 ? 1 : -1) : power(a, value)
  }
  func power(_ a: Double, _ exponent: Double) -> Double {
    a < 0 || a == 0 && exponent <= 0 ? .nan : pow(a, exponent)
  }
  func apply(_ function: ElementaryFunction, _ a: Double) -> Double {
    switch function {
    case .exp: Foundation.exp(a)
    case .log: a > 0 ? Foundation.log(a) : .nan
    case .sin: sin(a)
    case .cos: cos(a)
    case .tan: tan(a)
    case .arcsin: asin(a)
    case .arccos: acos(a)
    case .arctan: atan(a)
    case .sinh: sinh(a)
    case .cosh: cosh(a)
    case .tanh: tanh(a)
    case .sqrt: a.squareRoot()
    case .erf: erf(a)
    case .erfc: erfc(a)
    }
  }
  func absolute(_ a: Double) -> Double { abs(a) }
  func floor(_ a: Double) -> Double { a.rounded(.down) }
  func minimum(_ a: Double, _ b: Double) -> Double { min(a, b) }
  func maximum(_ a: Double, _ b: Double) -> Double { max(a, b) }
  func compare(_ a: Double, _ b: Double) -> Comparison {
    if abs(a - b) <= 1e-13 * max(1, abs(a), abs(b)) { return .equal }
    return a < b ? .less : .greater
  }
  func state(of value: Double) -> ValueState { value.isNaN ? .undefined : .defined }
  func approximation(of value: Double) -> Double { value }
}

/// f(x) = Σ sin(cᵢ xᵢ + function) + Π (1 + xᵢ/3), different for each function.
struct TestFunctions: FunctionProvider {
  func value(of function: Int, orders: [Int], at arguments: [Double], in arithmetic: Doubles)
    -> Double
  {
    var product = 1.0
    var sines = 0.0
    for (place, order) in orders.enumerated() {
      let x = arguments[place]
      product *= order == 0 ? 1 + x / 3 : order == 1 ? 1.0 / 3 : 0
      let frequency = 1 + 0.3 * Double(place) + 0.1 * Double(function)
      let others = orders.enumerated().contains { $0.offset != place && $0.element > 0 }
      if !others {
        sines +=
          pow(frequency, Double(order))
          * sin(frequency * x + Double(function) + Double(order) * .pi / 2)
      }
    }
    return product + sines
  }
}

/// A small reproducible generator of numbers.
struct Stream: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

extension LoweredStep {
  /// A point that meets every domain.
  func point(_ stream: inout Stream) -> [Double] {
    let hot = (0..<8).map { _ in Int.random(in: 0..<1000, using: &stream) }
    return inputs.map { input in
      switch input.domain {
      case .interval(let low, let high):
        let (a, b) = (low.map { value($0.value) }, high.map { value($0.value) })
        let size = Double.random(in: 0.1...2, using: &stream)
        return switch (a, b) {
        case (nil, nil): Double.random(in: -2...2, using: &stream)
        case (let a?, nil): a + size
        case (nil, let b?): b - size
        case (let a?, let b?): a + (b - a) * size / 2.1
        }
      case .whole(let low, let high): return Double(Int.random(in: low...high, using: &stream))
      case .set(let values): return value(values.randomElement(using: &stream) ?? .zero)
      case .oneHot(let group, let position, let count):
        return hot[group % 8] % count == position ? 1 : 0
      case .small: return 1e-3
      case .excess: return Double.random(in: 0...2, using: &stream)
      default: return Double.random(in: -2...2, using: &stream)
      }
    }
  }

  private func value(_ rational: Rational) -> Double { Doubles().constant(rational) }

  /// Left and right sides of every assertion at a point.
  func sides(at point: [Double]) -> [(left: Double, right: Double)] {
    var pairs: [(Graph.Node, Graph.Node)] = []
    for assertion in assertions {
      switch assertion.fact {
      case .relation(_, let left, let right): pairs += zip(left.nodes, right.nodes)
      case .moments(let moments): pairs += moments.map { ($0.left, $0.right) }
      case .limit(let limit): pairs += zip(limit.left.nodes, limit.right.nodes)
      case .order(let order): pairs += zip(order.left.nodes, order.right.nodes)
      case .truth, .equivalence: break
      }
    }
    let left = Program(graph, computing: pairs.map { $0.0 })
      .evaluate(in: Doubles(), inputs: point, functions: TestFunctions()).outputs()
    let right = Program(graph, computing: pairs.map { $0.1 })
      .evaluate(in: Doubles(), inputs: point, functions: TestFunctions()).outputs()
    return Array(zip(left, right))
  }
}
