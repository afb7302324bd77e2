import Formula
import Numerics

/// One evaluation of a program over the integers modulo a prime, with random inputs and atoms.
///
/// Functions that are not rational are random elements keyed by the *value* of their argument, so
/// that equal arguments have equal values however they are written:
/// - `exp`: the argument is brought to Σ cₖtₖ with rational cₖ and sum-free tₖ;
///   e^arg = Π B(tₖ)^(cₖd), where d clears all denominators;
/// - `log` of a product is Σ cₖL(aₖ), and L(e^t) = t, e^L(a) = a;
/// - `sin`, `cos`: the same with random points of the unit circle;
/// - roots: the root that is itself a square;
/// - everything else: a table.
///
/// An identity that holds for random atoms holds for the functions; the converse does not hold.
struct Trial {
  let program: Program
  let field: PrimeField
  let key: UInt64
  /// d: what every coefficient in an exponent is multiplied by.
  var scale: Int
  var values: [UInt64] = []
  var degrees: [Degree] = []
  /// The arguments of the logarithms taken so far, by the value of the logarithm.
  var logarithms: [UInt64: UInt64] = [:]
  var linearForms: [Int: LinearForm] = [:]
  /// Σ of the degrees of all keys, and how many there are.
  var keyDegree = 0.0
  var keyCount = 0.0
  var rootCount = 0

  init(_ program: Program, field: PrimeField, key: UInt64, scale: Int) {
    self.program = program
    self.field = field
    self.key = key
    self.scale = scale
  }

  enum Stop: Error {
    /// A division by zero or a radicand that is no square: draw again.
    case unlucky
    /// A coefficient with a denominator that `scale` does not contain.
    case denominator(Int)
    case notCertifiable(Obstacle)
  }

  /// What keeps a program from being judged in a field.
  enum Obstacle: String, Hashable {
    case comparison = "it compares values, takes a maximum or an absolute value"
    case spectrum = "it contains eigenvalues or singular values"
    case root = "it contains a root that has no meaning in a finite field"
    case size = "an exponent is a sum of too many terms"
    case statistic = "it contains an estimated statistic"
    case choices = "there are too many combinations of discrete values"
  }

  /// Numerator and denominator, as doubles: large ones saturate harmlessly.
  struct Degree {
    var top: Double
    var bottom: Double
    static let zero = Degree(top: 0, bottom: 0)
    var total: Double { top + bottom }
  }

  /// A random element that depends on nothing but its key.
  func random(_ kind: UInt64, _ words: [UInt64]) -> UInt64 {
    var state = mix(key ^ mix(kind))
    for word in words { state = mix(state ^ word) }
    return state % (field.modulus - 1) + 1
  }

  mutating func run(inputs: [UInt64]) throws(Stop) {
    values.reserveCapacity(program.operations.count)
    degrees.reserveCapacity(program.operations.count)
    for place in 0..<program.operations.count {
      let (value, degree) = try evaluate(program.operations[place], inputs)
      values.append(value)
      degrees.append(degree)
    }
  }

  func value(_ node: Graph.Node) -> UInt64 { values[Int(node)] }
  func degree(_ node: Graph.Node) -> Degree { degrees[Int(node)] }

  private mutating func evaluate(
    _ operation: Graph.Operation, _ inputs: [UInt64]
  ) throws(Stop) -> (UInt64, Degree) {
    switch operation {
    case .rational(let value): return (try residue(value), .zero)
    case .pi: return (random(1, []), Degree(top: 1, bottom: 0))
    case .e:
      return try exponential(of: LinearForm(coefficient: .one, value: 1), degree: .zero)
    case .input(let number): return (inputs[Int(number)], Degree(top: 1, bottom: 0))
    case .tag(_, let a): return (value(a), degree(a))
    case .add(let a, let b): return (field.add(value(a), value(b)), sumDegree(a, b))
    case .subtract(let a, let b): return (field.subtract(value(a), value(b)), sumDegree(a, b))
    case .negate(let a): return (field.negate(value(a)), degree(a))
    case .multiply(let a, let b):
      return (
        field.multiply(value(a), value(b)),
        Degree(top: degree(a).top + degree(b).top, bottom: degree(a).bottom + degree(b).bottom)
      )
    case .divide(let a, let b):
      guard let inverse = field.inverse(value(b)) else { throw .unlucky }
      return (
        field.multiply(value(a), inverse),
        Degree(top: degree(a).top + degree(b).bottom, bottom: degree(a).bottom + degree(b).top)
      )
    case .power(let a, let exponent): return try power(a, Int(exponent))
    case .rationalPower(let a, let exponent): return try rationalPower(a, exponent)
    case .realPower(let a, let b):
      let form = try multiply(try logarithm(of: a), try linear(b))
      return try exponential(of: form, degree: sumDegree(a, b))
    case .function(let function, let a): return try apply(function, a)
    case .arbitrary(let function, let orders, let list):
      let operands = program.operandLists[Int(list)]
      var words = [UInt64(function)]
      words += program.orders[Int(orders)].map { UInt64($0) }
      for operand in operands { note(degree(operand)) }
      return (random(2, words + operands.map { value($0) }), Degree(top: 1, bottom: 0))
    case .absolute, .sign, .minimum, .maximum, .floor, .isLess, .isLessOrEqual, .isEqual, .not,
      .and, .or, .truth, .select:
      throw .notCertifiable(.comparison)
    case .eigenvalue, .singularValue, .spectralRadius: throw .notCertifiable(.spectrum)
    }
  }

  func residue(_ value: Rational) throws(Stop) -> UInt64 {
    guard let result = field.residue(value) else { throw .unlucky }
    return result
  }

  func sumDegree(_ a: Graph.Node, _ b: Graph.Node) -> Degree {
    let (x, y) = (degree(a), degree(b))
    return Degree(
      top: max(x.top + y.bottom, y.top + x.bottom), bottom: x.bottom + y.bottom)
  }

  /// Two different keys agree by chance with probability at most (sum of degrees)/p.
  mutating func note(_ degree: Degree) {
    keyDegree += degree.total
    keyCount += 1
  }

  private func power(_ a: Graph.Node, _ exponent: Int) throws(Stop) -> (UInt64, Degree) {
    guard let result = field.power(value(a), exponent) else { throw .unlucky }
    let size = Double(exponent.magnitude)
    let (top, bottom) = (degree(a).top * size, degree(a).bottom * size)
    return (
      result, exponent < 0 ? Degree(top: bottom, bottom: top) : Degree(top: top, bottom: bottom)
    )
  }

  private mutating func rationalPower(_ a: Graph.Node, _ exponent: Rational) throws(Stop) -> (
    UInt64, Degree
  ) {
    guard var root = Int(exactly: exponent.denominator),
      let power = Int(exactly: exponent.numerator), root <= 64
    else { throw .notCertifiable(.root) }
    var base = value(a)
    while root % 2 == 0 {
      base = try squareRoot(base)
      root /= 2
    }
    if root > 1 {
      guard let only = field.oddRoot(base, order: UInt64(root)) else {
        throw .notCertifiable(.root)
      }
      base = only
    }
    guard let result = field.power(base, power) else { throw .unlucky }
    let size = Double(power.magnitude)
    let (top, bottom) = (degree(a).top * size, degree(a).bottom * size)
    return (result, power < 0 ? Degree(top: bottom, bottom: top) : Degree(top: top, bottom: bottom))
  }

  mutating func squareRoot(_ a: UInt64) throws(Stop) -> UInt64 {
    rootCount += 1
    guard let root = field.squareRoot(a) else { throw .unlucky }
    return root
  }
}

/// A good 64-bit mixing function (the finaliser of SplitMix64).
func mix(_ word: UInt64) -> UInt64 {
  var z = word &+ 0x9E37_79B9_7F4A_7C15
  z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
  z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
  return z ^ (z >> 31)
}
