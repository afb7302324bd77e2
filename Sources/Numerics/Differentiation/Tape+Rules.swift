extension Tape {
  /// The contribution to the first operand; nil if it is zero everywhere.
  func left(_ g: Traced, _ y: Traced, _ node: Node) throws(ArrayError) -> Traced? {
    let x = traced(node.a)
    switch node.operation {
    case .source, .assemble: return nil
    case .pointwise(let function): return try derivative(function, g, x, y)
    case .pairwise(let function):
      return try leftDerivative(function, g, x, traced(node.b), y).map { sum($0, to: x.shape) }
    case .integerPower(let k):
      if k == 0 { return nil }
      return try times(times(g, constant(Double(k))), power(x, k - 1))
    case .sum: return try stretch(g, to: x.shape)
    case .stretch: return sum(g, to: x.shape)
    case .reshape: return try reshape(g, to: x.shape)
    case .transpose: return try reshape(transpose(g), to: x.shape)
    case .product: return try reshape(multiply(g, transpose(traced(node.b))), to: x.shape)
    case .gather(let places): return try scatter(g, places, shape: x.shape)
    case .scatter(let places): return try gather(g, places, shape: x.shape)
    case .solve:
      let b = try solve(transpose(x), g)
      return try reshape(apply(.negate, multiply(b, transpose(y))), to: x.shape)
    case .leastSquares:
      let w = try leastSquaresAdjoint(x, g)
      let residual = try combine(.subtract, traced(node.b), multiply(x, y))
      return try combine(
        .subtract, multiply(residual, transpose(w)), multiply(multiply(x, w), transpose(y)))
    case .inverse:
      let t = transpose(y)
      return try apply(.negate, multiply(multiply(t, g), t))
    case .determinant:
      guard number(y) != 0 else { throw .notDifferentiable(operation: "det of a singular matrix") }
      return try times(times(g, y), transpose(inverse(x)))
    }
  }

  /// The contribution to the second operand; nil if it is zero everywhere.
  func right(_ g: Traced, _ y: Traced, _ node: Node) throws(ArrayError) -> Traced? {
    let (a, b) = (traced(node.a), traced(node.b))
    switch node.operation {
    case .pairwise(let function):
      return try rightDerivative(function, g, a, b, y).map { sum($0, to: b.shape) }
    case .product: return try reshape(multiply(transpose(a), g), to: b.shape)
    case .solve: return try reshape(solve(transpose(a), g), to: b.shape)
    case .leastSquares: return try reshape(multiply(a, leastSquaresAdjoint(a, g)), to: b.shape)
    default: return nil
    }
  }

  private func times(_ x: Traced, _ y: Traced) throws(ArrayError) -> Traced {
    try combine(.multiply, x, y)
  }

  /// (AᵀA)⁻¹ g.
  private func leastSquaresAdjoint(_ a: Traced, _ g: Traced) throws(ArrayError) -> Traced {
    try solve(multiply(transpose(a), a), g)
  }

  private func leftDerivative(
    _ function: PairwiseFunction, _ g: Traced, _ a: Traced, _ b: Traced, _ y: Traced
  ) throws(ArrayError) -> Traced? {
    switch function {
    case .add, .subtract: return g
    case .multiply: return try times(g, b)
    case .divide: return try combine(.divide, g, b)
    case .power:
      let lower = try combine(.power, a, combine(.subtract, b, constant(1)))
      return try times(times(g, b), lower)
    case .maximum: return try times(g, share(a, b, y) { $0 > $1 })
    case .minimum: return try times(g, share(a, b, y) { $0 < $1 })
    case .arctan2: return try combine(.divide, times(g, b), squareSum(a, b))
    }
  }

  private func rightDerivative(
    _ function: PairwiseFunction, _ g: Traced, _ a: Traced, _ b: Traced, _ y: Traced
  ) throws(ArrayError) -> Traced? {
    switch function {
    case .add: return g
    case .subtract: return apply(.negate, g)
    case .multiply: return try times(g, a)
    case .divide: return try apply(.negate, combine(.divide, times(g, y), b))
    case .power: return try times(times(g, y), apply(.log, a))
    case .maximum: return try times(g, share(b, a, y) { $0 > $1 })
    case .minimum: return try times(g, share(b, a, y) { $0 < $1 })
    case .arctan2: return try apply(.negate, combine(.divide, times(g, a), squareSum(a, b)))
    }
  }

  private func squareSum(_ a: Traced, _ b: Traced) throws(ArrayError) -> Traced {
    try combine(.add, apply(.square, a), apply(.square, b))
  }

  /// 1 where the first wins, ½ where both are equal, else 0: a constant.
  private func share(
    _ a: Traced, _ b: Traced, _ y: Traced, _ wins: (Double, Double) -> Bool
  ) throws(ArrayError) -> Traced {
    variable(
      try value(a).combined(with: value(b), operation: "max") {
        wins($0, $1) ? 1 : ($0 == $1 ? 0.5 : 0)
      })
  }

  private func derivative(_ function: PointwiseFunction, _ g: Traced, _ x: Traced, _ y: Traced)
    throws(ArrayError) -> Traced?
  {
    let one = { self.constant(1) }
    switch function {
    case .negate: return apply(.negate, g)
    case .exp: return try times(g, y)
    case .log: return try combine(.divide, g, x)
    case .sqrt: return try combine(.divide, times(g, constant(0.5)), y)
    case .sin: return try times(g, apply(.cos, x))
    case .cos: return try apply(.negate, times(g, apply(.sin, x)))
    case .tan: return try times(g, combine(.add, one(), apply(.square, y)))
    case .arcsin: return try combine(.divide, g, circle(x))
    case .arccos: return try apply(.negate, combine(.divide, g, circle(x)))
    case .arctan: return try combine(.divide, g, combine(.add, one(), apply(.square, x)))
    case .sinh: return try times(g, apply(.cosh, x))
    case .cosh: return try times(g, apply(.sinh, x))
    case .tanh: return try times(g, combine(.subtract, one(), apply(.square, y)))
    case .erf:
      let bell = apply(.exp, apply(.negate, apply(.square, x)))
      return try times(times(g, constant(1.128_379_167_095_512_6)), bell)
    case .expMinusOne: return try times(g, apply(.exp, x))
    case .logOnePlus: return try combine(.divide, g, combine(.add, one(), x))
    case .absolute: return try times(g, apply(.sign, x))
    case .sign, .step: return nil
    case .positivePart: return try times(g, apply(.step, x))
    case .sigmoid: return try times(g, times(y, combine(.subtract, one(), y)))
    case .softplus: return try times(g, apply(.sigmoid, x))
    case .square: return try times(times(g, constant(2)), x)
    case .reciprocal, .reciprocalOrZero: return try apply(.negate, times(g, apply(.square, y)))
    }
  }

  /// √(1 − x²), as √((1 − x)(1 + x)).
  private func circle(_ x: Traced) throws(ArrayError) -> Traced {
    let below = try combine(.subtract, constant(1), x)
    return try apply(.sqrt, times(below, combine(.add, constant(1), x)))
  }
}
