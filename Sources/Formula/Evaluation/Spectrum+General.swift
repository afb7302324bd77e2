import Numerics

/// The spectral radius of matrices that are not symmetric: roots of the characteristic polynomial.
///
/// Approximate roots are improved by corrections that are exact constants, so that only the last
/// residuals carry an error. By Smith's theorem each root lies within n |p(z)| / Π |z − z'| of its
/// approximation z, or of one beside it where these discs meet; multiple roots stay unresolved.
extension Spectrum {
  private struct Point {
    var real: Double
    var imaginary: Double
  }

  private struct Root {
    var real: Value
    var imaginary: Value
    let isReal: Bool
  }

  private static var sweeps: Int { 300 }
  private static var corrections: Int { 12 }

  func generalRadius(of entries: [Value], count: Int) -> Value {
    guard entries.allSatisfy({ arithmetic.state(of: $0) == .defined }) else {
      return arithmetic.unresolved
    }
    let polynomial = characteristicPolynomial(of: entries, count)
    let starts = roots(of: polynomial.map { arithmetic.approximation(of: $0) })
    guard starts.count == count else { return arithmetic.unresolved }
    var roots = starts.map { point in
      let isReal = abs(point.imaginary) <= 1e-9 * (abs(point.real) + abs(point.imaginary))
      return Root(
        real: exactly(point.real), imaginary: isReal ? zero : exactly(point.imaginary),
        isReal: isReal)
    }
    for _ in 0..<Self.corrections where !improve(&roots, polynomial) {}
    return radius(roots, polynomial)
  }

  /// The coefficients below xⁿ, the highest first, by Faddeev's and Le Verrier's recursion.
  private func characteristicPolynomial(of entries: [Value], _ count: Int) -> [Value] {
    var result: [Value] = []
    var power = entries
    for step in 1...count {
      if step > 1 {
        for place in 0..<count {
          power[place * count + place] = arithmetic.add(
            power[place * count + place], result[step - 2])
        }
        power = product(entries, power, count)
      }
      let trace = (0..<count).reduce(zero) { arithmetic.add($0, power[$1 * count + $1]) }
      result.append(arithmetic.divide(arithmetic.negate(trace), constant(step)))
    }
    return result
  }

  private func product(_ a: [Value], _ b: [Value], _ count: Int) -> [Value] {
    var result: [Value] = []
    for row in 0..<count {
      for column in 0..<count {
        var sum = zero
        for place in 0..<count {
          sum = arithmetic.add(
            sum, arithmetic.multiply(a[row * count + place], b[place * count + column]))
        }
        result.append(sum)
      }
    }
    return result
  }

  // MARK: Doubles

  /// All roots of a polynomial in doubles, by Weierstrass's, Durand's and Kerner's iteration.
  private func roots(of polynomial: [Double]) -> [Point] {
    let size = polynomial.enumerated().reduce(0.0) { largest, term in
      let degree = Double(term.offset + 1)
      guard term.element != 0 else { return largest }
      return max(largest, Elementary.exp(Elementary.log(abs(term.element)) / degree))
    }
    guard size > 0, size.isFinite else { return [] }
    var points: [Point] = []
    var next = Point(real: size, imaginary: 0)
    for _ in polynomial {
      next = times(next, Point(real: 0.4, imaginary: 0.9))
      points.append(next)
    }
    for _ in 0..<Self.sweeps {
      var change = 0.0
      for place in points.indices {
        let step = quotient(
          value(polynomial, at: points[place]), separation(points, place))
        guard step.real.isFinite, step.imaginary.isFinite else { return [] }
        points[place].real -= step.real
        points[place].imaginary -= step.imaginary
        change = max(change, abs(step.real) + abs(step.imaginary))
      }
      if change <= 0x1p-50 * size { break }
    }
    return points
  }

  private func value(_ polynomial: [Double], at point: Point) -> Point {
    polynomial.reduce(Point(real: 1, imaginary: 0)) { sum, coefficient in
      var result = times(sum, point)
      result.real += coefficient
      return result
    }
  }

  /// Π (z − z') over the other points.
  private func separation(_ points: [Point], _ place: Int) -> Point {
    var result = Point(real: 1, imaginary: 0)
    for other in points.indices where other != place {
      result = times(
        result,
        Point(
          real: points[place].real - points[other].real,
          imaginary: points[place].imaginary - points[other].imaginary))
    }
    return result
  }

  private func times(_ a: Point, _ b: Point) -> Point {
    Point(
      real: a.real * b.real - a.imaginary * b.imaginary,
      imaginary: a.real * b.imaginary + a.imaginary * b.real)
  }

  private func quotient(_ a: Point, _ b: Point) -> Point {
    let size = b.real * b.real + b.imaginary * b.imaginary
    let product = times(a, Point(real: b.real, imaginary: -b.imaginary))
    return Point(real: product.real / size, imaginary: product.imaginary / size)
  }

  // MARK: Any kind of number

  private func value(_ polynomial: [Value], at root: Root) -> (real: Value, imaginary: Value) {
    var (real, imaginary) = (one, zero)
    for coefficient in polynomial {
      let product = arithmetic.subtract(
        arithmetic.multiply(real, root.real), arithmetic.multiply(imaginary, root.imaginary))
      imaginary = arithmetic.add(
        arithmetic.multiply(real, root.imaginary), arithmetic.multiply(imaginary, root.real))
      real = arithmetic.add(product, coefficient)
    }
    return (real, imaginary)
  }

  /// One correction of each root; whether none was needed.
  private func improve(_ roots: inout [Root], _ polynomial: [Value]) -> Bool {
    let points = roots.map {
      Point(
        real: arithmetic.approximation(of: $0.real),
        imaginary: arithmetic.approximation(of: $0.imaginary))
    }
    var isDone = true
    for place in roots.indices {
      let residual = value(polynomial, at: roots[place])
      if isHidden(residual.real), isHidden(residual.imaginary) { continue }
      isDone = false
      let step = quotient(
        Point(
          real: arithmetic.approximation(of: residual.real),
          imaginary: arithmetic.approximation(of: residual.imaginary)),
        separation(points, place))
      guard step.real.isFinite, step.imaginary.isFinite else { return true }
      roots[place].real = arithmetic.subtract(roots[place].real, exactly(step.real))
      if !roots[place].isReal {
        roots[place].imaginary = arithmetic.subtract(
          roots[place].imaginary, exactly(step.imaginary))
      }
    }
    return isDone
  }

  /// Whether a value cannot be told from 0.
  private func isHidden(_ value: Value) -> Bool {
    switch arithmetic.compare(value, zero) {
    case .equal, .unresolved: true
    case .less, .greater: false
    }
  }

  private func radius(_ roots: [Root], _ polynomial: [Value]) -> Value {
    var largest = zero
    var rest = zero
    for (place, root) in roots.enumerated() {
      let residual = value(polynomial, at: root)
      guard isHidden(residual.real), isHidden(residual.imaginary) else {
        return arithmetic.unresolved
      }
      var disc = arithmetic.multiply(
        constant(2 * roots.count),
        arithmetic.add(
          arithmetic.absolute(residual.real), arithmetic.absolute(residual.imaginary)))
      for (other, neighbour) in roots.enumerated() where other != place {
        let across = arithmetic.absolute(arithmetic.subtract(root.real, neighbour.real))
        let along = arithmetic.absolute(arithmetic.subtract(root.imaginary, neighbour.imaginary))
        disc = arithmetic.divide(disc, arithmetic.maximum(across, along))
      }
      rest = arithmetic.add(rest, disc)
      largest = arithmetic.maximum(largest, size(of: root))
    }
    guard arithmetic.state(of: rest) == .defined, isHidden(rest) else {
      return arithmetic.unresolved
    }
    // Adding and taking away the rest widens the band by it on either side.
    return arithmetic.subtract(arithmetic.add(largest, rest), rest)
  }

  private func size(of root: Root) -> Value {
    if root.isReal { return arithmetic.absolute(root.real) }
    return arithmetic.apply(
      .sqrt,
      arithmetic.add(
        arithmetic.multiply(root.real, root.real),
        arithmetic.multiply(root.imaginary, root.imaginary)))
  }

  /// A double as a constant without error.
  private func exactly(_ value: Double) -> Value {
    guard value.isNormal else { return zero }
    let digits = arithmetic.constant(Rational(Int(value.significand * 0x1p52)))
    let size = arithmetic.multiply(
      digits, arithmetic.power(constant(2), Int(value.exponent) - 52))
    return value < 0 ? arithmetic.negate(size) : size
  }
}
