/// Goes down on the proportion of the slack inside the hypotheses and along their borders.
///
/// Where a hypothesis bounds the way down, the least slack lies on its border: each step is the
/// nearest one to the steepest that keeps all bounds to first order (Hildreth's method), and what
/// curvature has left over is put right by further projections. Where bounds and slack are smooth,
/// Newton's method on Karush, Kuhn and Tucker's conditions ends the search. Equations are kept in
/// the same way, to rounding: where they lead is a place to look at, not a point that meets them.
struct BorderSearch {
  let landscape: Landscape
  /// How many evaluations are left.
  private(set) var budget: Int

  /// Bounds are kept by this much, as a part of 1 and the point.
  private static let margin = 0x1p-42
  private static let newtonSize = 14
  /// Equations hold to this part of 1 and the point.
  private static let equationTolerance = 0x1p-40
  private static let projectionSteps = 40

  init(_ landscape: Landscape, budget: Int) {
    self.landscape = landscape
    self.budget = budget
  }

  /// A point with as little slack as can be reached from a start.
  mutating func descend(from start: [Double]) -> Landscape.Site? {
    guard var here = site(start) else { return nil }
    var reach = 0.25 * max(1, size(here.point))
    var pressing: [Double] = []
    let reserve = budget / 2
    while budget > reserve, here.proportion >= 0 {
      let length = norm(here.slope)
      guard length > 0 else { break }
      let (move, forces) = nearest(to: here.slope.map { -reach * $0 / length }, at: here)
      pressing = forces.map { $0 * length / reach }
      guard norm(move) > 1e-13 * max(1, size(here.point)) else { break }
      if let next = restored(moved(here.point, move)), next.proportion < here.proportion {
        let gain = here.proportion - next.proportion
        here = next
        reach *= 2
        if gain < 1e-15 { break }
      } else {
        reach /= 4
        if reach < 1e-12 * max(1, size(here.point)) { break }
      }
    }
    if here.proportion < 0 { return here }
    return pressing.contains { $0 != 0 } ? sharpened(here, pressing) : fallen(here)
  }

  /// Where no bound presses: Newton's method with a damping that grows until the proportion falls.
  private mutating func fallen(_ start: Landscape.Site) -> Landscape.Site {
    let count = landscape.inputs.count
    var here = start
    guard count <= Self.newtonSize else { return here }
    var damping = 0x1p-24
    while budget > 2 * count, here.proportion >= 0,
      let curvature = curvature(at: here, [], [])
    {
      let largest = curvature.reduce(0) { $1.reduce($0) { max($0, abs($1)) } }
      var lower: Landscape.Site?
      for _ in 0..<8 where lower == nil && budget > 0 {
        let rows = curvature.enumerated().map { place, row in
          var values = row
          values[place] += largest * damping
          return values + [-here.slope[place]]
        }
        if let move = solve(rows), let next = restored(moved(here.point, move)),
          next.proportion < here.proportion
        {
          lower = next
        } else {
          damping = min(damping * 32, 0x1p20)
        }
      }
      guard let lower else { break }
      let gain = here.proportion - lower.proportion
      here = lower
      damping = max(damping / 4096, 0x1p-24)
      if gain < 1e-15 { break }
    }
    return here
  }

  // MARK: Steps

  private mutating func site(_ point: [Double]) -> Landscape.Site? {
    budget -= 1
    guard landscape.judge.problem.admits(point) else { return nil }
    if landscape.equationCount > 0 {
      return landscape.site(point).flatMap { isAllowed($0) ? $0 : nil }
    }
    guard landscape.judge.evaluator.meetsConditions(point) else { return nil }
    return landscape.site(point)
  }

  /// Whether equations and bounds hold as far as doubles tell.
  private func isAllowed(_ site: Landscape.Site) -> Bool {
    let scale = Self.equationTolerance * max(1, size(site.point))
    return site.bounds.allSatisfy { bound in
      bound.isEquation ? abs(bound.value) <= scale * max(1, norm(bound.slope)) : bound.value >= 0
    }
  }

  /// A point where all equations and bounds hold, near a start; `nil` if none is found.
  mutating func project(_ start: [Double]) -> [Double]? {
    var point = start
    for _ in 0..<Self.projectionSteps where budget > 0 {
      budget -= 1
      guard let here = landscape.site(point) else { return nil }
      if isAllowed(here), landscape.judge.problem.admits(point) {
        return refined(here).point
      }
      let still = [Double](repeating: 0, count: landscape.inputs.count)
      var (move, _) = nearest(to: still, at: here)
      let (length, limit) = (norm(move), 0.5 * (1 + size(point)))
      guard length > 0, length.isFinite else { return nil }
      if length > limit { move = move.map { $0 * limit / length } }
      point = defined(point, move)
    }
    return nil
  }

  /// The point moved as far as everything has a value.
  private mutating func defined(_ point: [Double], _ move: [Double]) -> [Double] {
    var move = move
    for _ in 0..<4 {
      let next = moved(point, move)
      if landscape.site(next) != nil { return next }
      budget -= 1
      move = move.map { $0 / 4 }
    }
    return moved(point, move)
  }

  /// One step more, if that is nearer.
  private func refined(_ site: Landscape.Site) -> Landscape.Site {
    let still = [Double](repeating: 0, count: landscape.inputs.count)
    let next = moved(site.point, nearest(to: still, at: site).move)
    guard landscape.judge.problem.admits(next), let better = landscape.site(next),
      isAllowed(better)
    else { return site }
    func miss(_ site: Landscape.Site) -> Double {
      site.bounds.reduce(0) { $1.isEquation ? max($0, abs($1.value)) : $0 }
    }
    return miss(better) < miss(site) ? better : site
  }

  /// The point put back inside the bounds; `nil` if that fails.
  private mutating func restored(_ start: [Double]) -> Landscape.Site? {
    var point = start
    for _ in 0..<4 {
      if let site = site(point) { return site }
      budget -= 1
      guard let outside = landscape.site(point) else { return nil }
      let still = [Double](repeating: 0, count: landscape.inputs.count)
      let (move, _) = nearest(to: still, at: outside)
      let next = moved(point, move)
      if next == point { return nil }
      point = next
    }
    return site(point)
  }

  /// The move nearest to one wanted that keeps all bounds to first order, and how much each of them
  /// presses.
  private func nearest(to wanted: [Double], at site: Landscape.Site) -> (
    move: [Double], forces: [Double]
  ) {
    var move = wanted
    var forces = [Double](repeating: 0, count: site.bounds.count)
    let margin = Self.margin * max(1, size(site.point))
    let squares = site.bounds.map { dot($0.slope, $0.slope) }
    for _ in 0..<60 {
      var change = 0.0
      for (place, bound) in site.bounds.enumerated() where squares[place] > 0 {
        let length = squares[place].squareRoot()
        let room = bound.isEquation ? 0 : margin * length
        let missing = room - bound.value - dot(bound.slope, move)
        let push =
          bound.isEquation
          ? missing / squares[place] : max(-forces[place], missing / squares[place])
        guard push != 0 else { continue }
        forces[place] += push
        for input in move.indices { move[input] += push * bound.slope[input] }
        change = max(change, abs(push) * length)
      }
      if change <= margin / 4 { break }
    }
    return (move, forces)
  }

  private func moved(_ point: [Double], _ move: [Double]) -> [Double] {
    var result = point
    for (input, change) in zip(landscape.inputs, move) { result[input] += change }
    return result
  }

  // MARK: Newton's method

  /// A stationary point of the proportion on the bounds that press, if it is near and lower.
  private mutating func sharpened(_ start: Landscape.Site, _ forces: [Double]) -> Landscape.Site {
    var best = start
    var forces = forces
    let count = landscape.inputs.count
    guard count <= Self.newtonSize else { return best }
    for _ in 0..<16 where budget > 2 * count {
      guard forces.count == best.bounds.count else { return best }
      let active = forces.indices.filter { forces[$0] != 0 }
      guard count + active.count <= 2 * Self.newtonSize,
        let curvature = curvature(at: best, active, forces)
      else { return best }
      // The proportion is level along rays: without damping a step along them is anything.
      let damping = 0x1p-20 * curvature.reduce(0) { $1.reduce($0) { max($0, abs($1)) } }
      var rows = curvature.enumerated().map { place, row in
        var values = row
        values[place] += damping
        return values + active.map { -best.bounds[$0].slope[place] } + [-best.slope[place]]
      }
      let margin = Self.margin * max(1, size(best.point))
      for bound in active.map({ best.bounds[$0] }) {
        let room = (bound.isEquation ? 0 : margin * norm(bound.slope)) - bound.value
        rows.append(bound.slope + active.map { _ in 0 } + [room])
      }
      guard let solution = solve(rows),
        let next = restored(moved(best.point, Array(solution.prefix(count)))),
        next.proportion < best.proportion
      else { return best }
      best = next
      guard next.bounds.count == forces.count else { return best }
      forces = forces.map { _ in 0 }
      for (place, force) in zip(active, solution.dropFirst(count)) { forces[place] = force }
    }
    return best
  }

  /// The second derivatives of proportion − Σ force · bound.
  private mutating func curvature(
    at site: Landscape.Site, _ active: [Int], _ forces: [Double]
  ) -> [[Double]]? {
    func slope(_ point: [Double]) -> [Double]? {
      guard let there = landscape.site(point), there.bounds.count == site.bounds.count else {
        return nil
      }
      var result = there.slope
      for place in active {
        for input in result.indices {
          result[input] -= forces[place] * there.bounds[place].slope[input]
        }
      }
      return result
    }
    var rows: [[Double]] = []
    for input in landscape.inputs {
      let step = 0x1p-17 * max(1, abs(site.point[input]))
      var (up, down) = (site.point, site.point)
      up[input] += step
      down[input] -= step
      budget -= 2
      guard let above = slope(up), let below = slope(down) else { return nil }
      rows.append(zip(above, below).map { ($0 - $1) / (2 * step) })
    }
    return rows
  }

  // MARK: Vectors

  private func size(_ point: [Double]) -> Double { point.reduce(0) { max($0, abs($1)) } }

  private func dot(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }

  private func norm(_ a: [Double]) -> Double { dot(a, a).squareRoot() }
}

/// Solves a square system whose rows end with their right sides, by elimination with pivoting; a
/// little is added where a pivot would vanish.
func solve(_ system: [[Double]]) -> [Double]? {
  var rows = system
  let count = rows.count
  let largest = rows.reduce(0) { $1.dropLast().reduce($0) { max($0, abs($1)) } }
  guard largest > 0, largest.isFinite else { return nil }
  for column in 0..<count {
    guard
      let pivot = (column..<count).max(by: { abs(rows[$0][column]) < abs(rows[$1][column]) })
    else { return nil }
    rows.swapAt(column, pivot)
    if abs(rows[column][column]) < largest * 0x1p-40 { rows[column][column] += largest * 0x1p-30 }
    for row in 0..<count where row != column {
      let factor = rows[row][column] / rows[column][column]
      if factor == 0 { continue }
      for place in column...count { rows[row][place] -= factor * rows[column][place] }
    }
  }
  let result = (0..<count).map { rows[$0][count] / rows[$0][$0] }
  return result.allSatisfy { $0.isFinite } ? result : nil
}
