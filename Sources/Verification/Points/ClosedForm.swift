import Formula
import Numerics

/// A real number with a short exact description, where equality can be attained though no double
/// is it: 1/3, √2, π/2, log 3, 1/e.
enum ClosedForm: Hashable {
  case rational(Rational)
  /// a + b√r.
  case surd(Rational, Rational, Rational)
  /// A multiple of π.
  case circle(Rational)
  case logarithm(Rational)
  /// log(a + b√r).
  case logarithmOfSurd(Rational, Rational, Rational)
  /// ∛c.
  case cubeRoot(Rational)
  case exponential(Rational)

  /// The node of the number.
  func node(in graph: inout Graph) -> Graph.Node {
    switch self {
    case .rational(let value): return graph.constant(value)
    case .surd(let a, let b, let radicand):
      let root = graph.function(.sqrt, graph.constant(radicand))
      return graph.add(graph.constant(a), graph.multiply(graph.constant(b), root))
    case .logarithmOfSurd(let a, let b, let radicand):
      let argument = ClosedForm.surd(a, b, radicand).node(in: &graph)
      return graph.function(.log, argument)
    case .cubeRoot(let value):
      guard let third = Rational(1, over: 3) else { return graph.undefined() }
      return graph.power(graph.constant(value), third)
    case .circle(let factor): return graph.multiply(graph.constant(factor), graph.node(.pi))
    case .logarithm(let value): return graph.function(.log, graph.constant(value))
    case .exponential(let value): return graph.function(.exp, graph.constant(value))
    }
  }

  /// The nearest double, up to a few units in the last place.
  var value: Double {
    switch self {
    case .rational(let value): value.double
    case .surd(let a, let b, let radicand):
      a.double + b.double * radicand.double.squareRoot()
    case .logarithmOfSurd(let a, let b, let radicand):
      Elementary.log(ClosedForm.surd(a, b, radicand).value)
    case .cubeRoot(let value):
      value.sign < 0
        ? -Elementary.exp(Elementary.log(-value.double) / 3)
        : Elementary.exp(Elementary.log(value.double) / 3)
    case .circle(let factor): factor.double * Double.pi
    case .logarithm(let value): Elementary.log(value.double)
    case .exponential(let value): Elementary.exp(value.double)
    }
  }

  var rational: Rational? { if case .rational(let value) = self { value } else { nil } }

  /// The numbers with a short description close to a double, the simplest kind first.
  static func near(_ value: Double) -> [ClosedForm] {
    guard value.isFinite, abs(value) < 1e6 else { return [] }
    var found: [ClosedForm] = []
    if let exact = fraction(near: value, upTo: 64) { found.append(.rational(exact)) }
    if abs(value) < 1e-7 { return found }
    if let factor = fraction(near: value / Double.pi, upTo: 12) { found.append(.circle(factor)) }
    if let square = fraction(near: value * value, upTo: 30) {
      let sign = Rational(value < 0 ? -1 : 1)
      found.append(.surd(.zero, sign, square))
    }
    if abs(value) < 8, let power = fraction(near: Elementary.exp(value), upTo: 30) {
      found.append(.logarithm(power))
    }
    if value > 0, let power = fraction(near: Elementary.log(value), upTo: 6) {
      found.append(.exponential(power))
    }
    if found.isEmpty, let exact = fraction(near: value, upTo: 1000, within: 1e-11) {
      found.append(.rational(exact))
    }
    if let surd = surd(near: value) { found.append(.surd(surd.0, surd.1, surd.2)) }
    if let cube = fraction(near: value * value * value, upTo: 8), !cube.isZero {
      found.append(.cubeRoot(cube))
    }
    if abs(value) < 8, let surd = surd(near: Elementary.exp(value)) {
      found.append(.logarithmOfSurd(surd.0, surd.1, surd.2))
    }
    return found
  }

  /// (p ± √q)/r with small whole p, q, r.
  private static func surd(near value: Double) -> (Rational, Rational, Rational)? {
    for below in 1...6 {
      for shift in -6...6 where shift != 0 {
        let root = value * Double(below) - Double(shift)
        let square = (root * root).rounded()
        guard square >= 2, square <= 60, abs(root * root - square) < 1e-8 * square,
          let a = Rational(Int128(shift), over: Int128(below)),
          let b = Rational(root < 0 ? -1 : 1, over: Int128(below))
        else { continue }
        return (a, b, Rational(Int(square)))
      }
    }
    return nil
  }

  /// The fraction with a small denominator close to a number, if there is one.
  private static func fraction(
    near value: Double, upTo limit: Int, within tolerance: Double = 1e-8
  ) -> Rational? {
    guard abs(value) < 1e6 else { return nil }
    for denominator in 1...limit {
      let scaled = value * Double(denominator)
      if abs(scaled - scaled.rounded()) <= tolerance * max(1, abs(scaled)) {
        return Rational(Int128(scaled.rounded()), over: Int128(denominator))
      }
    }
    return nil
  }
}
