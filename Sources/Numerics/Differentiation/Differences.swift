/// Derivatives by differences, with an estimate of their error: a second opinion, never the first.
public enum Differences {
  /// A difference quotient and what it may be off by.
  public struct Estimate: Sendable, Equatable {
    /// The quotient.
    public let value: Double
    /// An estimate, *not* a bound, of |value − f′(x)|.
    public let error: Double
  }

  /// f′(x) ≈ (f(x−2h) − 8f(x−h) + 8f(x+h) − f(x+2h)) / 12h at the best of several h.
  ///
  /// The error of a step is estimated by its distance to the quotient with three points, scaled down
  /// by the order gained, plus the rounding of f. Needs a function that is smooth near x.
  public static func derivative<Failure: Error>(
    at x: Double, of function: (Double) throws(Failure) -> Double
  ) throws(Failure) -> Estimate {
    var best = Estimate(value: .nan, error: .infinity)
    var step = max(0x1p-4, 0x1p-26 * x.magnitude)
    for _ in 0..<9 {
      let estimate = try quotient(at: x, step: step, of: function)
      if estimate.error < best.error { best = estimate }
      step *= 0x1p-2
    }
    return best
  }

  /// ∂f/∂xᵢ for each i, as for one variable.
  public static func gradient<Failure: Error>(
    at x: [Double], of function: ([Double]) throws(Failure) -> Double
  ) throws(Failure) -> [Estimate] {
    var result: [Estimate] = []
    for index in x.indices {
      result.append(
        try derivative(at: x[index]) { (value) throws(Failure) in
          var moved = x
          moved[index] = value
          return try function(moved)
        })
    }
    return result
  }

  private static func quotient<Failure: Error>(
    at x: Double, step: Double, of function: (Double) throws(Failure) -> Double
  ) throws(Failure) -> Estimate {
    let h = (x + step) - x
    let near = (try function(x - h), try function(x + h))
    let far = (try function(x - 2 * h), try function(x + 2 * h))
    let three = (near.1 - near.0) / (2 * h)
    let wide = (far.1 - far.0) / (4 * h)
    let five = (4 * three - wide) / 3
    let size = max(max(near.0.magnitude, near.1.magnitude), max(far.0.magnitude, far.1.magnitude))
    let truncation = (five - three).magnitude
    let relative = truncation / max(three.magnitude, wide.magnitude, 0x1p-1000)
    let error = truncation * min(1, relative) + 0x1p-51 * size / h + 0x1p-51 * five.magnitude
    return Estimate(value: five, error: error.isNaN ? .infinity : error)
  }
}
