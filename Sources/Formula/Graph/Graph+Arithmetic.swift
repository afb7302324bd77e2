package import Numerics

/// Constructors that fold constants and neutral elements, exactly.
///
/// No fold makes an undefined value defined: 0·x is 0 only where x is total. Operands of
/// commutative operations are ordered by number.
extension Graph {
  package mutating func constant(_ value: Rational) -> Node { node(.rational(value)) }
  package mutating func constant(_ value: Int) -> Node { constant(Rational(value)) }
  package mutating func constant(_ numerator: Int, over denominator: Int) -> Node {
    divide(constant(numerator), constant(denominator))
  }

  /// A value that is defined nowhere.
  package mutating func undefined() -> Node { node(.divide(constant(1), constant(0))) }

  /// What a derivative has for a value where its function has a kink or a jump: nothing, but a formula
  /// for the derivative is not refuted by such a point.
  mutating func kink() -> Node { node(.divide(constant(0), constant(0))) }

  package func rational(_ node: Node) -> Rational? {
    if case .rational(let value) = self[node] { value } else { nil }
  }

  package func isZero(_ node: Node) -> Bool { rational(node)?.isZero ?? false }
  package func isOne(_ node: Node) -> Bool { rational(node) == .one }

  package mutating func add(_ a: Node, _ b: Node) -> Node {
    if isZero(a) { return b }
    if isZero(b) { return a }
    if let x = rational(a), let y = rational(b), let sum = x.adding(y) { return constant(sum) }
    if case .negate(let x) = self[b] { return subtract(a, x) }
    if case .negate(let x) = self[a] { return subtract(b, x) }
    if isOne(a), case .function(.erf, let x) = self[b] { return function(.erfc, negate(x)) }
    if isOne(b), case .function(.erf, let x) = self[a] { return function(.erfc, negate(x)) }
    return node(.add(min(a, b), max(a, b)))
  }

  package mutating func subtract(_ a: Node, _ b: Node) -> Node {
    if isZero(b) { return a }
    if isZero(a) { return negate(b) }
    if a == b, isTotal(a) { return constant(0) }
    if let x = rational(a), let y = rational(b), let sum = x.subtracting(y) {
      return constant(sum)
    }
    if case .negate(let x) = self[b] { return add(a, x) }
    if let tail = tail(a, less: b) { return tail }
    if let tail = tail(b, less: a) { return negate(tail) }
    return node(.subtract(a, b))
  }

  /// 1 − erf x and 2r − r erfc x = r erfc(−x), which lose no digits where they are tiny.
  private mutating func tail(_ a: Node, less b: Node) -> Node? {
    guard let whole = rational(a) else { return nil }
    switch self[b] {
    case .function(.erf, let x) where whole == .one: return function(.erfc, x)
    case .function(.erfc, let x) where whole == Rational(2): return function(.erfc, negate(x))
    case .multiply(let x, let y):
      for (factor, other) in [(x, y), (y, x)] {
        guard let number = rational(factor), number.adding(number) == whole,
          case .function(.erfc, let z) = self[other]
        else { continue }
        return multiply(factor, function(.erfc, negate(z)))
      }
    default: break
    }
    return nil
  }

  package mutating func negate(_ a: Node) -> Node {
    if let value = rational(a) { return constant(value.negated) }
    if case .negate(let x) = self[a] { return x }
    if case .subtract(let x, let y) = self[a] { return subtract(y, x) }
    return node(.negate(a))
  }

  package mutating func multiply(_ a: Node, _ b: Node) -> Node {
    if let x = rational(a), let y = rational(b), let product = x.multiplied(by: y) {
      return constant(product)
    }
    if let value = rational(b), rational(a) == nil { return scale(a, by: value) }
    if let value = rational(a) { return scale(b, by: value) }
    if case .negate(let x) = self[a], case .negate(let y) = self[b] { return multiply(x, y) }
    if case .negate(let x) = self[a] { return negate(multiply(x, b)) }
    if case .negate(let y) = self[b] { return negate(multiply(a, y)) }
    if a == b { return power(a, 2) }
    return node(.multiply(min(a, b), max(a, b)))
  }

  private mutating func scale(_ a: Node, by factor: Rational) -> Node {
    if factor == .one { return a }
    if factor.isZero, isTotal(a) { return constant(0) }
    if factor == Rational(-1) { return negate(a) }
    if case .negate(let x) = self[a] { return scale(x, by: factor.negated) }
    if case .multiply(let x, let y) = self[a] {
      if let known = rational(x), let product = known.multiplied(by: factor) {
        return scale(y, by: product)
      }
      if let known = rational(y), let product = known.multiplied(by: factor) {
        return scale(x, by: product)
      }
    }
    let number = constant(factor)
    return node(.multiply(min(a, number), max(a, number)))
  }

  package mutating func divide(_ a: Node, _ b: Node) -> Node {
    if let value = rational(b), let inverse = value.reciprocal {
      return multiply(a, constant(inverse))
    }
    if isZero(a), isTotal(b), isPositive(b) { return a }
    if case .negate(let x) = self[a], case .negate(let y) = self[b] { return divide(x, y) }
    if case .negate(let x) = self[a] { return negate(divide(x, b)) }
    if case .negate(let y) = self[b] { return negate(divide(a, y)) }
    return node(.divide(a, b))
  }

  /// A whole power; x⁰ is 1 for every x that is defined.
  package mutating func power(_ a: Node, _ exponent: Int32) -> Node {
    if exponent == 1 { return a }
    if exponent == 0, isTotal(a) { return constant(1) }
    if let value = rational(a), let power = value.raised(to: Int(exponent)) {
      return constant(power)
    }
    switch self[a] {
    case .negate(let x): return signed(power(x, exponent), exponent)
    case .absolute(let x) where exponent % 2 == 0: return power(x, exponent)
    case .power(let x, let inner) where inner > 0 && exponent > 0:
      let (product, overflow) = inner.multipliedReportingOverflow(by: exponent)
      if !overflow { return power(x, product) }
    case .function(.sqrt, let x) where exponent % 2 == 0 && isNonnegative(x):
      if exponent > 0 || isPositive(x) { return power(x, exponent / 2) }
    case .rationalPower(let x, let inner)
    where isPositive(x) || (isNonnegative(x) && inner.sign > 0 && exponent > 0):
      if let total = inner.multiplied(by: Rational(Int(exponent))) { return power(x, total) }
    default: break
    }
    return node(.power(a, exponent))
  }

  private mutating func signed(_ a: Node, _ exponent: Int32) -> Node {
    exponent % 2 == 0 ? a : negate(a)
  }

  /// A rational power; for an even denominator defined for nonnegative numbers only.
  package mutating func power(_ a: Node, _ exponent: Rational) -> Node {
    if let whole = exponent.whole, let small = Int32(exactly: whole) { return power(a, small) }
    if exponent == Rational(1, over: 2) { return function(.sqrt, a) }
    if isOne(a) { return a }
    return node(.rationalPower(a, exponent))
  }

  package mutating func realPower(_ a: Node, _ exponent: Node) -> Node {
    if let value = rational(exponent) { return power(a, value) }
    if case .e = self[a] { return function(.exp, exponent) }
    return node(.realPower(a, exponent))
  }

  package mutating func function(_ function: ElementaryFunction, _ a: Node) -> Node {
    if let value = rational(a), let result = exact(function, value) { return constant(result) }
    switch (function, self[a]) {
    case (.log, .e): return constant(1)
    case (.log, .function(.exp, let x)): return x
    case (.exp, .function(.log, let x)) where isPositive(x): return x
    default: return node(.function(function, a))
    }
  }

  private func exact(_ function: ElementaryFunction, _ value: Rational) -> Rational? {
    switch function {
    case .exp, .cos, .cosh, .erfc: value.isZero ? .one : nil
    case .log: value == .one ? .zero : nil
    case .arccos: value == .one ? .zero : nil
    case .sqrt: squareRoot(of: value)
    case .sin, .tan, .arcsin, .arctan, .sinh, .tanh, .erf: value.isZero ? .zero : nil
    }
  }

  package mutating func sum(_ nodes: [Node]) -> Node {
    guard var total = nodes.first else { return constant(0) }
    for node in nodes.dropFirst() { total = add(total, node) }
    return total
  }

  package mutating func product(_ nodes: [Node]) -> Node {
    guard var total = nodes.first else { return constant(1) }
    for node in nodes.dropFirst() { total = multiply(total, node) }
    return total
  }

  package mutating func innerProduct(_ a: [Node], _ b: [Node]) -> Node {
    sum(zip(a, b).map { multiply($0, $1) })
  }

  package mutating func absolute(_ a: Node) -> Node {
    if isNonnegative(a) { return a }
    if case .negate(let x) = self[a] { return absolute(x) }
    if let value = rational(a) { return constant(value.sign < 0 ? value.negated : value) }
    return node(.absolute(a))
  }

  package mutating func sign(_ a: Node) -> Node {
    if let value = rational(a) { return constant(value.sign) }
    if isPositive(a), isTotal(a) { return constant(1) }
    return node(.sign(a))
  }

  package mutating func floor(_ a: Node) -> Node {
    guard let value = rational(a) else { return node(.floor(a)) }
    let quotient = value.numerator / value.denominator
    let isExact = quotient * value.denominator == value.numerator
    let below = isExact || value.sign > 0 ? quotient : quotient - 1
    return Rational(below, over: 1).map { constant($0) } ?? node(.floor(a))
  }

  package mutating func minimum(_ a: Node, _ b: Node) -> Node {
    if a == b { return a }
    if let x = rational(a), let y = rational(b) { return x < y ? a : b }
    return node(.minimum(min(a, b), max(a, b)))
  }

  package mutating func maximum(_ a: Node, _ b: Node) -> Node {
    if a == b { return a }
    if let x = rational(a), let y = rational(b) { return x < y ? b : a }
    return node(.maximum(min(a, b), max(a, b)))
  }
}

/// The square root, where it is a fraction.
private func squareRoot(of value: Rational) -> Rational? {
  guard value.sign >= 0, let top = squareRoot(of: value.numerator),
    let bottom = squareRoot(of: value.denominator)
  else { return nil }
  return Rational(top, over: bottom)
}

private func squareRoot(of value: Int128) -> Int128? {
  guard value > 1 else { return value }
  var root = value
  var next = (root + 1) / 2
  while next < root {
    root = next
    next = (root + value / root) / 2
  }
  return root * root == value ? root : nil
}
