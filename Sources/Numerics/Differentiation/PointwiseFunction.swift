/// A function of one number that is applied entry by entry.
public enum PointwiseFunction: UInt8, Sendable, CaseIterable {
  /// −x.
  case negate
  /// eˣ.
  case exp
  /// The natural logarithm.
  case log
  /// √x.
  case sqrt
  /// The sine.
  case sin
  /// The cosine.
  case cos
  /// The tangent.
  case tan
  /// The inverse of sin on [−π/2, π/2].
  case arcsin
  /// The inverse of cos on [0, π].
  case arccos
  /// The inverse of tan on (−π/2, π/2).
  case arctan
  /// (eˣ − e⁻ˣ)/2.
  case sinh
  /// (eˣ + e⁻ˣ)/2.
  case cosh
  /// sinh x / cosh x.
  case tanh
  /// The error function.
  case erf
  /// eˣ − 1.
  case expMinusOne
  /// log(1 + x).
  case logOnePlus
  /// |x|, with derivative 0 at 0.
  case absolute
  /// −1, 0 or 1, with derivative 0 everywhere.
  case sign
  /// 1 for x > 0, else 0, with derivative 0 everywhere.
  case step
  /// max(0, x), with derivative 0 at 0.
  case positivePart
  /// 1/(1 + e⁻ˣ).
  case sigmoid
  /// log(1 + eˣ).
  case softplus
  /// x².
  case square
  /// 1/x.
  case reciprocal
  /// 1/x, but 0 at 0: what makes the derivative of a norm 0 at 0.
  case reciprocalOrZero

  /// The value at x.
  public func callAsFunction(_ x: Double) -> Double {
    switch self {
    case .negate: -x
    case .exp: Elementary.exp(x)
    case .log: Elementary.log(x)
    case .sqrt: x.squareRoot()
    case .sin: Elementary.sin(x)
    case .cos: Elementary.cos(x)
    case .tan: Elementary.tan(x)
    case .arcsin: Elementary.arcsin(x)
    case .arccos: Elementary.arccos(x)
    case .arctan: Elementary.arctan(x)
    case .sinh: Elementary.sinh(x)
    case .cosh: Elementary.cosh(x)
    case .tanh: Elementary.tanh(x)
    case .erf: Elementary.erf(x)
    case .expMinusOne: Elementary.exp(minusOne: x)
    case .logOnePlus: Elementary.log(onePlus: x)
    case .absolute: x.magnitude
    case .sign: x > 0 ? 1 : (x < 0 ? -1 : x)
    case .step: x > 0 ? 1 : (x.isNaN ? x : 0)
    case .positivePart: x > 0 ? x : (x.isNaN ? x : 0)
    case .sigmoid: Elementary.logistic(x)
    case .softplus: max(x, 0) + Elementary.log(onePlus: Elementary.exp(-x.magnitude))
    case .square: x * x
    case .reciprocal: 1 / x
    case .reciprocalOrZero: x == 0 ? 0 : 1 / x
    }
  }
}

/// A function of two numbers that is applied entry by entry, extents of 1 stretched.
public enum PairwiseFunction: UInt8, Sendable, CaseIterable {
  /// x + y.
  case add
  /// x − y.
  case subtract
  /// x y.
  case multiply
  /// x / y.
  case divide
  /// xʸ; with respect to y it is differentiable only for x > 0.
  case power
  /// The greater; where both are equal each has half of the derivative.
  case maximum
  /// The lesser; where both are equal each has half of the derivative.
  case minimum
  /// The angle of the point (y, x): `atan2(x, y)` of the C library, first operand first.
  case arctan2

  /// The value at (x, y).
  public func callAsFunction(_ x: Double, _ y: Double) -> Double {
    switch self {
    case .add: x + y
    case .subtract: x - y
    case .multiply: x * y
    case .divide: x / y
    case .power: Elementary.pow(x, y)
    case .maximum: x.isNaN || y.isNaN ? .nan : max(x, y)
    case .minimum: x.isNaN || y.isNaN ? .nan : min(x, y)
    case .arctan2: Elementary.arctan(x, over: y)
    }
  }

  /// The operator or name, for messages.
  public var name: String {
    switch self {
    case .add: "+"
    case .subtract: "-"
    case .multiply: ".*"
    case .divide: "./"
    case .power: ".^"
    case .maximum: "max"
    case .minimum: "min"
    case .arctan2: "atan"
    }
  }
}
