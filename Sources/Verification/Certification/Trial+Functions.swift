import Formula
import Numerics

extension Trial {
  mutating func apply(_ function: ElementaryFunction, _ a: Graph.Node) throws(Stop) -> (
    UInt64, Degree
  ) {
    switch function {
    case .exp: return try exponential(of: try linear(a), degree: degree(a))
    case .log: return try logarithmValue(of: a)
    case .sqrt: return (try squareRoot(value(a)), degree(a))
    case .sinh, .cosh, .tanh: return try hyperbolic(function, a)
    case .sin, .cos, .tan: return try circular(function, a)
    case .arcsin, .arccos, .arctan, .erf, .erfc:
      note(degree(a))
      let result = Degree(top: 1, bottom: 0)
      switch function {
      case .erf: return (errorFunction(of: value(a)), result)
      case .erfc: return (field.subtract(1, errorFunction(of: value(a))), result)
      default: return (random(3, [UInt64(function.rawValue), value(a)]), result)
      }
    }
  }

  /// An odd table.
  private func errorFunction(of value: UInt64) -> UInt64 {
    let opposite = field.negate(value)
    if value == opposite { return 0 }
    let code = UInt64(ElementaryFunction.erf.rawValue)
    return value < opposite
      ? random(3, [code, value]) : field.negate(random(3, [code, opposite]))
  }

  /// Π B(tₖ)^(cₖd), with B(L(a)) = a^(1/d).
  mutating func exponential(of form: LinearForm, degree: Degree) throws(Stop) -> (UInt64, Degree) {
    var product: UInt64 = 1
    var size = 0.0
    for part in form.parts {
      let factor: UInt64?
      if let argument = logarithms[part.value] {
        factor = try powerOfArgument(argument, part.coefficient)
      } else {
        let exponent = try scaled(part.coefficient)
        size += Double(exponent.magnitude)
        factor = field.power(random(4, [part.value]), exponent)
      }
      guard let factor else { throw .unlucky }
      product = field.multiply(product, factor)
      note(degree)
    }
    size = max(size, degree.total)
    return (product, Degree(top: size, bottom: size))
  }

  private mutating func powerOfArgument(_ argument: UInt64, _ exponent: Rational) throws(Stop)
    -> UInt64?
  {
    guard let top = Int(exactly: exponent.numerator), var root = Int(exactly: exponent.denominator)
    else { throw .notCertifiable(.size) }
    var base = argument
    while root % 2 == 0 {
      base = try squareRoot(base)
      root /= 2
    }
    guard root == 1 else { throw .notCertifiable(.root) }
    return field.power(base, top)
  }

  /// cₖd as a whole number.
  private func scaled(_ coefficient: Rational) throws(Stop) -> Int {
    guard let whole = coefficient.multiplied(by: Rational(scale)), let value = whole.whole else {
      guard let denominator = Int(exactly: coefficient.denominator), denominator <= 5040 else {
        throw .notCertifiable(.size)
      }
      throw .denominator(denominator)
    }
    return value
  }

  private mutating func hyperbolic(_ function: ElementaryFunction, _ a: Graph.Node) throws(Stop)
    -> (UInt64, Degree)
  {
    let (up, degree) = try exponential(of: try linear(a), degree: degree(a))
    guard let down = field.inverse(up) else { throw .unlucky }
    let sine = field.subtract(up, down)
    let cosine = field.add(up, down)
    let result = Degree(top: 2 * degree.total, bottom: 2 * degree.total)
    if function == .tanh {
      guard let inverse = field.inverse(cosine) else { throw .unlucky }
      return (field.multiply(sine, inverse), result)
    }
    let half = (field.modulus + 1) / 2
    return (field.multiply(function == .sinh ? sine : cosine, half), result)
  }

  private mutating func circular(_ function: ElementaryFunction, _ a: Graph.Node) throws(Stop) -> (
    UInt64, Degree
  ) {
    var cosine: UInt64 = 1
    var sine: UInt64 = 0
    var size = degree(a).total
    for part in try linear(a).parts {
      let exponent = try scaled(part.coefficient)
      let (c, s) = try circlePoint(part.value, exponent)
      (cosine, sine) = (
        field.subtract(field.multiply(cosine, c), field.multiply(sine, s)),
        field.add(field.multiply(sine, c), field.multiply(cosine, s))
      )
      size += 2 * Double(exponent.magnitude)
      note(degree(a))
    }
    let result = Degree(top: size, bottom: size)
    switch function {
    case .sin: return (sine, result)
    case .cos: return (cosine, result)
    default:
      guard let inverse = field.inverse(cosine) else { throw .unlucky }
      return (field.multiply(sine, inverse), result)
    }
  }

  /// The `exponent`-th power of the random rational point of the circle that belongs to a key.
  private func circlePoint(_ value: UInt64, _ exponent: Int) throws(Stop) -> (UInt64, UInt64) {
    let u = random(5, [value])
    let square = field.multiply(u, u)
    guard let below = field.inverse(field.add(1, square)) else { throw .unlucky }
    var c = field.multiply(field.subtract(1, square), below)
    var s = field.multiply(field.add(u, u), below)
    if exponent < 0 { s = field.negate(s) }
    var (cosine, sine): (UInt64, UInt64) = (1, 0)
    var rest = exponent.magnitude
    while rest > 0 {
      if rest & 1 == 1 {
        (cosine, sine) = (
          field.subtract(field.multiply(cosine, c), field.multiply(sine, s)),
          field.add(field.multiply(sine, c), field.multiply(cosine, s))
        )
      }
      (c, s) = (
        field.subtract(field.multiply(c, c), field.multiply(s, s)),
        field.multiply(2, field.multiply(c, s))
      )
      rest >>= 1
    }
    return (cosine, sine)
  }

  private mutating func logarithmValue(of a: Graph.Node) throws(Stop) -> (UInt64, Degree) {
    var total: UInt64 = 0
    let form = try logarithm(of: a)
    for part in form.parts {
      total = field.add(total, field.multiply(try residue(part.coefficient), part.value))
    }
    let size = degree(a).total + Double(form.parts.count)
    return (total, Degree(top: size, bottom: size))
  }

  /// log of a product as Σ cₖL(aₖ); constants are split into primes.
  mutating func logarithm(of node: Graph.Node) throws(Stop) -> LinearForm {
    switch program.operations[Int(node)] {
    case .tag(_, let a): return try logarithm(of: a)
    case .e: return LinearForm(coefficient: .one, value: 1)
    case .function(.exp, let a): return try linear(a)
    case .multiply(let a, let b): return try add(try logarithm(of: a), try logarithm(of: b))
    case .divide(let a, let b):
      return try add(
        try logarithm(of: a), try scaled(try logarithm(of: b), by: Rational(-1)))
    case .power(let a, let exponent):
      return try scaled(try logarithm(of: a), by: Rational(Int(exponent)))
    case .rationalPower(let a, let exponent): return try scaled(try logarithm(of: a), by: exponent)
    case .function(.sqrt, let a):
      return try scaled(try logarithm(of: a), by: Rational(1, over: 2) ?? .one)
    case .realPower(let a, let b): return try multiply(try logarithm(of: a), try linear(b))
    case .rational(let value) where value.sign > 0: return try logarithm(of: value)
    default: return logarithmAtom(value(node), degree(node))
    }
  }

  private func scaled(_ form: LinearForm, by factor: Rational) throws(Stop) -> LinearForm {
    guard let result = form.scaled(by: factor) else { throw .notCertifiable(.size) }
    return result
  }

  private mutating func logarithmAtom(_ argument: UInt64, _ degree: Degree) -> LinearForm {
    // Small, so that its sign as an atom stays what it is.
    let element = random(6, [argument]) >> 1
    logarithms[element] = argument
    note(degree)
    return LinearForm(coefficient: .one, value: element)
  }

  private mutating func logarithm(of value: Rational) throws(Stop) -> LinearForm {
    guard var top = Int(exactly: value.numerator), var bottom = Int(exactly: value.denominator)
    else { throw .notCertifiable(.size) }
    var form = LinearForm.zero
    var prime = 2
    while top > 1 || bottom > 1 {
      if prime > 1000 { prime = max(top, bottom) }
      while top % prime == 0 {
        top /= prime
        form = try add(form, logarithmAtom(UInt64(prime), .zero))
      }
      while bottom % prime == 0 {
        bottom /= prime
        form = try add(form, try scaled(logarithmAtom(UInt64(prime), .zero), by: Rational(-1)))
      }
      prime += 1
    }
    return form
  }
}
