/// A mean with a bound of its error.
struct Estimate {
  var value: Double
  /// Of quadrature, an estimate from two rules; of sampling, a confidence bound.
  var radius: Double
  /// √E[f²], the size that differences are seen against.
  var size: Double
  /// Of a value, not a mean: the bound of its rounding error.
  var rounding = 0.0
  /// 0 for quadrature.
  var draws = 0
}

/// What is known of a mean.
enum Mean {
  case value(Estimate)
  /// There is none: what it is taken of has no value somewhere, or the integral diverges.
  case none
  /// Neither a value nor its absence could be made out.
  case unknown

  var isUnknown: Bool { if case .unknown = self { true } else { false } }

  var estimate: Estimate? { if case .value(let estimate) = self { estimate } else { nil } }
}
