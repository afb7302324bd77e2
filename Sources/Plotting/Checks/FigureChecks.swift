/// What was measured on a figure, to be compared with a bound by whoever checks it.
package struct FigureEvidence: Equatable, Sendable {
  /// The worst deviation found.
  package var worst: Double
  /// Where it was found, in data units.
  package var place: PlanePoint
  /// How many places were measured.
  package var count: Int
}

extension Figure {
  /// The largest deviation from a right angle, in degrees, between the arrows as they are
  /// drawn and the contour lines through the same places; nil without arrows and contours.
  ///
  /// Directions are those of the drawing, so that a distorted aspect is found as well. Arrows
  /// where the function is flat to rounding are left out.
  package func arrowsAgainstContours() throws(PlotError) -> FigureEvidence? {
    guard let field = firstQuiver, let contour = firstContour else { return nil }
    let frame = try prepared().layout(.wide).frame
    let (h, k) = (1e-5 * contour.x.length, 1e-5 * contour.y.length)
    let f = contour.function
    var evidence = FigureEvidence(worst: 0, place: PlanePoint(0, 0), count: 0)
    for arrow in field.drawn(in: frame) {
      let (x, y) = (arrow.at.x, arrow.at.y)
      let slope = PlanePoint(
        (f(x + h, y) - f(x - h, y)) / (2 * h), (f(x, y + k) - f(x, y - k)) / (2 * k))
      let size = slope.distance(to: PlanePoint(0, 0))
      guard size > 1e-9 * (1 + f(x, y).magnitude) else { continue }
      // The tangent of the line of equal value, as pixels.
      let reach = 0.001 * contour.x.length / size
      let along = frame(x - reach * slope.y, y + reach * slope.x) - frame(x, y)
      let shaft = arrow.tip - arrow.tail
      let degrees = Figure.degrees(between: along, and: shaft)
      evidence.count += 1
      let deviation = (90 - degrees).magnitude
      if deviation >= evidence.worst { (evidence.worst, evidence.place) = (deviation, arrow.at) }
    }
    return evidence.count > 0 ? evidence : nil
  }

  /// The slope that the convergence triangle shows: the least-squares slope of the logarithms,
  /// measured on the corners of the triangle as drawn; nil without a convergence mark.
  package func triangleSlope() throws(PlotError) -> Double? {
    let mark = marks.compactMap { mark -> ConvergenceMark? in
      if case .convergence(let found) = mark { found } else { nil }
    }.first
    guard let mark, let fit = mark.fit else { return nil }
    let frame = try prepared().layout(.wide).frame
    let points = zip(mark.x, mark.errors).map { PlanePoint($0, $1) }.filter { $0.isFinite }
      .sorted { $0.x < $1.x }
    guard let corners = ConvergenceMark.triangle(fit, points, frame) else { return nil }
    let decades = { (scale: Scale, from: Double, to: Double) in
      scale.warp.apply(scale.invert(to)) - scale.warp.apply(scale.invert(from))
    }
    let rise = decades(frame.y, corners.left.y, corners.right.y)
    return rise / decades(frame.x, corners.left.x, corners.right.x)
  }

  /// The largest distance between a step of a trajectory and what its update rule makes of the
  /// step before; nil without a trajectory of at least two points.
  package func trajectoryAgainst(
    rule: (PlanePoint) -> PlanePoint
  ) -> FigureEvidence? {
    let mark = marks.compactMap { mark -> TrajectoryMark? in
      if case .trajectory(let found) = mark { found } else { nil }
    }.first
    guard let mark, mark.x.count > 1, mark.x.count == mark.y.count else { return nil }
    var evidence = FigureEvidence(worst: 0, place: PlanePoint(0, 0), count: 0)
    for step in 1..<mark.x.count {
      let before = PlanePoint(mark.x[step - 1], mark.y[step - 1])
      let distance = rule(before).distance(to: PlanePoint(mark.x[step], mark.y[step]))
      evidence.count += 1
      // A distance that is not a number counts as infinitely wrong.
      let worst = distance == distance ? distance : .infinity
      if worst >= evidence.worst { (evidence.worst, evidence.place) = (worst, before) }
    }
    return evidence
  }

  private var firstQuiver: QuiverMark? {
    marks.compactMap { mark -> QuiverMark? in
      if case .quiver(let found) = mark { found } else { nil }
    }.first
  }

  private var firstContour: ContourMark? {
    marks.compactMap { mark -> ContourMark? in
      if case .contour(let found) = mark { found } else { nil }
    }.first
  }

  /// The angle between two directions, by Kahan's formula without an arc cosine: accurate to
  /// 10⁻⁹ degrees near a right angle.
  private static func degrees(between a: PlanePoint, and b: PlanePoint) -> Double {
    let cosine =
      (a.x * b.x + a.y * b.y)
      / (a.distance(to: PlanePoint(0, 0)) * b.distance(to: PlanePoint(0, 0)))
    return 90 - degreesOfArcSine(cosine)
  }

  /// arcsin in degrees by halving the angle until its series converges at once.
  private static func degreesOfArcSine(_ sine: Double) -> Double {
    var value = max(-1, min(1, sine))
    var factor = 1.0
    for _ in 0..<12 {
      // sin(a/2) = sin a / √(2 (1 + cos a))
      let cosine = (1 - value * value).squareRoot()
      value /= (2 * (1 + cosine)).squareRoot()
      factor *= 2
    }
    return factor * (value + value * value * value / 6) * 180 / Double.pi
  }
}
