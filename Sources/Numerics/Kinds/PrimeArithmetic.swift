/// An element of a prime field, or the mark that there is none.
public struct Residue: Hashable, Sendable {
  /// The element; the modulus or more marks an undefined or unresolved value.
  public let number: UInt64

  static let undefined = Residue(number: .max)
  static let unresolved = Residue(number: .max - 1)
}

/// Arithmetic modulo a prime: what is true of fractions is true of residues.
///
/// The converse holds only with high probability, for random values. The field has no order and no
/// transcendental functions: what needs them is unresolved. A square root is the root that is a
/// square itself, so that √a √b = √(ab) holds; √(a²) = a does *not* hold, and a number that is not
/// a square has no root: undefined.
public struct PrimeArithmetic: Arithmetic, Sendable {
  /// The field that values belong to.
  public let field: PrimeField

  /// Arithmetic in a field.
  public init(_ field: PrimeField) { self.field = field }

  /// The marker of an operation without a value.
  public var undefined: Residue { .undefined }
  /// The marker of a value that this kind cannot tell.
  public var unresolved: Residue { .unresolved }
  /// Not a fraction: unresolved.
  public var pi: Residue { .unresolved }

  /// An element, reduced.
  public func element(_ number: UInt64) -> Residue { Residue(number: number % field.modulus) }

  /// The element of a fraction; unresolved if the prime divides its denominator.
  public func constant(_ value: Rational) -> Residue {
    field.residue(value).map { Residue(number: $0) } ?? .unresolved
  }

  /// Whether it is a value.
  public func state(of value: Residue) -> ValueState {
    value.number < field.modulus ? .defined : value == .undefined ? .undefined : .unresolved
  }

  /// The result of two elements, or the state they hand on.
  private func combined(
    _ a: Residue, _ b: Residue, _ body: (UInt64, UInt64) -> UInt64
  ) -> Residue {
    if a.number < field.modulus && b.number < field.modulus {
      return Residue(number: body(a.number, b.number))
    }
    return a == .undefined || b == .undefined ? .undefined : .unresolved
  }

  /// a + b.
  public func add(_ a: Residue, _ b: Residue) -> Residue { combined(a, b, field.add) }

  /// a − b.
  public func subtract(_ a: Residue, _ b: Residue) -> Residue { combined(a, b, field.subtract) }

  /// a b.
  public func multiply(_ a: Residue, _ b: Residue) -> Residue { combined(a, b, field.multiply) }

  /// a / b; undefined for b = 0.
  public func divide(_ a: Residue, _ b: Residue) -> Residue {
    if b.number == 0 { return .undefined }
    return combined(a, b) { field.multiply($0, field.inverse($1) ?? 0) }
  }

  /// −a.
  public func negate(_ a: Residue) -> Residue { combined(a, a) { x, _ in field.negate(x) } }

  /// a^(p/q): square roots for the factors 2 of q, then the only root of odd order if there is one.
  public func power(_ a: Residue, _ exponent: Rational) -> Residue {
    guard state(of: a) == .defined else { return a }
    guard let top = Int(exactly: exponent.numerator),
      var order = UInt64(exactly: exponent.denominator), order <= 64
    else { return .unresolved }
    var base = a.number
    while order % 2 == 0 {
      guard let root = field.squareRoot(base) else { return .undefined }
      base = root
      order /= 2
    }
    if order > 1 {
      guard let root = field.oddRoot(base, order: order) else { return .unresolved }
      base = root
    }
    return field.power(base, top).map { Residue(number: $0) } ?? .undefined
  }

  /// Unresolved: a residue is no exponent.
  public func power(_ a: Residue, _ exponent: Residue) -> Residue { withoutMeaning(a, exponent) }

  /// The square root; all other functions are unresolved.
  public func apply(_ function: ElementaryFunction, _ a: Residue) -> Residue {
    guard state(of: a) == .defined else { return a }
    guard function == .sqrt else { return .unresolved }
    return field.squareRoot(a.number).map { Residue(number: $0) } ?? .undefined
  }

  private func withoutMeaning(_ a: Residue, _ b: Residue) -> Residue {
    a == .undefined || b == .undefined ? .undefined : .unresolved
  }

  /// Unresolved: the field has no order.
  public func absolute(_ a: Residue) -> Residue { withoutMeaning(a, a) }
  /// Unresolved: the field has no order.
  public func floor(_ a: Residue) -> Residue { withoutMeaning(a, a) }
  /// Unresolved: the field has no order.
  public func minimum(_ a: Residue, _ b: Residue) -> Residue { withoutMeaning(a, b) }
  /// Unresolved: the field has no order.
  public func maximum(_ a: Residue, _ b: Residue) -> Residue { withoutMeaning(a, b) }

  /// Equal, or else unresolved.
  public func compare(_ a: Residue, _ b: Residue) -> Comparison {
    state(of: a) == .defined && a == b ? .equal : .unresolved
  }

  /// 0: a residue is near no double.
  public func approximation(of value: Residue) -> Double { 0 }
}
