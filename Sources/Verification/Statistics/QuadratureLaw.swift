import Numerics

extension Quadrature {
  /// How a number that is integrated over is distributed.
  enum Law: Hashable {
    case normal
    case uniform
    /// The length of a vector of so many standard normal numbers.
    case length(Int)
    /// The largest of independent numbers.
    case largest([Part])

    /// shift + scale · a standard normal or uniform number.
    struct Part: Hashable {
      var isNormal: Bool
      var shift: Double
      var scale: Double

      /// With a positive scale; `nil` for a number that is not random.
      var standardized: Part? {
        guard scale != 0, scale.isFinite, shift.isFinite else { return nil }
        let low = isNormal || scale > 0 ? shift : shift + scale
        return Part(isNormal: isNormal, shift: low, scale: abs(scale))
      }

      fileprivate func density(_ x: Double) -> Double {
        let t = (x - shift) / scale
        if isNormal { return Law.normal.density(t) / scale }
        return 0 <= t && t <= 1 ? 1 / scale : 0
      }

      fileprivate func cumulative(_ x: Double) -> Double {
        let t = (x - shift) / scale
        return isNormal ? Elementary.normalCumulative(t) : min(max(t, 0), 1)
      }

      fileprivate func low(_ reach: Double) -> Double { isNormal ? shift - reach * scale : shift }

      fileprivate func high(_ reach: Double) -> Double { shift + (isNormal ? reach : 1) * scale }
    }
  }
}

extension Quadrature.Law {
  func density(_ t: Double) -> Double {
    switch self {
    case .uniform: 1
    case .normal: 0.3989422804014327 * Elementary.exp(-t * t / 2)
    case .length(let count): Self.lengthDensity(t, count)
    case .largest(let parts):
      parts.indices.reduce(0) { sum, place in
        sum
          + parts.indices.reduce(parts[place].density(t)) {
            $0 * ($1 == place ? 1 : parts[$1].cumulative(t))
          }
      }
    }
  }

  /// t^(k−1) e^(−t²/2), divided by what makes it a density.
  private static func lengthDensity(_ t: Double, _ count: Int) -> Double {
    // 2^(k/2 − 1) Γ(k/2)
    var norm = count % 2 == 0 ? 1.0 : 1.2533141373155003
    for factor in stride(from: count % 2 == 0 ? 2 : 1, to: count, by: 2) { norm *= Double(factor) }
    var power = 1.0
    for _ in 1..<max(count, 1) { power *= t }
    return power * Elementary.exp(-t * t / 2) / norm
  }

  /// Whether there are values of any size.
  var hasTails: Bool {
    switch self {
    case .uniform: false
    case .normal, .length: true
    case .largest(let parts): parts.contains { $0.isNormal }
    }
  }

  /// What a width of 1 of a standard normal number is here.
  var unit: Double {
    guard case .largest(let parts) = self else { return 1 }
    return parts.reduce(0) { max($0, $1.isNormal ? $1.scale : 0) }
  }

  /// The borders of the first panels.
  func edges(_ reach: Double, _ width: Double) -> [Double] {
    switch self {
    case .uniform: return (0...4).map { Double($0) / 4 }
    case .normal: return Self.steps(from: -reach, to: reach, by: width)
    case .length: return Self.steps(from: 0, to: reach, by: width)
    case .largest(let parts):
      let low = parts.reduce(-.infinity) { max($0, $1.low(reach)) }
      let high = parts.reduce(-.infinity) { max($0, $1.high(reach)) }
      let ends = parts.flatMap { $0.isNormal ? [$0.shift] : [$0.low(reach), $0.high(reach)] }
      let size = hasTails ? width * unit : (high - low) / 4
      let inside = ends.filter { low < $0 && $0 < high }
      return (Self.steps(from: low, to: high, by: size) + inside).sorted()
    }
  }

  private static func steps(from low: Double, to high: Double, by width: Double) -> [Double] {
    let count = Int(min(4096, ((high - low) / width).rounded(.up)))
    return (0...max(count, 1)).map { min(high, low + Double($0) * width) }
  }
}
