import Formula
import Numerics

/// The points at which equations hold that are solved in no closed form: `e^x - x = e^y - y`.
///
/// Newton's method leads there from any point in doubles, and then some coordinates to about 250
/// bits while the others stay as they are. At such a point a comparison is as certain as at a
/// fraction: where the Jacobian of the equations is not singular, their solution lies within the
/// bounds that the coordinates carry.
struct Curve {
  let judge: PointJudge
  /// What has to be 0.
  let equations: [Graph.Node]
  let landscape: Landscape
  let residuals: Program
  /// Of a curve that is followed along what has to be stationary: what has to be 0 itself.
  private let touched: Program?
  private let others: Program

  private static let equationLimit = 12
  private static let inputLimit = 24
  private static let costLimit = 40_000

  /// A curve's point: doubles for some coordinates, wide numbers with their errors for all.
  struct Place {
    var point: [Double]
    var wide: [Wide]
  }

  /// - Parameters:
  ///   - judge: of a problem whose conditions have not been solved.
  ///   - isTouching: that the equations hold where their sides touch without crossing, as in
  ///     sin x = 1: what is solved is that their differences are stationary.
  ///   - bound: one of the conditions, a ≤ b, that is met where its sides touch, and no equation.
  init?(_ judge: PointJudge, isTouching: Bool = false, bound: Graph.Node? = nil) {
    let problem = judge.problem
    var graph = problem.graph
    var equations: [Graph.Node] = []
    var others: [Graph.Node] = []
    for truth in problem.conditions.flatMap({ problem.conjuncts(of: $0) }) {
      guard let (a, b) = graph.touching(truth, bound) else {
        others.append(truth)
        continue
      }
      let difference = graph.subtract(a, b)
      if !equations.contains(difference) { equations.append(difference) }
    }
    let differences = equations
    if isTouching { equations = graph.stationarity(of: equations, in: problem) }
    guard !equations.isEmpty, equations.count <= Self.equationLimit else { return nil }
    var open = problem
    open.graph = graph
    let judge = PointJudge(copying: judge, problem: open)
    guard let landscape = Landscape(judge, nil, along: equations),
      landscape.inputs.count <= Self.inputLimit, landscape.cost <= Self.costLimit
    else { return nil }
    self.judge = judge
    self.equations = equations
    self.landscape = landscape
    residuals = Program(graph, computing: equations)
    touched = isTouching ? Program(graph, computing: differences) : nil
    self.others = Program(graph, computing: others)
  }

  // MARK: Closer

  /// Solves the equations near a point for as many coordinates as they fix; `nil` if they are
  /// singular there, or if another condition does not certainly hold.
  func lift(_ point: [Double]) -> Place? {
    guard let (rows, columns, inverse) = pivots(at: point) else { return nil }
    let kind = WideArithmetic.widest
    var wide = point.map { kind.constant($0) }
    var last = Int64.max
    for _ in 0..<Self.steps {
      guard let errors = errors(at: wide) else { return nil }
      var largest = Measure.none
      for (place, column) in columns.enumerated() {
        var step = kind.constant(0.0)
        for (number, row) in rows.enumerated() {
          let factor = kind.constant(inverse[place][number])
          step = kind.add(step, kind.multiply(factor, errors[row]))
        }
        largest = max(largest, step.size - max(0, wide[column].size))
        wide[column] = kind.centre(of: kind.subtract(wide[column], step))
      }
      if largest <= Self.reached {
        last = largest
        break
      }
      if largest >= last { return nil }
      last = largest
    }
    guard last <= Self.reached else { return nil }
    for column in columns {
      let size = max(0, wide[column].size)
      wide[column] = kind.ball(around: wide[column], radius: size + Self.radius)
    }
    let place = Place(point: wide.map { $0.nearest }, wide: wide)
    return isInside(place, columns) && meetsConditions(place) ? place : nil
  }

  private static let steps = 16
  /// A step of this part of a coordinate is the last one, as powers of 2.
  private static let reached: Int64 = -256
  private static let radius: Int64 = -248

  private func errors(at wide: [Wide]) -> [Wide]? {
    let kind = WideArithmetic.widest
    let evaluation = residuals.evaluate(
      in: kind, inputs: wide, functions: judge.evaluator.provider(kind))
    let values = equations.indices.map { kind.centre(of: evaluation.value($0)) }
    return values.allSatisfy { kind.state(of: $0) == .defined } ? values : nil
  }

  /// Equations and coordinates with a Jacobian that can be inverted, and its inverse.
  private func pivots(at point: [Double]) -> (rows: [Int], columns: [Int], inverse: [[Double]])? {
    guard let site = landscape.site(point) else { return nil }
    let jacobian = site.bounds.filter { $0.isEquation }.map { $0.slope }
    var rest = jacobian
    var (rows, places): ([Int], [Int]) = ([], [])
    let largest = jacobian.reduce(0) { $1.reduce($0) { max($0, abs($1)) } }
    while rows.count < jacobian.count {
      var best = (value: largest * 0x1p-26, row: -1, place: -1)
      for row in rest.indices where !rows.contains(row) {
        for place in rest[row].indices where abs(rest[row][place]) > best.value {
          best = (abs(rest[row][place]), row, place)
        }
      }
      guard best.row >= 0 else { break }
      rows.append(best.row)
      places.append(best.place)
      for row in rest.indices where !rows.contains(row) {
        let factor = rest[row][best.place] / rest[best.row][best.place]
        if factor == 0 { continue }
        for place in rest[row].indices { rest[row][place] -= factor * rest[best.row][place] }
      }
    }
    let inverse = inverse(rows.map { row in places.map { jacobian[row][$0] } })
    return inverse.map { (rows, places.map { landscape.inputs[$0] }, $0) }
  }

  private func inverse(_ matrix: [[Double]]) -> [[Double]]? {
    var columns: [[Double]] = []
    for unit in matrix.indices {
      let system = matrix.indices.map { matrix[$0] + [$0 == unit ? 1.0 : 0] }
      guard let column = solve(system) else { return nil }
      columns.append(column)
    }
    return matrix.indices.map { row in columns.map { $0[row] } }
  }

  /// Whether all coordinates lie in their domains, those that were solved for away from the ends:
  /// where s > 0 is as good as 0, nothing solves s x = 0.
  private func isInside(_ place: Place, _ columns: [Int]) -> Bool {
    columns.allSatisfy { column in
      let (value, domain) = (place.point[column], judge.problem.domains[column])
      let margin = max(0x1p-100, 0x1p-40 * abs(value))
      return domain.contains(value + margin) && domain.contains(value - margin)
    } && judge.problem.admits(place.point)
  }

  private func meetsConditions(_ place: Place) -> Bool {
    let kind = WideArithmetic.widest
    let provider = judge.evaluator.provider(kind)
    let left = residuals.evaluate(in: kind, inputs: place.wide, functions: provider)
    for equation in equations.indices {
      let value = left.value(equation)
      guard kind.state(of: value) == .defined, kind.measure(value).error <= Self.radius / 2 else {
        return false
      }
      switch kind.compare(value, kind.constant(0.0)) {
      case .less, .greater: return false
      case .equal, .unresolved: continue
      }
    }
    if let touched, !vanishes(touched, at: place) { return false }
    let truths = others.evaluate(in: kind, inputs: place.wide, functions: provider)
    return others.outputs.indices.allSatisfy { truths.truth($0) == .yes }
  }

  /// Whether differences are 0 as far as the widest numbers tell.
  private func vanishes(_ differences: Program, at place: Place) -> Bool {
    let kind = WideArithmetic.widest
    let provider = judge.evaluator.provider(kind)
    let found = differences.evaluate(in: kind, inputs: place.wide, functions: provider)
    return differences.outputs.indices.allSatisfy { number in
      let value = found.value(number)
      guard kind.state(of: value) == .defined, kind.measure(value).error <= Self.touching else {
        return false
      }
      return kind.compare(value, kind.constant(0.0)) == .unresolved
        || kind.compare(value, kind.constant(0.0)) == .equal
    }
  }

  /// Where sides touch, their difference is known as well as this, as a power of 2.
  private static let touching: Int64 = -200

  /// Whether the sides of the equations touch at a point, as far as doubles tell.
  func touches(at point: [Double]) -> Bool {
    guard let touched else { return true }
    return judge.evaluator.values(touched, at: point).allSatisfy { abs($0) < 1e-9 }
  }

  // MARK: Simpler

  /// Points of the curve near one whose coordinates are short, as far as they may be chosen.
  func simpler(than point: [Double]) -> [[Double]] {
    guard let (_, columns, _) = pivots(at: point) else { return [] }
    return [1.0, 2, 10, 100].compactMap { scale in
      var start = point
      for input in landscape.inputs where !columns.contains(input) {
        start[input] = (point[input] * scale).rounded() / scale
      }
      return judge.problem.admits(start) ? solved(start, for: columns) : nil
    }
  }

  private func solved(_ start: [Double], for columns: [Int]) -> [Double]? {
    var point = start
    for _ in 0..<20 {
      guard let site = landscape.site(point) else { return nil }
      let rows = site.bounds.filter { $0.isEquation }
      let places = columns.compactMap { landscape.inputs.firstIndex(of: $0) }
      guard rows.count == places.count,
        let step = solve(rows.map { row in places.map { row.slope[$0] } + [row.value] })
      else { return nil }
      for (column, change) in zip(columns, step) { point[column] -= change }
      let size = point.reduce(1) { max($0, abs($1)) }
      if step.allSatisfy({ abs($0) <= 0x1p-44 * size }) { return point }
    }
    return nil
  }
}

extension Graph {
  /// The sides of an equation, or of the bound that is taken for one.
  fileprivate func touching(_ truth: Node, _ bound: Node?) -> (Node, Node)? {
    switch self[truth] {
    case .isEqual(let a, let b): bound == nil ? (a, b) : nil
    case .isLessOrEqual(let a, let b): bound == truth ? (a, b) : nil
    default: nil
    }
  }

  /// The derivatives of differences by all inputs, as far as they are no constants.
  fileprivate mutating func stationarity(of differences: [Node], in problem: Problem) -> [Node] {
    var result: [Node] = []
    for difference in differences {
      let inputs = problem.inputs(of: difference, in: self).sorted()
      let nodes = inputs.compactMap { problem.inputNode($0) }
      guard nodes.count == inputs.count,
        let gradient = try? gradient(of: difference, with: nodes)
      else { return [] }
      for slope in gradient where rational(slope) == nil && !result.contains(slope) {
        result.append(slope)
      }
    }
    return result
  }
}
