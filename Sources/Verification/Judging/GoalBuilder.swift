import Formula
import Numerics

/// Turns the facts of a lowered step into comparisons of numbers.
struct GoalBuilder {
  var graph: Graph
  var domains: [InputDomain]
  let within: ClaimOptions.Tolerance?
  private(set) var goals: [Goal] = []
  /// What the goals suppose besides: directions of quadratic forms are not 0.
  private(set) var conditions: [Graph.Node] = []

  enum Refusal: Error {
    case noTolerance
    case unsupported(String)
  }

  private static let determinantSize = 6

  init(graph: Graph, domains: [InputDomain], within: ClaimOptions.Tolerance?) {
    self.graph = graph
    self.domains = domains
    self.within = within
  }

  mutating func add(_ fact: LoweredStep.Fact, assertion: Int) throws(Refusal) {
    switch fact {
    case .relation(let relation, let left, let right):
      try add(relation, left, right, assertion)
    case .truth(let node): add(truth: node, assertion, entry: 0)
    case .moments(let pairs):
      for (entry, pair) in pairs.enumerated() {
        add(.equal, pair.left, pair.right, assertion, entry)
      }
    case .equivalence, .order, .limit: throw .unsupported("this kind of statement")
    }
  }

  mutating func add(
    _ kind: Goal.Kind, _ left: Graph.Node, _ right: Graph.Node, _ assertion: Int, _ entry: Int
  ) {
    goals.append(Goal(kind: kind, left: left, right: right, assertion: assertion, entry: entry))
  }

  private mutating func add(
    _ relation: Term.Relation, _ left: Tensor, _ right: Tensor, _ assertion: Int
  ) throws(Refusal) {
    switch relation {
    case .equal, .identical: each(.equal, left, right, assertion)
    case .less: each(.less, left, right, assertion)
    case .lessOrEqual: each(.lessOrEqual, left, right, assertion)
    case .greater: each(.less, right, left, assertion, isTurned: true)
    case .greaterOrEqual: each(.lessOrEqual, right, left, assertion, isTurned: true)
    case .notEqual: addDifference(left, right, assertion)
    case .approximately: try addApproximation(left, right, assertion)
    case .proportional: addProportion(left, right, assertion)
    case .positiveDefinite: try addForm(left, right, .less, assertion)
    case .positiveSemidefinite: try addForm(left, right, .lessOrEqual, assertion)
    case .negativeDefinite: try addForm(right, left, .less, assertion)
    case .negativeSemidefinite: try addForm(right, left, .lessOrEqual, assertion)
    case .distributed: throw .unsupported("a distribution")
    }
  }

  private mutating func each(
    _ kind: Goal.Kind, _ left: Tensor, _ right: Tensor, _ assertion: Int,
    isTurned: Bool = false
  ) {
    for (entry, (a, b)) in zip(left.nodes, right.nodes).enumerated() {
      goals.append(
        Goal(
          kind: kind, left: a, right: b, assertion: assertion, entry: entry, isTurned: isTurned))
    }
  }

  private mutating func addDifference(_ left: Tensor, _ right: Tensor, _ assertion: Int) {
    if left.nodes.count == 1 { return add(.notEqual, left.node, right.node, assertion, 0) }
    let same = graph.all(zip(left.nodes, right.nodes).map { graph.isEqual($0, $1) })
    add(.truth, graph.not(same), graph.truth(true), assertion, 0)
  }

  private mutating func addApproximation(_ left: Tensor, _ right: Tensor, _ assertion: Int)
    throws(Refusal)
  {
    guard let within else { throw .noTolerance }
    for (entry, (a, b)) in zip(left.nodes, right.nodes).enumerated() {
      let gap = graph.absolute(graph.subtract(a, b))
      let bound: Graph.Node
      switch within {
      case .absolute(let value): bound = graph.constant(value)
      case .relative(let part):
        bound = graph.multiply(graph.constant(part), graph.absolute(b))
      }
      add(.lessOrEqual, gap, bound, assertion, entry)
    }
  }

  /// Entries of one array are in proportion.
  private mutating func addProportion(_ left: Tensor, _ right: Tensor, _ assertion: Int) {
    for entry in 1..<max(1, left.nodes.count) {
      let a = graph.multiply(left.nodes[entry], right.nodes[0])
      let b = graph.multiply(left.nodes[0], right.nodes[entry])
      add(.equal, a, b, assertion, entry)
    }
  }

  /// vᵀ(A − B)v against 0 for a new direction v; of unit length is not needed.
  ///
  /// Strictly definite is what is semidefinite with a determinant that is not 0.
  private mutating func addForm(
    _ left: Tensor, _ right: Tensor, _ kind: Goal.Kind, _ assertion: Int
  ) throws(Refusal) {
    guard left.rows == left.columns else { throw .unsupported("a matrix that is not square") }
    let v = (0..<left.rows).map { _ in
      domains.append(.real)
      return graph.input()
    }
    for row in 0..<left.rows {
      for column in 0..<row {
        let a = graph.subtract(left[row, column], right[row, column])
        let b = graph.subtract(left[column, row], right[column, row])
        if a != b { add(.equal, a, b, assertion, row * left.columns + column) }
      }
    }
    var form: [Graph.Node] = []
    for row in 0..<left.rows {
      for column in 0..<left.columns {
        let entry = graph.subtract(left[row, column], right[row, column])
        form.append(graph.multiply(graph.multiply(v[row], v[column]), entry))
      }
    }
    let zero = graph.constant(0)
    let value = graph.sum(form)
    guard kind == .less else { return add(kind, zero, value, assertion, 0) }
    if left.rows <= Self.determinantSize {
      // Semidefinite, and not singular.
      add(.lessOrEqual, zero, value, assertion, 0)
      let difference = NodeMatrix(left.rows, left.columns) {
        graph.subtract(left[$0, $1], right[$0, $1])
      }
      let determinant = graph.determinant(of: difference, columns: Array(0..<left.rows))
      return add(.less, zero, determinant, assertion, 0)
    }
    // Strict for v ≠ 0 only.
    let length = graph.sum(v.map { graph.power($0, 2) })
    conditions.append(graph.isLess(zero, length))
    add(.less, zero, value, assertion, 0)
  }

  /// Conjunctions are split; comparisons are taken apart so that their slack can be measured.
  mutating func add(truth node: Graph.Node, _ assertion: Int, entry: Int) {
    switch graph[node] {
    case .and(let a, let b):
      add(truth: a, assertion, entry: entry)
      add(truth: b, assertion, entry: entry)
    case .isLess(let a, let b): add(.less, a, b, assertion, entry)
    case .isLessOrEqual(let a, let b): add(.lessOrEqual, a, b, assertion, entry)
    case .isEqual(let a, let b):
      // The operands of an equality are in no order: a number stands on the right.
      let isNumber = graph.rational(a) != nil && graph.rational(b) == nil
      add(.equal, isNumber ? b : a, isNumber ? a : b, assertion, entry)
    case .not(let inner):
      switch graph[inner] {
      case .isLess(let a, let b): add(.lessOrEqual, b, a, assertion, entry)
      case .isLessOrEqual(let a, let b): add(.less, b, a, assertion, entry)
      case .isEqual(let a, let b): add(.notEqual, a, b, assertion, entry)
      default: add(.truth, node, graph.truth(true), assertion, entry)
      }
    default: add(.truth, node, graph.truth(true), assertion, entry)
    }
  }
}
