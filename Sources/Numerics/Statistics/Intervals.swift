/// An interval for an unknown quantity of a distribution, from a sample.
public struct ConfidenceInterval: Sendable, Equatable {
  /// The lower end.
  public let low: Double
  /// The upper end.
  public let high: Double
  /// The probability with which such an interval covers the quantity, up to the approximations made.
  public let level: Double

  /// Whether a value lies in the interval.
  public func contains(_ value: Double) -> Bool { low <= value && value <= high }
}

extension Statistics {
  /// The mean by the central limit theorem: x̄ ± z s/√n.
  ///
  /// It is *not* exact for small samples: with ten normal observations the level 0.95 is really 0.92.
  public static func meanInterval(_ sample: [Double], level: Double = 0.95) throws(ArrayError)
    -> ConfidenceInterval
  {
    let z = try standardDeviations(level)
    let center = try mean(sample)
    let reach = z * (try standardDeviation(sample)) / Double(sample.count).squareRoot()
    return ConfidenceInterval(low: center - reach, high: center + reach, level: level)
  }

  /// The variance, without assuming a normal distribution: the logarithm of c s² is about normal with
  /// variance c² (κ − (n − 3)/n)/(n − 1), c = n/(n − z), κ the kurtosis of the sample (Bonett 2006,
  /// doi:10.1016/j.csda.2004.12.014, with the plain mean).
  ///
  /// Needs more observations than z.
  public static func varianceInterval(_ sample: [Double], level: Double = 0.95)
    throws(ArrayError) -> ConfidenceInterval
  {
    let z = try standardDeviations(level)
    let count = Double(sample.count)
    guard count > max(z, 3) + 1 else {
      throw .tooFew(operation: "interval", count: sample.count, needed: Int(max(z, 3)) + 2)
    }
    let correction = count / (count - z)
    let center = Elementary.log(correction * (try variance(sample)))
    let spread = (try kurtosis(sample) - (count - 3) / count) / (count - 1)
    let reach = z * correction * max(0, spread).squareRoot()
    return ConfidenceInterval(
      low: Elementary.exp(center - reach), high: Elementary.exp(center + reach), level: level)
  }

  /// The x below which a normal variable of mean 0 and variance 1 stays with probability `level`.
  ///
  /// By bisection of the distribution function in its lower half, where it has full relative
  /// precision.
  public static func normalQuantile(_ level: Double) throws(ArrayError) -> Double {
    guard level > 0, level < 1 else {
      throw .parameter(operation: "quantile", name: "level", value: level)
    }
    if level > 0.5 { return -lowerNormalQuantile(1 - level) }
    return lowerNormalQuantile(level)
  }

  private static func lowerNormalQuantile(_ level: Double) -> Double {
    var (low, high) = (-40.0, 0.0)
    for _ in 0..<200 {
      let middle = 0.5 * (low + high)
      if middle <= low || middle >= high { break }
      if Elementary.normalCumulative(middle) < level { low = middle } else { high = middle }
    }
    return high
  }

  /// z with P(|N(0, 1)| ≤ z) = level.
  private static func standardDeviations(_ level: Double) throws(ArrayError) -> Double {
    guard level > 0, level < 1 else {
      throw .parameter(operation: "interval", name: "level", value: level)
    }
    return -lowerNormalQuantile(0.5 * (1 - level))
  }
}
