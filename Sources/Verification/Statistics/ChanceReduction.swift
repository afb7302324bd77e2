import Formula
import Numerics

/// What a mean is taken of, with several random numbers that enter through one quantity alone
/// replaced by that quantity: the largest of independent numbers, the length of a normal vector.
///
/// One integral then takes the place of many draws.
struct ChanceReduction {
  private(set) var problem: Problem
  private(set) var operand: Graph.Node
  private(set) var axes: [Axis]

  /// A random number that a mean is taken over.
  struct Axis {
    let input: Int
    var source = Source.itself

    enum Source {
      /// Standard normal, or uniform on [0, 1].
      case itself
      /// The root of the sum of the squares of so many standard normal numbers.
      case length(Int)
      /// The largest of these, or minus the smallest: shift + scale · number.
      case largest([Part])
    }

    struct Part {
      let input: Int
      let shift: Graph.Node
      let scale: Graph.Node
    }
  }

  private static let limit = 24

  init(_ problem: Problem, of operand: Graph.Node, over inputs: [Int]) {
    self.problem = problem
    self.operand = operand
    axes = inputs.map { Axis(input: $0) }
    guard inputs.count > 1 else { return }
    self.operand = self.problem.graph.withoutTags([operand])[0]
    for _ in 0..<Self.limit {
      guard reduce() else { return }
    }
  }

  /// Random inputs that have not been replaced.
  private var open: Set<Int> {
    Set(
      axes.compactMap { axis in
        if case .itself = axis.source { axis.input } else { nil }
      })
  }

  private mutating func reduce() -> Bool {
    let open = open
    let isNeeded = problem.graph.reachable(from: [operand])
    for place in isNeeded.indices.reversed() where isNeeded[place] {
      let node = Graph.Node(place)
      switch problem.graph[node] {
      case .maximum: if reduceLargest(node, open, sign: 1) { return true }
      case .minimum: if reduceLargest(node, open, sign: -1) { return true }
      case .add: if reduceSquares(node, open) { return true }
      default: continue
      }
    }
    return false
  }

  // MARK: The largest of some

  private mutating func reduceLargest(_ node: Graph.Node, _ open: Set<Int>, sign: Int) -> Bool {
    var parts: [Axis.Part] = []
    var others: [Graph.Node] = []
    for leaf in leaves(of: node, sign: sign) {
      let signed = sign < 0 ? problem.graph.negate(leaf) : leaf
      let used = problem.inputs(of: leaf).intersection(axes.map { $0.input })
      guard !used.isEmpty else {
        others.append(signed)
        continue
      }
      guard used.count == 1, let input = used.first, open.contains(input),
        !parts.contains(where: { $0.input == input }), let line = line(signed, in: input)
      else { return false }
      parts.append(Axis.Part(input: input, shift: line.rest, scale: line.coefficient))
    }
    guard parts.count > 1 else { return false }
    return replace(node, parts.map { $0.input }, by: .largest(parts)) { graph, number in
      var value = number
      for other in others { value = graph.maximum(value, other) }
      return sign < 0 ? graph.negate(value) : value
    }
  }

  private func leaves(of node: Graph.Node, sign: Int) -> [Graph.Node] {
    switch (problem.graph[node], sign) {
    case (.maximum(let a, let b), 1), (.minimum(let a, let b), -1):
      leaves(of: a, sign: sign) + leaves(of: b, sign: sign)
    default: [node]
    }
  }

  private mutating func line(_ node: Graph.Node, in input: Int) -> Problem.Line? {
    guard let line = problem.line(node, in: input),
      problem.inputs(ofAll: [line.coefficient, line.rest]).isDisjoint(with: axes.map { $0.input })
    else { return nil }
    return line
  }

  // MARK: Lengths

  /// (sx)² + (sy)² + … of standard normal numbers is s² times the square of a length.
  private mutating func reduceSquares(_ node: Graph.Node, _ open: Set<Int>) -> Bool {
    var (inputs, others): ([Int], [Graph.Node]) = ([], [])
    var common: Graph.Node?
    for summand in summands(of: node) {
      let used = problem.inputs(of: summand).intersection(axes.map { $0.input })
      guard !used.isEmpty else {
        others.append(summand)
        continue
      }
      guard used.count == 1, let input = used.first, open.contains(input),
        problem.domains[input] == .standardNormal, !inputs.contains(input),
        case .power(let base, 2) = problem.graph[summand], let line = line(base, in: input),
        problem.graph.isZero(line.rest), common == nil || common == line.coefficient
      else { return false }
      common = line.coefficient
      inputs.append(input)
    }
    guard let common, inputs.count > 1 else { return false }
    return replace(node, inputs, by: .length(inputs.count)) { graph, length in
      let square = graph.multiply(graph.power(common, 2), graph.power(length, 2))
      return graph.sum([square] + others)
    }
  }

  private func summands(of node: Graph.Node) -> [Graph.Node] {
    guard case .add(let a, let b) = problem.graph[node] else { return [node] }
    return summands(of: a) + summands(of: b)
  }

  /// Puts a new random number in the place of some, if the operand depends on these through a node
  /// alone.
  private mutating func replace(
    _ node: Graph.Node, _ inputs: [Int], by source: Axis.Source,
    _ value: (inout Graph, Graph.Node) -> Graph.Node
  ) -> Bool {
    var changed = problem
    let number = changed.newInput(.real, touches: false)
    let input = changed.domains.count - 1
    let value = value(&changed.graph, number)
    let result = changed.graph.substitute([node: value], in: [operand])[0]
    guard changed.inputs(of: result).isDisjoint(with: inputs) else { return false }
    (problem, operand) = (changed, result)
    axes.removeAll { inputs.contains($0.input) }
    axes.append(Axis(input: input, source: source))
    return true
  }
}
