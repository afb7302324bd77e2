import Formula
import Numerics

/// Points far out and close to the open ends of domains, for bounds that ordinary points do not
/// reach: `e^x < 10^30`, `-log s < 30`.
struct FarPoints {
  let domains: [InputDomain]
  /// Inputs that go far out together, such as the entries of one vector.
  var groups: [[Int]] = []

  private static let exponents = [4.0, 6, 8, 10, 13, 16, 21, 31, -6, -9, -13, -21, -31]
  /// For functions that grow as slowly as a logarithm.
  private static let remote = [60.0, 150, 300, -60, -150, -300]
  /// Where exponentials are as small as constants that are written down.
  private static let near = [1.5, 2, 2.5, 3]

  func points(near starts: PointList) -> [[Double]] {
    let open = domains.indices.filter { if case .interval = domains[$0] { true } else { false } }
    guard let start = starts.first, !open.isEmpty else { return [] }
    var result: [[Double]] = []
    for exponent in open.count <= 2
      ? Self.near + Self.exponents + Self.remote : Self.exponents
    {
      let size = Elementary.exp(exponent * 2.302585092994046)
      for sign in [1.0, -1] {
        if open.count <= 3 {
          result += open.map { moved(start, [$0], size, sign) }
        } else if groups.count <= 6 {
          result += groups.map { moved(start, $0, size, sign) }
        }
        if open.count > 1 { result.append(moved(start, open, size, sign)) }
      }
    }
    return result.filter { point in
      zip(point, domains).allSatisfy { $1.contains($0) }
    }
  }

  /// Fractions close to ends that are not 0, where doubles are not dense enough.
  func closePoints(near starts: PointList) -> [[ClosedForm]] {
    let open = domains.indices.filter { if case .interval = domains[$0] { true } else { false } }
    guard open.count <= 3, let start = starts.first.flatMap({ Evaluator.exact($0) }) else {
      return []
    }
    var result: [[ClosedForm]] = []
    for input in open {
      guard case .interval(let low, let high) = domains[input] else { continue }
      for (end, sign) in [(low, 1), (high, -1)] {
        guard let end, !end.isIncluded, !end.value.isZero else { continue }
        for bits in [60, 100, 120] {
          guard let part = Rational(Int128(sign), over: Int128(1) << Int128(bits)),
            let value = end.value.adding(part)
          else { continue }
          var point = start
          point[input] = .rational(value)
          result.append(point)
        }
      }
    }
    return result
  }

  /// The point with some inputs far out, or close to an end of their domain.
  private func moved(_ start: [Double], _ inputs: [Int], _ size: Double, _ sign: Double)
    -> [Double]
  {
    var point = start
    for (place, input) in inputs.enumerated() {
      guard case .interval(let low, let high) = domains[input] else { continue }
      let amount = size * (1 + Double(place) / 8)
      switch (low?.value.double, high?.value.double) {
      case (nil, nil): point[input] = sign * amount
      case (let low?, nil): point[input] = low + amount
      case (nil, let high?): point[input] = high - amount
      case (let low?, let high?):
        let part = (high - low) / (1 + amount)
        point[input] = sign > 0 ? low + part : high - part
      }
    }
    return point
  }
}
