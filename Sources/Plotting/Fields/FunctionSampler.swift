/// Samples a function of one variable: breaks first, then the pieces between them.
///
/// On 64 intervals, a large difference is bisected towards its place. If it does not shrink it
/// is a jump, or a pole if it grows. A change of slope that does not shrink is a kink. Each
/// piece is then halved until halving no longer shows.
struct FunctionSampler {
  struct Curve {
    var runs: [[PlanePoint]] = []
    var kinks: [Double] = []
    var jumps: [Double] = []
    var poles: [Double] = []
    var openEnds: [PlanePoint] = []
    var closedEnds: [PlanePoint] = []
    /// The y values worth showing: all, or the middle ones if there is a pole.
    var shownExtent = Extent()
  }

  private static let intervals = 64

  let function: (Double) -> Double
  let nodes: [Double]
  let values: [Double]
  let width: Double
  /// A robust measure of the range of values.
  let height: Double
  /// The range of all values.
  private let whole: Double
  private let middle: Extent
  private var curve = Curve()

  init(_ function: @escaping (Double) -> Double, over range: PlotRange, warp: Scale.Warp) {
    self.function = function
    let count = FunctionSampler.intervals
    let scale = Scale(
      warp: warp, lower: range.lower, upper: range.upper, start: 0, end: Double(count))
    nodes = (0...count).map { step in
      step == 0 ? range.lower : step == count ? range.upper : scale.invert(Double(step))
    }
    values = nodes.map(function)
    width = range.length
    let sorted = values.filter { $0.isFinite }.sorted()
    if sorted.isEmpty {
      middle = Extent()
      height = 1
      whole = 0
    } else {
      let edge = sorted.count / 12
      middle = Extent([sorted[edge], sorted[sorted.count - 1 - edge]])
      whole = sorted[sorted.count - 1] - sorted[0]
      // A level stretch says nothing of the range, nor do its roundings.
      let isLevel = middle.length <= 1e-9 * max(middle.lower.magnitude, middle.upper.magnitude)
      height = !isLevel ? min(whole, 4 * middle.length) : whole > 0 ? whole : 1
    }
  }

  mutating func run() -> Curve {
    var run: [PlanePoint] = []
    var all = Extent()
    for index in nodes.indices.dropLast() {
      let (a, b) = (node(index), node(index + 1))
      if a.isFinite, run.isEmpty { run = [a] }
      if a.isFinite != b.isFinite {
        let edge = edgeOfDomain(a, b)
        if a.isFinite {
          refine(a, edge, 7, &run)
          flush(&run)
        } else {
          run = [edge]
          refine(edge, b, 7, &run)
        }
      } else if a.isFinite {
        step(a, b, &run)
      }
    }
    flush(&run)
    for run in curve.runs { all.add(Extent(run.map { $0.y })) }
    curve.shownExtent = all
    if !curve.poles.isEmpty {
      let (low, high) = (middle.lower - 0.4 * middle.length, middle.upper + 0.4 * middle.length)
      curve.shownExtent = Extent([max(all.lower, low), min(all.upper, high)])
    }
    return curve
  }

  private func node(_ index: Int) -> PlanePoint { PlanePoint(nodes[index], values[index]) }
  private func at(_ x: Double) -> PlanePoint { PlanePoint(x, function(x)) }

  private mutating func flush(_ run: inout [PlanePoint]) {
    if !run.isEmpty { curve.runs.append(run) }
    run = []
  }

  /// One interval: a break in it, a kink in it, or neither.
  private mutating func step(_ a: PlanePoint, _ b: PlanePoint, _ run: inout [PlanePoint]) {
    if (b.y - a.y).magnitude > 0.05 * height, let (left, right) = findBreak(a, b) {
      let place = snapped((left.x + right.x) / 2)
      refine(a, left, 7, &run)
      flush(&run)
      run = [right]
      recordBreak(place, left, right)
      refine(right, b, 7, &run)
      return
    }
    if let kink = findKink(a, b) {
      if curve.kinks.last != kink.x { curve.kinks.append(kink.x) }
      refine(a, kink, 7, &run)
      refine(kink, b, 7, &run)
    } else {
      refine(a, b, 7, &run)
    }
  }

  private mutating func recordBreak(_ place: Double, _ left: PlanePoint, _ right: PlanePoint) {
    if max(left.y.magnitude, right.y.magnitude) > 20 * max(height, whole) {
      curve.poles.append(place)
      return
    }
    curve.jumps.append(place)
    let value = function(place)
    let (leftEnd, rightEnd) = (PlanePoint(place, left.y), PlanePoint(place, right.y))
    let tolerance = 1e-6 * (right.y - left.y).magnitude
    let onLeft = (value - left.y).magnitude <= tolerance
    let onRight = (value - right.y).magnitude <= tolerance
    if onLeft { curve.closedEnds.append(leftEnd) } else { curve.openEnds.append(leftEnd) }
    if onRight { curve.closedEnds.append(rightEnd) } else { curve.openEnds.append(rightEnd) }
    if !onLeft, !onRight, value.isFinite { curve.closedEnds.append(PlanePoint(place, value)) }
  }

  /// The two sides of a jump or pole, or nil if the difference shrinks with the interval.
  private func findBreak(_ a: PlanePoint, _ b: PlanePoint) -> (PlanePoint, PlanePoint)? {
    var (left, right) = (a, b)
    for _ in 0..<44 {
      let middle = at((left.x + right.x) / 2)
      if middle.x <= left.x || middle.x >= right.x { break }
      guard middle.y.isFinite else {
        let side = at(left.x + 0.4999 * (right.x - left.x))
        return side.isFinite ? (side, right) : nil
      }
      if (middle.y - left.y).magnitude >= (right.y - middle.y).magnitude {
        right = middle
      } else {
        left = middle
      }
    }
    let remains = (right.y - left.y).magnitude
    return remains > 0.3 * (b.y - a.y).magnitude ? (left, right) : nil
  }

  /// The corner in an interval, or nil if the change of slope shrinks with the interval.
  private func findKink(_ a: PlanePoint, _ b: PlanePoint) -> PlanePoint? {
    let reach = b.x - a.x
    var (left, right) = (a.x - 0.5 * reach, b.x)
    let before = slope(left, reach / 64)
    let change = (slope(right, reach / 64) - before).magnitude
    let least = 0.08 * height / width
    guard change > least else { return nil }
    for _ in 0..<10 {
      let middle = (left + right) / 2
      let size = (right - left) / 64
      let (s, m, e) = (slope(left, size), slope(middle, size), slope(right, size))
      guard s.isFinite, m.isFinite, e.isFinite else { return nil }
      if (m - s).magnitude >= (e - m).magnitude { right = middle } else { left = middle }
    }
    let reachOut = 0.02 * reach
    let (s, e) = (slope(left - reachOut, reachOut / 8), slope(right + reachOut, reachOut / 8))
    guard (e - s).magnitude > max(least, 0.5 * change) else { return nil }
    let (p, q) = (at(left - reachOut), at(right + reachOut))
    let corner = (q.y - p.y + s * p.x - e * q.x) / (s - e)
    guard corner >= a.x - 1e-9 * width, corner < b.x - 1e-9 * width else { return nil }
    return at(snapped(corner))
  }

  private func slope(_ x: Double, _ size: Double) -> Double {
    (function(x + size) - function(x - size)) / (2 * size)
  }

  /// The number itself or a round one next to it.
  private func snapped(_ x: Double) -> Double {
    if x.magnitude < 1e-7 * width { return 0 }
    var digits = DecimalDigits(x)
    digits.round(to: 6)
    let number = digits.digits.reduce(0) { $0 * 10 + Int($1) }
    let round = LinearTicks.value(number, digits.exponent - digits.digits.count)
    let signed = digits.isNegative ? -round : round
    return (signed - x).magnitude < 1e-6 * width ? signed : x
  }

  /// The last finite point towards a place where the function is undefined.
  private func edgeOfDomain(_ a: PlanePoint, _ b: PlanePoint) -> PlanePoint {
    var (inside, outside) = a.isFinite ? (a, b) : (b, a)
    for _ in 0..<30 {
      let middle = at((inside.x + outside.x) / 2)
      if middle.isFinite { inside = middle } else { outside = middle }
    }
    return inside
  }

  /// Appends points up to `b`, halving where the middle is off the chord.
  private func refine(
    _ a: PlanePoint, _ b: PlanePoint, _ depth: Int, _ run: inout [PlanePoint]
  ) {
    let middle = at((a.x + b.x) / 2)
    let off = (middle.y - (a.y + b.y) / 2).magnitude
    if depth > 0, middle.isFinite, off > 0.0006 * height {
      refine(a, middle, depth - 1, &run)
      refine(middle, b, depth - 1, &run)
    } else {
      run.append(b)
    }
  }
}
