import Numerics
import SourceText

/// Functions that are made of others: `\cot`, `\operatorname{artanh}`, the standard deviation.
extension Reader {
  /// `\cot x`, `\operatorname{sech} x`: one over a function of the table.
  mutating func reciprocal(
    _ function: ElementaryFunction, _ name: String, from start: Int
  ) throws(Failure) -> Term {
    let below = try call(of: .elementary(function), function.name, from: start)
    let whole = span(from: start)
    // 1/tan has gaps where cot is 0.
    if function == .tan { return below.withCotangents }
    return Term(.divide(one(at: whole), below), below.shape, at: whole)
  }

  /// `\operatorname{artanh} x = \frac12 \ln \frac{1 + x}{1 - x}`.
  mutating func areaTangent(_ name: String, from start: Int) throws(Failure) -> Term {
    let call = try call(of: .elementary(.tanh), name, from: start)
    guard case .builtin(.elementary(.tanh), let arguments) = call.node,
      arguments[0].shape.isNumber
    else { throw Message.outside("scripts on \(name)", at: call.span) }
    let (place, argument, one) = (call.span, arguments[0], one(at: call.span))
    let quotient = Term(
      .divide(
        Term(.add(one, argument), .scalar, at: place),
        Term(.subtract(one, argument), .scalar, at: place)), .scalar, at: place)
    let logarithm = Term(.builtin(.elementary(.log), [quotient]), .scalar, at: place)
    return Term(.divide(logarithm, number(2, at: place)), .scalar, at: place)
  }

  /// `\operatorname{std}(x)`: the root of the variance.
  mutating func deviation(from start: Int) throws(Failure) -> Term {
    let variance = try statistic(.variance, from: start)
    return Term(
      .builtin(.elementary(.sqrt), [variance]), .scalar, at: span(from: start))
  }

  /// `\operatorname{Corr}(x, y)`: the covariance over the root of both variances.
  mutating func correlation(from start: Int) throws(Failure) -> Term {
    let covariance = try statistic(.covariance, from: start)
    guard covariance.shape == .scalar else {
      throw Message.outside("matrices of correlations", at: covariance.span)
    }
    return covariance.overDeviations
  }
}

extension Term {
  /// A covariance, or a power of one, made a correlation.
  fileprivate var overDeviations: Term {
    guard case .covariance(let a, let b) = node else {
      var isBase = true
      return replacingChildren { child in
        defer { isBase = false }
        return isBase ? child.overDeviations : child
      }
    }
    func variance(_ term: Term) -> Term { Term(.variance(term), .scalar, at: span) }
    let both = Term(.multiply(.scaling, variance(a), variance(b)), .scalar, at: span)
    let deviations = Term(.builtin(.elementary(.sqrt), [both]), .scalar, at: span)
    return Term(.divide(self, deviations), .scalar, at: span)
  }

  /// cos x / sin x where tan x stands.
  fileprivate var withCotangents: Term {
    guard case .builtin(.elementary(.tan), let arguments) = node else {
      return replacingChildren { $0.withCotangents }
    }
    func made(_ function: ElementaryFunction) -> Term {
      Term(.builtin(.elementary(function), arguments), shape, at: span)
    }
    return Term(.divide(made(.cos), made(.sin)), shape, at: span)
  }
}
