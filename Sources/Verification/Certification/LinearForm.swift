import Formula
import Numerics

/// Σ cₖtₖ with rational cₖ and field values tₖ of terms that are no sums.
///
/// A value and its negative count as one term with opposite coefficients.
struct LinearForm {
  /// Sorted by value, without zero coefficients.
  private(set) var parts: [Part]

  struct Part {
    var coefficient: Rational
    var value: UInt64
  }

  static let zero = LinearForm(parts: [])

  init(parts: [Part]) { self.parts = parts }

  init(coefficient: Rational, value: UInt64) {
    parts = coefficient.isZero || value == 0 ? [] : [Part(coefficient: coefficient, value: value)]
  }

  func scaled(by factor: Rational) -> LinearForm? {
    var result: [Part] = []
    for part in parts {
      guard let coefficient = part.coefficient.multiplied(by: factor) else { return nil }
      if !coefficient.isZero { result.append(Part(coefficient: coefficient, value: part.value)) }
    }
    return LinearForm(parts: result)
  }

  func adding(_ other: LinearForm) -> LinearForm? {
    var result = parts
    for part in other.parts {
      if let place = result.firstIndex(where: { $0.value == part.value }) {
        guard let sum = result[place].coefficient.adding(part.coefficient) else { return nil }
        result[place].coefficient = sum
      } else {
        result.append(part)
      }
    }
    result = result.filter { !$0.coefficient.isZero }
    return LinearForm(parts: result.sorted { $0.value < $1.value })
  }
}

extension Trial {
  /// The form of a node's value, products distributed over sums.
  mutating func linear(_ node: Graph.Node) throws(Stop) -> LinearForm {
    if let known = linearForms[Int(node)] { return known }
    let form = try makeLinear(node)
    linearForms[Int(node)] = form
    return form
  }

  private mutating func makeLinear(_ node: Graph.Node) throws(Stop) -> LinearForm {
    switch program.operations[Int(node)] {
    case .rational(let value): return LinearForm(coefficient: value, value: 1)
    case .tag(_, let a): return try linear(a)
    case .add(let a, let b): return try add(try linear(a), try linear(b))
    case .subtract(let a, let b): return try add(try linear(a), try negate(try linear(b)))
    case .negate(let a): return try negate(try linear(a))
    case .multiply(let a, let b): return try multiply(try linear(a), try linear(b))
    case .divide(let a, let b): return try multiply(try linear(a), try reciprocal(b))
    case .power(let a, let exponent):
      let factor = exponent < 0 ? try reciprocal(a) : try linear(a)
      guard exponent.magnitude <= 16 else { return atom(node) }
      var result = LinearForm(coefficient: .one, value: 1)
      for _ in 0..<exponent.magnitude { result = try multiply(result, factor) }
      return result
    case .function(.log, let a): return try logarithm(of: a)
    default: return atom(node)
    }
  }

  func atom(_ node: Graph.Node) -> LinearForm { atom(value(node)) }

  /// A value and its negative are one atom.
  func atom(_ value: UInt64) -> LinearForm {
    value > field.modulus / 2
      ? LinearForm(coefficient: Rational(-1), value: field.negate(value))
      : LinearForm(coefficient: .one, value: value)
  }

  private mutating func reciprocal(_ node: Graph.Node) throws(Stop) -> LinearForm {
    let form = try linear(node)
    if form.parts.count == 1, let part = form.parts.first,
      let coefficient = part.coefficient.reciprocal, let inverse = field.inverse(part.value),
      let result = atom(inverse).scaled(by: coefficient)
    {
      return result
    }
    guard let inverse = field.inverse(value(node)) else { throw .unlucky }
    return atom(inverse)
  }

  private func negate(_ form: LinearForm) throws(Stop) -> LinearForm {
    guard let result = form.scaled(by: Rational(-1)) else { throw .notCertifiable(.size) }
    return result
  }

  func add(_ a: LinearForm, _ b: LinearForm) throws(Stop) -> LinearForm {
    guard let sum = a.adding(b), sum.parts.count <= 256 else { throw .notCertifiable(.size) }
    return sum
  }

  func multiply(_ a: LinearForm, _ b: LinearForm) throws(Stop) -> LinearForm {
    guard a.parts.count * b.parts.count <= 1024 else { throw .notCertifiable(.size) }
    var result = LinearForm.zero
    for x in a.parts {
      for y in b.parts {
        guard let coefficient = x.coefficient.multiplied(by: y.coefficient),
          let part = atom(field.multiply(x.value, y.value)).scaled(by: coefficient)
        else { throw .notCertifiable(.size) }
        result = try add(result, part)
      }
    }
    return result
  }
}
