import Formula
import Numerics

/// Values of arbitrary functions at different places, and their derivatives there, are free numbers:
/// the shortest ones make the counterexample, not those of the function that was drawn.
extension Shrinker {
  private static let callLimit = 12

  /// Applications of functions whose values have become inputs.
  struct FreeValues {
    /// The arguments of all of them.
    let arguments: Program
    let calls: [Call]

    struct Call {
      let function: Int32
      let orders: Int32
      /// The places of its arguments among those of all.
      let places: Range<Int>
      /// The input that stands for its value.
      let input: Int
    }
  }

  /// The same search with the values of functions among what is varied, and the failure there;
  /// `nil` if functions are more than smooth, or if hypotheses still speak of their values.
  func withFreeValues(
    _ failure: PointJudge.Failure, _ context: CaseJudge
  ) -> (shrinker: Shrinker, failure: PointJudge.Failure)? {
    let functions = context.lowered.functions
    var problem = judge.problem
    guard !functions.isEmpty, !failure.isRounded, failure.forms == nil, !failure.reading.isOneSided,
      functions.allSatisfy({ $0.regularity == .smooth }),
      problem.graph.applications(under: problem.conditions).isEmpty
    else { return nil }
    let nodes = problem.graph.applications(under: problem.roots)
    let program = Program(problem.graph, computing: nodes)
    let values = judge.evaluator.values(program, at: failure.point)
    guard !nodes.isEmpty, nodes.count <= Self.callLimit, values.allSatisfy({ $0.isFinite }) else {
      return nil
    }
    var replacements: [Graph.Node: Graph.Node] = [:]
    var calls: [FreeValues.Call] = []
    var arguments: [Graph.Node] = []
    for node in nodes {
      guard case .arbitrary(let function, let orders, let list) = problem.graph[node] else {
        return nil
      }
      let operands = problem.graph.operandLists[Int(list)]
      replacements[node] = problem.newInput(.real, touches: false)
      calls.append(
        FreeValues.Call(
          function: function, orders: orders,
          places: arguments.count..<arguments.count + operands.count,
          input: problem.domains.count - 1))
      arguments += operands
    }
    problem.substitute(replacements)
    arguments = problem.graph.substitute(replacements, in: arguments)
    let changed = context.prepared(problem, prepared.goals, prepared.shown, prepared.key)
    let other = PointJudge(
      problem, changed.goals, functions: functions, key: judge.key, target: judge.target)
    var shrinker = Shrinker(other, changed)
    shrinker.freeValues = FreeValues(
      arguments: Program(problem.graph, computing: arguments), calls: calls)
    var moved = failure
    moved.point = failure.point + values
    return shrinker.failing(moved.point, moved) == nil ? nil : (shrinker, moved)
  }

  /// Whether functions have one value at each place.
  func isConsistent(_ point: [Double]) -> Bool {
    guard let freeValues else { return true }
    let values = judge.evaluator.values(freeValues.arguments, at: point)
    for (number, call) in freeValues.calls.enumerated() {
      for other in freeValues.calls[..<number]
      where other.function == call.function && other.orders == call.orders {
        let isSamePlace = zip(call.places, other.places).allSatisfy {
          abs(values[$0] - values[$1]) <= 1e-12 * max(1, abs(values[$0]))
        }
        if isSamePlace, point[call.input] != point[other.input] { return false }
      }
    }
    return true
  }
}

extension Graph {
  /// The applications of arbitrary functions and of their derivatives below some nodes.
  func applications(under nodes: [Node]) -> [Node] {
    let isNeeded = reachable(from: nodes)
    return isNeeded.indices.filter { place in
      guard isNeeded[place], case .arbitrary = operations[place] else { return false }
      return true
    }.map { Node($0) }
  }
}
