/// A mean with a bound of its error.
struct Estimate {
  var value: Double
  /// Of quadrature, an estimate from two rules; of sampling, a confidence bound.
  var radius: Double
  /// √E[f²], the size that differences are seen against.
  var size: Double
  /// 0 for quadrature.
  var draws = 0
}
