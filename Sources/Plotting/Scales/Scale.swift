import Numerics

/// How numbers become places on an axis.
package enum ScaleKind: Equatable, Sendable {
  case linear
  /// Equal ratios take equal room; positive numbers only.
  case log
  /// Logarithmic far from zero, linear near it (asinh); `threshold` is where it turns, nil
  /// to derive it from the data.
  case symmetricLog(threshold: Double? = nil)
}

/// A map from a domain of numbers to pixels, increasing or decreasing.
struct Scale: Equatable {
  enum Warp: Equatable {
    case identity
    case log
    case arsinh(Double)

    func apply(_ value: Double) -> Double {
      switch self {
      case .identity: value
      case .log: value > 0 ? Elementary.log(value) : -.infinity
      case .arsinh(let threshold): Warp.arsinh(value / threshold)
      }
    }

    func invert(_ value: Double) -> Double {
      switch self {
      case .identity: value
      case .log: Elementary.exp(value)
      case .arsinh(let threshold): threshold * (Elementary.exp(value) - Elementary.exp(-value)) / 2
      }
    }

    private static func arsinh(_ x: Double) -> Double {
      let magnitude = x.magnitude
      let value = Elementary.log(magnitude + (magnitude * magnitude + 1).squareRoot())
      return x < 0 ? -value : value
    }
  }

  let warp: Warp
  let lower: Double
  let upper: Double
  let start: Double
  let end: Double
  private let offset: Double
  private let factor: Double

  init(warp: Warp, lower: Double, upper: Double, start: Double, end: Double) {
    self.warp = warp
    (self.lower, self.upper, self.start, self.end) = (lower, upper, start, end)
    let (first, last) = (warp.apply(lower), warp.apply(upper))
    factor = last == first ? 0 : (end - start) / (last - first)
    offset = start - first * factor
  }

  /// The pixel of a number; infinite or NaN where the scale has none.
  func callAsFunction(_ value: Double) -> Double {
    offset + factor * warp.apply(value)
  }

  /// The number at a pixel.
  func invert(_ pixel: Double) -> Double {
    warp.invert((pixel - offset) / factor)
  }

  func contains(_ value: Double) -> Bool {
    value >= lower && value <= upper
  }

  /// The pixel of a number, moved to the nearer end if it is outside.
  func clamped(_ value: Double) -> Double {
    self(max(lower, min(upper, value)))
  }
}
